import Controls
import Foundation
import Testing
import Wiring

/// One folder below fixtures/controls: its name says which control is in which state there.
struct ControlFixture: Sendable, CustomTestStringConvertible {
    let control: String
    let name: String

    var folder: String { Workshop.root + "/fixtures/controls/\(control)/\(name)/tree" }
    /// `n_a.no-server` spells n/a.
    var state: String {
        let word = name.split(separator: ".").first.map(String.init) ?? ""
        return word == "n_a" ? "n/a" : word
    }
    var testDescription: String { "\(control)/\(name)" }

    static let all: [ControlFixture] = {
        let base = Workshop.root + "/fixtures/controls"
        let manager = FileManager.default
        return ((try? manager.contentsOfDirectory(atPath: base)) ?? []).sorted().flatMap { control in
            ((try? manager.contentsOfDirectory(atPath: base + "/" + control)) ?? []).sorted().map {
                ControlFixture(control: control, name: $0)
            }
        }
    }()
}

/// All fixtures, extracted once.
private let judged = Task { () throws -> (Workshop, [String: (Workshop.Extracted, Program, Judgement)]) in
    let workshop = try Workshop()
    let trees = try ControlFixture.all.map { try Workshop.Tree(folder: $0.folder, name: $0.testDescription) }
    let extracted = try await workshop.extract(trees)
    var results: [String: (Workshop.Extracted, Program, Judgement)] = [:]
    for (tree, extracted) in zip(trees, extracted) {
        let program = workshop.link(extracted)
        results[tree.name] = (extracted, program, workshop.judge(program, extracted))
    }
    return (workshop, results)
}

@Suite("Controls on fixtures")
struct ControlFixtureTests {
    @Test("A fixture's control is in the state that its folder names", arguments: ControlFixture.all)
    func state(_ fixture: ControlFixture) async throws {
        let (_, results) = try await judged.value
        let (extracted, _, judgement) = try #require(results[fixture.testDescription])
        #expect(extracted.failures.isEmpty)
        let result = try #require(judgement.controls.first { $0.control.id == fixture.control })
        let evidence = result.evidence.map { "\($0.role) \($0.path):\($0.line) \($0.message)" }.joined(separator: "\n")
        let cells = result.cells.map { "\($0.component) \($0.state.rawValue) \($0.reason ?? "")" }.joined(
            separator: "; ")
        #expect(result.state.rawValue == fixture.state, "\(cells)\n\(evidence)")
    }

    @Test("Every line of evidence exists, and every wired cell has a witness", arguments: ControlFixture.all)
    func evidence(_ fixture: ControlFixture) async throws {
        let (_, results) = try await judged.value
        let (_, _, judgement) = try #require(results[fixture.testDescription])
        let tree = try Workshop.Tree(folder: fixture.folder, name: fixture.name)
        let lengths = Dictionary(
            uniqueKeysWithValues: tree.files.map { file in
                (file.path, max(1, file.content.split(separator: 0x0A, omittingEmptySubsequences: false).count))
            })
        for result in judgement.controls {
            for evidence in result.evidence {
                let length = try #require(lengths[evidence.path], "\(result.control.id): \(evidence.path)")
                #expect((1...length).contains(evidence.line), "\(result.control.id): \(evidence.path):\(evidence.line)")
            }
            if ![.missing, .notApplicable, .unknown].contains(result.state) {
                #expect(!result.evidence.isEmpty, "\(result.control.id) is \(result.state.rawValue) without evidence")
            }
        }
    }
}
