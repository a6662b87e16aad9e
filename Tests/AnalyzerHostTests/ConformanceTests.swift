import Foundation
import Testing

@testable import AnalyzerHost

@Suite struct ConformanceTests {
    private static let transcripts = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../analyzers/conformance").standardizedFileURL.path

    @Test func allTranscriptsAreReadAndKept() async throws {
        let transcripts = try ConformanceTranscript.all(in: Self.transcripts)
        #expect(
            transcripts.map(\.name) == [
                "base64-content", "end-of-input-at-once", "end-of-input", "handshake", "line-separators",
                "two-requests",
                "unknown-message",
            ])
        let fake = try FakeAnalyzer()
        for transcript in transcripts {
            let deviation = try await transcript.replay(fake.manifest, within: PoolOptions.patience)
            #expect(deviation == nil, "\(transcript.name)")
        }
    }

    @Test(arguments: [
        ("exit-at-start", "handshake"), ("wrong-protocol", "handshake"), ("babble-at-start", "handshake"),
        ("crash-always", "end-of-input"), ("reverse", "two-requests"), ("ignore-shutdown", "handshake"),
        ("ignore-shutdown", "end-of-input-at-once"),
    ])
    func whoDeviatesIsFound(behaviour: String, transcript: String) async throws {
        let fake = try FakeAnalyzer(behaviour)
        let transcript = try ConformanceTranscript(path: "\(Self.transcripts)/\(transcript).jsonl")
        // Only analyzers that hang need the deadline to be found; it is long enough for the others to be found before.
        let deviation = try await transcript.replay(fake.manifest, within: .seconds(2))
        #expect(deviation?.hasPrefix(transcript.name) == true)
    }

    @Test(arguments: [
        (#"{"type":"facts","id":1,"refs":[]}"#, #"{"type":["facts","failure"],"id":1}"#, true),
        (#"{"type":"failure","id":1}"#, #"{"type":["facts","failure"],"id":1}"#, true),
        (#"{"type":"failure","id":2}"#, #"{"type":["facts","failure"],"id":1}"#, false),
        (#"{"type":"failure"}"#, #"{"type":"failure","id":1}"#, false),
        (#"{"a":{"b":1,"c":2}}"#, #"{"a":{"b":1}}"#, true),
        (#"[1]"#, #"{"a":1}"#, false),
    ])
    func patterns(reply: String, pattern: String, fits: Bool) throws {
        func node(_ text: String) throws -> JSONNode { try JSONDecoder().decode(JSONNode.self, from: Data(text.utf8)) }
        #expect(try node(reply).matches(node(pattern)) == fits)
    }

    @Test(arguments: [#"{"sned":{}}"#, #"{"send":1}"#, "[]", "{", #"{"exit":0,"note":""}"#])
    func aBadTranscriptIsRefused(line: String) throws {
        let folder = try Folder(["a.jsonl": #"{"note":"x"}"# + "\n" + line + "\n"])
        #expect(throws: HostError.self) { try ConformanceTranscript.all(in: folder.path) }
    }
}
