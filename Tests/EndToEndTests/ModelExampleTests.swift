import Foundation
import Models
import Scanning
import Testing
import Wiring

/// One model entry with its two pieces of source.
struct ModelCase: Sendable, CustomTestStringConvertible {
    let entry: ModelEntry
    /// `example.go`, `example.py`, or what the entry's `file` says.
    let path: String

    var testDescription: String { "\(entry.signal) (\(shortSource):\(entry.line))" }

    private var shortSource: String { entry.source.split(separator: "/").suffix(3).joined(separator: "/") }

    /// The text as a whole file of its language.
    func source(_ text: String) -> [UInt8] {
        let needsPackage = path.hasSuffix(".go") && !text.hasPrefix("package ") && !text.contains("\npackage ")
        return Array((needsPackage ? "package example\n\n" + text : text).utf8)
    }
}

private struct Matched: Sendable {
    var example: Set<String>
    var counterexample: Set<String>
    var failures: [String]
}

private let cases: [ModelCase] = {
    guard let workshop = try? Workshop() else { return [] }
    return workshop.catalogue.models.entries.map { entry in
        let language =
            entry.source.contains("analyzers/python/")
            ? "example.py" : entry.source.contains("analyzers/erlang/") ? "example.erl" : "example.go"
        return ModelCase(entry: entry, path: entry.exampleFile ?? language)
    }
}()

/// Every example and counterexample, extracted together and linked one by one.
private let matched = Task { () throws -> [String: Matched] in
    let workshop = try Workshop()
    var trees: [Workshop.Tree] = []
    for item in cases {
        // An entry about paths alone has no counterexample: the name proves it, and an empty tree matches nothing.
        let other = item.entry.counterexample.map { [(path: item.path, content: item.source($0))] } ?? []
        trees.append(.init(name: item.testDescription, files: [(item.path, item.source(item.entry.example))]))
        trees.append(.init(name: item.testDescription, files: other))
    }
    let extracted = try await workshop.extract(trees)
    var results: [String: Matched] = [:]
    for (index, item) in cases.enumerated() {
        // Linked with this entry alone, so that no other entry's match speaks for it or against it.
        let models = try CompiledModels(
            workshop.catalogue.models.keeping { $0.source == item.entry.source && $0.line == item.entry.line })
        func signals(_ place: Int) throws -> Set<String> {
            let files = try Workshop.fileSignals(of: trees[place], models: models)
            let program = Linker.link(extracted[place].facts, models: models, fileSignals: files)
            return Set(program.signals.map(\.kind))
        }
        results[item.testDescription] = Matched(
            example: try signals(2 * index), counterexample: try signals(2 * index + 1),
            failures: extracted[2 * index].failures + extracted[2 * index + 1].failures)
    }
    return results
}

@Suite("Models on their examples")
struct ModelExampleTests {
    @Test("There are at least 100 entries over at least 50 libraries")
    func breadth() {
        #expect(cases.count >= 100)
        #expect(Set(cases.compactMap(\.entry.library)).count >= 50)
    }

    @Test("An entry matches its example, and not its counterexample", arguments: cases)
    func example(_ item: ModelCase) async throws {
        let result = try #require(try await matched.value[item.testDescription])
        #expect(result.failures.isEmpty)
        #expect(result.example.contains(item.entry.signal), "found only \(result.example.sorted())")
        #expect(!result.counterexample.contains(item.entry.signal))
    }
}
