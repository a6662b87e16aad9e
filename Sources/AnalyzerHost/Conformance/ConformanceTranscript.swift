internal import Foundation

/// Requests, and the shape of the replies that every analyzer gives. See analyzers/conformance/README.md.
package struct ConformanceTranscript: Sendable {
    enum Step: Sendable, Equatable {
        /// Write this message.
        case send(JSONNode)
        /// Read as many replies; each pattern fits one of them.
        case expect([JSONNode])
        case endOfInput
        /// The output ends, and the process exits with this status.
        case exit(Int32)
    }

    /// The file's name without its ending.
    package let name: String
    let steps: [Step]

    package init(path: String) throws(HostError) {
        let url = URL(fileURLWithPath: path)
        name = url.deletingPathExtension().lastPathComponent
        do {
            let text = try String(contentsOf: url, encoding: .utf8)
            steps = try text.split(separator: "\n").enumerated().compactMap { number, line in
                let node = try JSONDecoder().decode(JSONNode.self, from: Data(line.utf8))
                return try ConformanceTranscript.step(node, line: number + 1)
            }
        } catch {
            throw HostError(.invalidTranscript, "cannot be read as a transcript", location: path, cause: "\(error)")
        }
    }

    /// All transcripts of a directory, sorted by name.
    package static func all(in directory: String) throws(HostError) -> [ConformanceTranscript] {
        let files: [String]
        do {
            files = try FileManager.default.contentsOfDirectory(atPath: directory)
        } catch {
            throw HostError(.invalidTranscript, "cannot be listed", location: directory, cause: "\(error)")
        }
        var transcripts: [ConformanceTranscript] = []
        for file in files.sorted() where file.hasSuffix(".jsonl") {
            transcripts.append(try ConformanceTranscript(path: directory + "/" + file))
        }
        return transcripts
    }

    private static func step(_ node: JSONNode, line: Int) throws(HostError) -> Step? {
        guard case .object(let members) = node, members.count == 1, let (verb, value) = members.first else {
            throw HostError(.invalidTranscript, "line \(line) is not an object with one member")
        }
        switch (verb, value) {
        case ("note", _): return nil
        case ("send", .object): return .send(value)
        case ("expect", .array(let patterns)): return .expect(patterns)
        case ("end_of_input", .bool(true)): return .endOfInput
        case ("exit", .number(let status)): return .exit(Int32(status))
        default: throw HostError(.invalidTranscript, "line \(line) has no step that is known: \(verb)")
        }
    }
}
