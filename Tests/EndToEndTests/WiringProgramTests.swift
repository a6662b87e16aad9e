import Foundation
import Testing

/// Each language's programs, linked once.
private let linked = WiringLanguage.all.map { language in Task { try await WiringProgram.all(language) } }

/// The programs of fixtures/wiring, in which every function says whether it is reached.
@Suite("Reachability of whole programs")
struct WiringProgramTests {
    private func programs(_ language: WiringLanguage) async throws -> [WiringProgram] {
        let index = try #require(WiringLanguage.all.firstIndex { $0.name == language.name })
        return try await linked[index].value
    }

    @Test("Every function of a program is reached or not, as it is marked", arguments: WiringLanguage.all)
    func marks(_ language: WiringLanguage) async throws {
        let known = try language.knownWrong()
        let wrong = try await programs(language).filter { !$0.isRight && known[$0.name] == nil }
        let list = wrong.map { "\($0.name)\n" + $0.differences.map { "    \($0)\n" }.joined() }.joined()
        #expect(wrong.isEmpty, "\(wrong.count) programs of \(language.name) differ from their marks:\n\(list)")
    }

    @Test("What is known to be wrong is still wrong, and says why", arguments: WiringLanguage.all)
    func knownWrong(_ language: WiringLanguage) async throws {
        let wrong = Set(try await programs(language).filter { !$0.isRight }.map(\.name))
        for (name, reason) in try language.knownWrong().sorted(by: { $0.key < $1.key }) {
            #expect(wrong.contains(name), "\(language.name)/\(name) is right now, or gone: strike it off the list")
            #expect(!reason.isEmpty, "\(language.name)/\(name) is wrong without a reason")
        }
    }

    @Test("Nearly all programs are right in every function", arguments: WiringLanguage.all)
    func share(_ language: WiringLanguage) async throws {
        let all = try await programs(language)
        #expect(all.count >= language.minimum)
        for program in all { #expect(program.functionCount > 0, "\(program.name) marks nothing") }
        let right = all.count { $0.isRight }
        let functions = all.reduce(0) { $0 + $1.functionCount }
        let share = all.isEmpty ? 1 : Double(right) / Double(all.count)
        print("\(language.name): \(right) of \(all.count) programs right, \(functions) functions")
        #expect(share >= language.wanted, "only \(right) of \(all.count) programs of \(language.name) are right")
    }
}
