import Testing

@testable import AnalyzerProtocol

@Suite struct AnswerTests {
    @Test(arguments: [
        (
            #"{"type":"hello","protocol":2,"name":"go","version":"1.0.0"}"#,
            Answer.hello(protocolVersion: 2, name: "go", version: "1.0.0")
        ),
        (#"{"type":"facts","id":7}"#, .facts(id: 7, Facts())),
        (#" { "id" : 7 , "type" : "facts" } "# + "\r", .facts(id: 7, Facts())),
        (#"{"type":"failure","id":7,"kind":"syntax","message":"m"}"#, .failure(id: 7, kind: "syntax", message: "m")),
        (#"{"type":"failure","id":7}"#, .failure(id: 7, kind: "internal", message: "")),
        (#"{"type":"log","level":"warning","message":"m"}"#, .log(level: "warning", message: "m")),
        (#"{"type":"progress","id":"x"}"#, .unknown(type: "progress")),
    ])
    func messages(line: String, answer: Answer) throws {
        #expect(try Answer.decode(Array(line.utf8)) == answer)
    }

    @Test(arguments: [
        ("", ProtocolError.Code.invalidJSON),
        ("   ", .invalidJSON),
        ("garbage", .invalidJSON),
        (#"{"type":"facts","id":1"#, .invalidJSON),
        (#"{"type":"facts","id":1} {}"#, .invalidJSON),
        (#"{"type":"facts","id":18446744073709551617}"#, .invalidJSON),
        (#"[1]"#, .invalidMessage),
        (#"null"#, .invalidMessage),
        (#"{"id":1}"#, .invalidMessage),
        (#"{"type":1}"#, .invalidMessage),
        (#"{"type":"facts"}"#, .invalidMessage),
        (#"{"type":"facts","id":"7"}"#, .invalidMessage),
        (#"{"type":"failure","id":7,"message":{}}"#, .invalidMessage),
        (#"{"type":"hello","protocol":"1"}"#, .invalidMessage),
    ])
    func whatIsNoMessage(line: String, code: ProtocolError.Code) {
        let error = #expect(throws: ProtocolError.self) { try Answer.decode(Array(line.utf8)) }
        #expect(error?.code == code)
        #expect(error?.message.isEmpty == false)
    }

    @Test func invalidUTF8IsRefused() {
        let line = Array(#"{"type":"log","message":""#.utf8) + [0xFF] + Array(#""}"#.utf8)
        let error = #expect(throws: ProtocolError.self) { try Answer.decode(line) }
        #expect(error?.code == .invalidJSON)
    }

    @Test func depthIsBounded() throws {
        func line(_ depth: Int) -> [UInt8] {
            let open = String(repeating: "[3,", count: depth)
            let close = String(repeating: "]", count: depth)
            return Array(#"{"type":"facts","id":1,"refs":[\#(open)"a"\#(close)]}"#.utf8)
        }
        guard case .facts(_, let facts) = try Answer.decode(line(400)) else { Issue.record("no facts"); return }
        #expect(facts.refs.count == 401)
        let error = #expect(throws: ProtocolError.self) { try Answer.decode(line(100_000)) }
        #expect(error?.code == .invalidJSON)
    }

    @Test func oneDecoderReadsSmallAndLargeInTurn() throws {
        let decoder = AnswerDecoder()
        let long = String(repeating: "x", count: 6 << 20)
        for text in ["a", long, "b", long] {
            let answer = try decoder.decode(Array(#"{"type":"log","level":"info","message":"\#(text)"}"#.utf8))
            #expect(answer == .log(level: "info", message: text))
        }
        #expect(throws: ProtocolError.self) { try decoder.decode(Array("nonsense".utf8)) }
        #expect(try decoder.decode(Array(#"{"type":"facts","id":2}"#.utf8)) == .facts(id: 2, Facts()))
    }

    /// Every truncation and every single changed byte of a full answer is either decoded or refused; nothing traps.
    @Test func mutilatedAnswersAreRefusedOrRead() {
        let line = Array(
            #"{"type":"facts","id":1,"refs":["a",[0,"b",[2,1]]],"symbols":[["f",0,1,0,0,0,0,{"k":true}]],"references":[[2,2,0,1,[[0,0,0,[[0,0,[1e3]]]]],1]]}"#
                .utf8)
        let decoder = AnswerDecoder()
        var refused = 0
        for length in 0..<line.count where (try? decoder.decode(Array(line[..<length]))) == nil {
            refused += 1
        }
        #expect(refused == line.count)
        var decoded = 0
        for position in line.indices {
            for byte: UInt8 in [0, 0x20, 0x22, 0x2D, 0x30, 0x39, 0x5B, 0x5C, 0x7B, 0x7D, 0x80, 0xFF] {
                var changed = line
                changed[position] = byte
                if (try? decoder.decode(changed)) != nil { decoded += 1 }
            }
        }
        #expect(decoded > 0)
    }
}
