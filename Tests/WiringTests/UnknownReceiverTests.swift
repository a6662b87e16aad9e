import AnalyzerProtocol
import Testing
import Wiring

@Suite("Assignments to what is unknown")
struct UnknownReceiverTests {
    private func write(_ name: String, of known: Bool) throws -> [Int] {
        let file = FileBuilder.build(.python("a.py")) { f in
            f.function("main", line: 1)
            f.root("main")
            let receiver = known ? f.result(f.external("lib.Session")) : nil
            f.refer("main", .init(rawValue: "write"), f.member(name, receiver), line: 2)
        }
        return try Linked([file], "- signal: tls.off\n  match: { write: .verify }").signals("tls.off").map(\.line)
    }

    @Test func aNameWithADotMatchesWhateverHasIt() throws {
        #expect(try write("verify", of: false) == [2])
        #expect(try write("verify", of: true) == [2])
    }

    @Test func anotherNameDoesNot() throws {
        #expect(try write("verified", of: false).isEmpty)
    }
}
