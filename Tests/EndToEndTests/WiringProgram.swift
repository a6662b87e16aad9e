import AnalyzerProtocol
import Foundation
import Reporting
import Testing
import Wiring

/// A language of fixtures/wiring: how its marks are written, and how many of its programs have to be right.
struct WiringLanguage: Sendable, CustomTestStringConvertible {
    let name: String
    let suffix: String
    let comment: String
    /// The part of its programs that must be right in every function.
    let wanted: Double
    /// Programs below this number prove nothing.
    let minimum: Int

    static let all = [
        WiringLanguage(name: "go", suffix: ".go", comment: "//", wanted: 0.97, minimum: 150),
        WiringLanguage(name: "python", suffix: ".py", comment: "#", wanted: 0.95, minimum: 150),
        WiringLanguage(name: "erlang", suffix: ".erl", comment: "%", wanted: 0.95, minimum: 80),
    ]

    var folder: String { Workshop.root + "/fixtures/wiring/" + name }
    var testDescription: String { name }

    /// The folders of its programs, sorted.
    func programs() throws -> [String] {
        guard FileManager.default.fileExists(atPath: folder) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: folder).sorted().filter { name in
            var isDirectory: ObjCBool = false
            return FileManager.default.fileExists(atPath: folder + "/" + name, isDirectory: &isDirectory)
                && isDirectory.boolValue
        }
    }

    /// Programs that are known to be wrong, with the reason: lines `program: reason` of known-wrong.yml.
    func knownWrong() throws -> [String: String] {
        let path = folder + "/known-wrong.yml"
        guard FileManager.default.fileExists(atPath: path) else { return [:] }
        var result: [String: String] = [:]
        for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") where !line.hasPrefix("#")
        {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { throw WiringMarkError(message: "\(path): no `program: reason`: \(line)") }
            result[String(parts[0])] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        return result
    }
}

struct WiringMarkError: Error, CustomStringConvertible {
    let message: String
    var description: String { message }
}

/// What reaches a function: the program when it runs, only what somebody configures, its tests alone, or nothing.
enum WiringState: String, Sendable {
    case reached
    case configured = "reached: configured"
    case test = "reached: test"
    case unreached

    init(reachedBy classes: [String]) {
        self = classes.contains { $0 != "test" } ? .reached : classes.isEmpty ? .unreached : .test
    }
}

/// The marks of one file: `func serve() { // reached`, `def serve():  # unreached`, `// reached: test`, `// reached: configured`.
struct WiringMarks {
    /// By line.
    private(set) var states: [Int: WiringState] = [:]
    /// The file without its marks: a comment can itself be evidence.
    private(set) var content: [UInt8] = []

    init(_ text: String, path: String, language: WiringLanguage) throws {
        var lines: [Substring] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            guard let found = line.range(of: language.comment, options: .backwards) else {
                lines.append(line)
                continue
            }
            let comment = line[found.upperBound...].trimmingCharacters(in: .whitespaces)
            if let state = WiringState(rawValue: comment) {
                states[index + 1] = state
                lines.append(line[..<found.lowerBound])
            } else if comment.hasPrefix("reached:") || comment.hasPrefix("unreached:") {
                throw WiringMarkError(message: "\(path):\(index + 1): no such mark: \(comment)")
            } else {
                lines.append(line)
            }
        }
        content = Array(lines.joined(separator: "\n").utf8)
    }
}

/// One program linked, and where its marks and the linker disagree.
struct WiringProgram: Sendable {
    let name: String
    /// `main.go:12 serve: expected reached, got unreached`.
    let differences: [String]
    let functionCount: Int
    var isRight: Bool { differences.isEmpty }

    init(
        name: String, marks: [String: [Int: WiringState]], program: Program, failures: [String], closures: Set<String>
    ) {
        self.name = name
        var differences = failures
        var seen: Set<String> = []
        var functions = 0
        let usual = Self.usual(marks, program)
        for entry in SymbolsReport(program).symbols where ["function", "method"].contains(entry.kind) {
            let place = "\(entry.path):\(entry.line)"
            guard let expected = marks[entry.path]?[entry.line] else {
                if !closures.contains("\(place) \(entry.name)") {
                    differences.append("\(place) \(entry.name): not marked")
                }
                continue
            }
            // A closure on the line of a function is not what the mark means.
            if closures.contains("\(place) \(entry.name)"), seen.contains(place) { continue }
            seen.insert(place)
            functions += 1
            var got = WiringState(reachedBy: entry.reachedBy)
            if got == .reached, let usual, !usual.contains(place) { got = .configured }
            if got != expected {
                differences.append("\(place) \(entry.name): expected \(expected.rawValue), got \(got.rawValue)")
            }
        }
        for (path, states) in marks.sorted(by: { $0.key < $1.key }) {
            for line in states.keys.sorted() where !seen.contains("\(path):\(line)") {
                differences.append("\(path):\(line): marked, but no function is known here")
            }
        }
        self.differences = differences
        functionCount = functions
    }

    /// Where the functions stand that run though nobody configures anything; nil for a program whose marks do not ask for it.
    private static func usual(_ marks: [String: [Int: WiringState]], _ program: Program) -> Set<String>? {
        guard marks.values.contains(where: { $0.values.contains(.configured) }) else { return nil }
        let program = program.byDefault()
        let roots = program.components.flatMap(\.roots)
        return Set(
            program.reach(from: roots).nodes.map {
                let node = program.nodes[Int($0)]
                return "\(node.path):\(node.line)"
            })
    }

    /// All programs of a language, extracted together and linked one by one.
    static func all(_ language: WiringLanguage) async throws -> [WiringProgram] {
        let workshop = try Workshop()
        var trees: [Workshop.Tree] = []
        var marks: [[String: [Int: WiringState]]] = []
        for name in try language.programs() {
            var tree = try Workshop.Tree(folder: language.folder + "/" + name, name: name)
            var ofTree: [String: [Int: WiringState]] = [:]
            for (index, file) in tree.files.enumerated() where file.path.hasSuffix(language.suffix) {
                let text = String(decoding: file.content, as: UTF8.self)
                let found = try WiringMarks(text, path: "\(name)/\(file.path)", language: language)
                ofTree[file.path] = found.states
                tree.files[index].content = found.content
            }
            trees.append(tree)
            marks.append(ofTree)
        }
        guard !trees.isEmpty else { return [] }
        let extracted = try await workshop.extract(trees)
        return trees.indices.map { index in
            let program = workshop.link(extracted[index])
            // A function value needs no mark; a method without a body cannot run, and `<main>` is no function.
            let unmarked = program.nodes.filter {
                $0.attributes["closure"] == .bool(true) || $0.attributes["abstract"] == .bool(true)
                    || $0.name.split(separator: ".").last?.hasPrefix("<") == true
            }
            return WiringProgram(
                name: trees[index].name, marks: marks[index], program: program, failures: extracted[index].failures,
                closures: Set(unmarked.map { "\($0.path):\($0.line) \($0.name)" }))
        }
    }
}
