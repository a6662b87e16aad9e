import Testing

@testable import AnalyzerProtocol

@Suite struct LineSplitterTests {
    private func lines(_ bytes: [UInt8], chunk: Int, limit: Int = 1 << 20) throws -> [[UInt8]] {
        var splitter = LineSplitter(limit: limit)
        var lines: [[UInt8]] = []
        for start in stride(from: 0, to: bytes.count, by: chunk) {
            let piece = Array(bytes[start..<min(start + chunk, bytes.count)])
            lines += try piece.withUnsafeBytes { try splitter.append($0) }
        }
        return lines
    }

    @Test(arguments: 1...9)
    func onlyLFEndsALine(chunk: Int) throws {
        let text = "a\n\nb\rc\u{2028}d\u{85}e\u{0B}\u{0C}\r\nlast\nrest"
        let lines = try lines(Array(text.utf8), chunk: chunk)
        #expect(
            lines.map { String(decoding: $0, as: UTF8.self) } == [
                "a", "", "b\rc\u{2028}d\u{85}e\u{0B}\u{0C}\r", "last",
            ])
    }

    @Test(arguments: [1, 3, 64])
    func theLimitIsOfTheLineAlone(chunk: Int) throws {
        let fits = Array("12345\n12345\n".utf8)
        #expect(try lines(fits, chunk: chunk, limit: 5).count == 2)
        let error = #expect(throws: ProtocolError.self) { try lines(Array("123456\n".utf8), chunk: chunk, limit: 5) }
        #expect(error?.code == .lineTooLong)
    }

    @Test func aStreamWithoutAnEndIsCutAtTheLimit() {
        var splitter = LineSplitter(limit: 1000)
        let piece = [UInt8](repeating: 0x61, count: 64)
        let error = #expect(throws: ProtocolError.self) {
            for _ in 0..<1000 { _ = try piece.withUnsafeBytes { try splitter.append($0) } }
        }
        #expect(error?.code == .lineTooLong)
        #expect(splitter.pendingCount <= 1000)
    }
}
