import AnalyzerProtocol

/// What `docker compose up` starts, where the command waits for it and fails with it.
extension Binder {
    /// Options of compose and of its commands whose value is a word of its own.
    private static let composeValues: Set<String> = [
        "-f", "--file", "-p", "--project-name", "--profile", "--env-file", "--project-directory", "--ansi",
        "--progress",
        "--parallel", "--exit-code-from", "--scale", "-t", "--timeout", "--attach", "--no-attach", "--wait-timeout",
        "--pull",
    ]
    private static let composeFiles = [
        "compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml",
    ]

    private static let runValues: Set<String> = [
        "-e", "--env", "-v", "--volume", "-u", "--user", "-w", "--workdir", "--name", "-p", "--publish", "-l",
        "--label",
        "--cap-add", "--cap-drop", "--env-from-file", "--pull",
    ]

    /// The service of `run --rm -e A=b tests`; nil where another command follows it.
    private static func service(runBy arguments: [String]) -> String? {
        guard let run = arguments.firstIndex(of: "run") else { return nil }
        var place = run + 1
        while place < arguments.endIndex, arguments[place].hasPrefix("-") {
            if arguments[place].hasPrefix("--entrypoint") { return nil }
            place += runValues.contains(arguments[place]) ? 2 : 1
        }
        return place == arguments.endIndex - 1 ? arguments[place] : nil
    }

    /// `up --wait` fails where a service does not become healthy, `--exit-code-from` and `--abort-on-container-exit` where one ends
    /// badly; what is only started in the background proves nothing.
    mutating func addComposed(_ line: CommandLine, _ arguments: [String], from file: Int, to set: inout TargetSet) {
        var files: [String] = []
        var words: [String] = []
        var tested: String?
        var place = arguments.startIndex
        while place < arguments.endIndex {
            let word = arguments[place]
            place += 1
            guard word.hasPrefix("-") else {
                words.append(word)
                continue
            }
            let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
            var value = parts.count > 1 ? parts[1] : ""
            if parts.count == 1, Self.composeValues.contains(word), place < arguments.endIndex {
                value = arguments[place]
                place += 1
            }
            if parts[0] == "-f" || parts[0] == "--file" { files.append(value) }
            if parts[0] == "--exit-code-from" { tested = value }
        }
        if words.first == "run" {
            // A service that is run with its own command, and whose failure is the command's.
            guard let service = Self.service(runBy: arguments) else { return }
            tested = service
        } else if words.first != "up" {
            return
        }
        let stops = arguments.contains { $0.hasPrefix("--abort-on-container-") }
        guard tested != nil || stops || arguments.contains("--wait") else { return }
        let wanted = Set(tested.map { [$0] } ?? Array(words.dropFirst()))
        if files.isEmpty { files = Self.composeFiles }
        for name in files {
            guard let path = line.path(name), let namespace = namespaces.find(path, kind: "container"),
                let found = namespaces.firstFile(namespace)
            else { continue }
            for (index, symbol) in layout.files[found].facts.symbols.enumerated()
            where symbol.kind == "workload" && (wanted.isEmpty || wanted.contains(symbol.name)) {
                // A service with profiles is started for those only who ask for one of them.
                if wanted.isEmpty, symbol.attributes["profile"] != nil { continue }
                set.insert(.symbol(layout.node(found, symbolAt: index)))
            }
        }
    }
}
