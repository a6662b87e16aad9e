import Foundation
import Testing

/// The fixtures of some controls as one repository: both languages, many components, every state. All of them would
/// take a build without optimisation half a minute for each scan.
enum FixtureRepository {
    static let shared = Task { () throws -> SampleRepository in
        let repository = try SampleRepository([:])
        let base = Workshop.root + "/fixtures/controls"
        for control in try FileManager.default.contentsOfDirectory(atPath: base).sorted().prefix(10) {
            try FileManager.default.copyItem(atPath: base + "/" + control, toPath: repository.path + "/" + control)
        }
        try repository.commit()
        return repository
    }
}

@Suite("Determinism")
struct DeterminismTests {
    @Test("One commit gives the same bytes, whatever the number of workers and the state of the cache")
    func sameBytes() async throws {
        let repository = try await FixtureRepository.shared.value
        let scan = ["scan", "--format", "json"]
        let variants = [
            ["--workers", "1", "--no-cache"], ["--workers", "8", "--no-cache"],
            ["--workers", "8", "--cache-directory", "../cold"], ["--workers", "1", "--cache-directory", "../cold"],
            ["--commit", "main", "--no-cache"],
        ]
        var first: String?
        for variant in variants {
            let run = try await CommandRun.gapmatrix(scan + variant, in: repository.scratch)
            #expect(run.status == 0, "\(variant): \(run.errors)")
            #expect(run.output.utf8.count > 100_000)
            // A revision that is named has no branch of its own.
            let output =
                variant.contains("--commit")
                ? run.output.replacing(#""branch" : null"#, with: #""branch" : "main""#) : run.output
            #expect(output == first ?? output, "\(variant) differs")
            first = first ?? output
        }
    }

    @Test("The same for symbols, with all their paths")
    func sameSymbols() async throws {
        let repository = try await FixtureRepository.shared.value
        let one = try await repository.gapmatrix("symbols", "--format", "json", "--workers", "1", "--no-cache")
        let eight = try await repository.gapmatrix("symbols", "--format", "json", "--workers", "8")
        #expect(one.status == 0 && one.output.utf8.count > 100_000)
        #expect(one.output == eight.output)
    }

    @Test("Another clone at another place gives the same bytes but for its path")
    func samePlace() async throws {
        let one = try SampleRepository()
        let other = try SampleRepository()
        let first = try await one.gapmatrix("scan", "--format", "json", "--no-cache")
        let second = try await other.gapmatrix("scan", "--format", "json", "--no-cache")
        #expect(first.output == second.output)
    }
}
