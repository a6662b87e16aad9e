import Foundation
import Testing

@testable import AnalyzerProtocol

@Suite struct RequestTests {
    private func object(_ request: Request) throws -> [String: Any] {
        let line = request.encoded()
        #expect(line.last == 0x0A)
        #expect(line.filter { $0 == 0x0A }.count == 1)
        return try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
    }

    private func file(_ request: Request) throws -> [String: String] {
        let files = try #require(try object(request)["files"] as? [[String: String]])
        return try #require(files.first)
    }

    @Test func handshakeAndShutdownAreAsDocumented() {
        #expect(
            String(decoding: Request.hello(limits: .standard).encoded(), as: UTF8.self)
                == #"{"type":"hello","protocol":2,"limits":{"line_bytes":67108864,"file_bytes":4194304,"seconds":30}}"#
                + "\n")
        #expect(String(decoding: Request.shutdown.encoded(), as: UTF8.self) == #"{"type":"shutdown"}"# + "\n")
    }

    /// Text is escaped eight bytes at a time: what needs it may stand at any of them.
    @Test func whatNeedsAnEscapeIsFoundAtEveryPlace() throws {
        for special in ["\"", "\\", "\n", "\u{1F}", "\u{1}", " ", "\u{7F}", "é", "\u{80}", "!", "#", "[", "]"] {
            for place in 0..<20 {
                let text =
                    String(repeating: "x", count: place) + special + String(repeating: "y", count: 19 - place) + special
                let file = try file(
                    .analyze(id: 1, files: [RequestFile(path: "a", object: "", content: Array(text.utf8))]))
                #expect(file["content"] == text, "\(place)")
            }
        }
    }

    @Test func whoIsAskedIsNamedWhereAProcessServesSeveral() throws {
        let files = [RequestFile(path: "a", object: "", content: [])]
        #expect(try object(.analyze(id: 1, files: files, analyzer: "helm"))["analyzer"] as? String == "helm")
        #expect(try object(.analyze(id: 1, files: files))["analyzer"] == nil)
    }

    @Test(arguments: [
        "", "plain", "\"quoted\"", "back\\slash", "a\nb\r\nc\td", "\u{0}\u{1}\u{1F}\u{7F}", "é😀\u{2028}\u{85}",
        "</script>",
        "ends in a quote\"", "\n",
    ])
    func utf8ContentArrivesAsItIs(text: String) throws {
        let file = try file(
            .analyze(id: 7, files: [RequestFile(path: text, object: "00ff", content: Array(text.utf8))]))
        #expect(file == ["path": text, "object": "00ff", "encoding": "utf-8", "content": text])
    }

    @Test(arguments: [[0xFF], [0xFF, 0xFE], [0xC3, 0x28, 0], [0x80, 1, 2, 3], [0xED, 0xA0, 0x80] + Array(0...255)])
    func otherContentComesInBase64(bytes: [UInt8]) throws {
        let file = try file(.analyze(id: 7, files: [RequestFile(path: bytes, object: "", content: bytes)]))
        #expect(file["encoding"] == "base64")
        #expect(file["path"] == nil)
        #expect(Data(base64Encoded: try #require(file["content"])) == Data(bytes))
        #expect(Data(base64Encoded: try #require(file["path_base64"])) == Data(bytes))
    }

    @Test func aDirectoryScopeRequestHoldsAllFiles() throws {
        let files = ["a", "b", "c"].map { RequestFile(path: $0, object: "", content: []) }
        let object = try object(.analyze(id: 12, files: files))
        #expect(object["id"] as? Int == 12)
        #expect((object["files"] as? [[String: String]])?.map { $0["path"] } == ["a", "b", "c"])
    }
}
