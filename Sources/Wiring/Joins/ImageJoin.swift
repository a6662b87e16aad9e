/// Images, and the scripts that they run: an analyzer of Dockerfiles tells which one no instruction puts there.
enum ImageJoin {
    private static let missing = "image.command-missing"

    static func finish(_ program: Program, _ found: inout Joins.Found) {
        for index in (program.signalsByKind[missing] ?? []).prefix(Joins.maximumCandidates) {
            let signal = program.signals[index]
            guard !signal.isTest, !SidePaths.isBeside(signal.path), let name = signal.attributes["name"] else {
                continue
            }
            found.wires.append(
                Wire(
                    join: .image, from: Wire.Place(path: signal.path, line: signal.line), name: name,
                    why: "the image runs it, and nothing copies or makes it there", severity: .high))
        }
    }
}
