/// The variables that a Dockerfile sets for what it runs.
enum DockerfileVariables {
    /// Images that bring a language or a system and no program of their own, which might read the variables.
    private static let plainImages: Set<Substring> = [
        "golang", "go", "python", "pypy", "alpine", "debian", "ubuntu", "scratch", "busybox", "static", "base", "cc",
        "fedora", "centos", "rockylinux", "almalinux", "amazonlinux", "ubi", "ubi-minimal", "ubi8", "ubi9",
        "wolfi-base",
        "uv", "micromamba", "miniconda3", "static-debian11", "static-debian12", "base-debian11", "base-debian12",
        "python3-debian11", "python3-debian12",
    ]

    static func read(_ text: String) -> [(name: String, line: Int, value: Substring?)] {
        var found: [(name: String, line: Int, value: Substring?)] = []
        var stages: [Substring: Bool] = [:]
        var isPlain = false
        for instruction in instructions(text) {
            let words = instruction.text.split(separator: " ", maxSplits: 1)
            guard words.count == 2 else { continue }
            switch words[0].uppercased() {
            case "FROM":
                let parts = words[1].split(separator: " ").filter { !$0.hasPrefix("--") }
                guard let image = parts.first else { continue }
                isPlain = stages[image] ?? plainImages.contains(name(of: image))
                if parts.count == 3, parts[1].uppercased() == "AS" { stages[parts[2]] = isPlain }
            case "ENV":
                found += variables(words[1], instruction)
            default: continue
            }
        }
        return isPlain ? found : []
    }

    /// `ENV A=1 B="x y"`, or the old `ENV A some words`. What another value of the instruction uses is read there.
    private static func variables(
        _ text: Substring, _ instruction: (text: Substring, line: Int, rows: [Substring])
    ) -> [(name: String, line: Int, value: Substring?)] {
        var names: [(name: Substring, value: Substring)] = []
        var rest = text
        while let equals = rest.firstIndex(of: "=") {
            let name = rest[..<equals].drop { $0 == " " || $0 == "\t" }
            guard EnvironmentFiles.isVariable(name) else { break }
            rest = rest[rest.index(after: equals)...]
            // The value ends at a blank outside of quotes.
            var quote: Character?
            var end = rest.startIndex
            while end < rest.endIndex {
                let character = rest[end]
                if let open = quote {
                    if character == open { quote = nil }
                } else if character == "\"" || character == "'" {
                    quote = character
                } else if character == " " || character == "\t" {
                    break
                }
                end = rest.index(after: end)
            }
            names.append((name, rest[..<end]))
            rest = rest[end...]
        }
        if names.isEmpty, let first = text.split(separator: " ").first, EnvironmentFiles.isVariable(first) {
            names = [(first, text.dropFirst(first.count))]
        }
        return names.filter { !text.contains("$\($0.name)") && !text.contains("${\($0.name)") }.map { name, value in
            let row = instruction.rows.firstIndex { $0.contains(name) } ?? 0
            return (String(name), instruction.line + row, value)
        }
    }

    /// `python` of `docker.io/library/python:3.12-slim`.
    private static func name(of image: Substring) -> Substring {
        let last = image.split(separator: "/").last ?? image
        return last.prefix { $0 != ":" && $0 != "@" }
    }

    /// Lines that end in a backslash go on in the next one; comments between them do not count.
    private static func instructions(_ text: String) -> [(text: Substring, line: Int, rows: [Substring])] {
        var found: [(text: Substring, line: Int, rows: [Substring])] = []
        var open = ""
        var start = 0
        var rows: [Substring] = []
        for (index, raw) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            var line = raw.drop { $0 == " " || $0 == "\t" }
            while let last = line.last, last == " " || last == "\t" || last == "\r" { line.removeLast() }
            if line.isEmpty || line.hasPrefix("#") {
                if !rows.isEmpty { rows.append("") }
                continue
            }
            if rows.isEmpty { start = index + 1 }
            rows.append(line)
            if line.hasSuffix("\\") {
                open += line.dropLast() + " "
                continue
            }
            found.append((Substring(open + line), start, rows))
            open = ""
            rows = []
        }
        return found
    }
}
