import AnalyzerProtocol

/// What artifacts name across files: images by what builds them, workloads by their labels, starts by their console script.
struct DeploymentIndex {
    /// A REF of a file.
    struct Place {
        var file: Int
        var ref: RefIndex
    }

    /// What builds an image, by ``ImageName/key(_:)``; names that several files build are left out.
    private(set) var builds: [String: Place] = [:]
    private(set) var consoleScripts: [String: Place] = [:]
    /// Applications of OTP by their names, and releases, which start several.
    private(set) var applications: [String: NodeID] = [:]
    private(set) var releases: [String: NodeID] = [:]
    var onlyRelease: NodeID? { releases.count == 1 ? releases.values.first : nil }
    /// The selector of every workload.
    static let everything = "*"
    private static let deployedKinds: Set<String> = ["workload", "container", "resource"]
    private var workloads: [(node: NodeID, labels: Set<String>, path: String)] = []
    private var byLabel: [String: [Int]] = [:]

    init(_ layout: Layout) {
        var ambiguous: Set<String> = []
        for (file, source) in layout.files.enumerated() {
            for reference in source.facts.references where reference.kind == .build {
                for argument in reference.arguments where argument.name == "image" {
                    guard case .string(let image) = argument.value else { continue }
                    let key = ImageName.key(image)
                    if let known = builds[key], !Self.isSame(known, Place(file: file, ref: reference.to), layout) {
                        ambiguous.insert(key)
                    }
                    builds[key] = builds[key] ?? Place(file: file, ref: reference.to)
                }
            }
            for root in source.facts.roots where root.kind == "console-script" {
                guard let name = root.component, let ref = root.to else { continue }
                consoleScripts[name] = consoleScripts[name] ?? Place(file: file, ref: ref)
            }
            addApplications(of: file, source, layout)
            for (index, symbol) in source.facts.symbols.enumerated() where Self.deployedKinds.contains(symbol.kind) {
                // What is deployed is found by its name too, and every workload of a cluster (`Deployment/shop`) by `*`.
                var labels: Set<String> = [symbol.name]
                if symbol.kind == "workload", symbol.name.contains("/") { labels.insert(Self.everything) }
                if case .string(let text) = symbol.attributes["labels"] {
                    labels.formUnion(text.split(separator: ",").map(String.init))
                }
                for label in labels { byLabel[label, default: []].append(workloads.count) }
                workloads.append((layout.node(file, symbolAt: index), labels, source.path))
            }
        }
        for key in ambiguous { builds[key] = nil }
    }

    private mutating func addApplications(of file: Int, _ source: SourceFacts, _ layout: Layout) {
        for root in source.facts.roots where root.kind == "erlang-app" {
            guard let name = root.component, let symbol = root.symbol,
                let node = layout.node(file, symbolID: symbol)
            else { continue }
            applications[name] = applications[name] ?? node
        }
        for (index, symbol) in source.facts.symbols.enumerated()
        where symbol.kind == "target" && symbol.name.hasPrefix(Self.releasePrefix) {
            let name = String(symbol.name.dropFirst(Self.releasePrefix.count))
            releases[name] = releases[name] ?? layout.node(file, symbolAt: index)
        }
    }

    /// How the analyzer of rebar.config names a release.
    static let releasePrefix = "release "

    /// Whether two REFs are the same path.
    private static func isSame(_ one: Place, _ other: Place, _ layout: Layout) -> Bool {
        layout.files[one.file].facts.refs[Int(one.ref)] == layout.files[other.file].facts.refs[Int(other.ref)]
    }

    /// What is deployed with all of these labels; of several, those whose file shares most of its directories with `path`:
    /// an overlay's service does not select what another overlay deploys.
    func workloads(having labels: [String], nearest path: String) -> [NodeID] {
        guard let rarest = labels.min(by: { (byLabel[$0]?.count ?? 0) < (byLabel[$1]?.count ?? 0) }) else { return [] }
        let found = (byLabel[rarest] ?? []).filter { workloads[$0].labels.isSuperset(of: labels) }
        let nearness = found.map { Self.sharedDirectories(workloads[$0].path, path) }
        guard let best = nearness.max() else { return [] }
        return zip(found, nearness).filter { $0.1 == best }.map { workloads[$0.0].node }
    }

    /// Everything that is deployed under this name, in any folder.
    func all(named name: String) -> [NodeID] { (byLabel[name] ?? []).map { workloads[$0].node } }

    private static func sharedDirectories(_ one: String, _ other: String) -> Int {
        let pairs = zip(one.split(separator: "/").dropLast(), other.split(separator: "/").dropLast())
        return pairs.prefix { $0 == $1 }.count
    }
}

/// Names of container images.
enum ImageName {
    /// What is compared of an image's name: no registry, no tag, no digest, no part that only a variable knows.
    static func key(_ image: String) -> String {
        var name = Substring(image)
        if let digest = name.firstIndex(of: "@") { name = name[..<digest] }
        var segments = name.split(separator: "/")
        if segments.count > 1, let first = segments.first,
            first.contains(".") || first.contains(":") || first == "localhost" || first.contains("$")
        {
            segments.removeFirst()
        }
        if let last = segments.popLast() { segments.append(last.prefix { $0 != ":" }) }
        return segments.filter { !$0.contains("$") && !$0.contains("{") }.joined(separator: "/").lowercased()
    }
}
