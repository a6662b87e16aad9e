import Foundation
import Reporting
import Testing

@Suite("Schema of the report")
struct SchemaTests {
    private static let python = Workshop.root + "/.tools/python/bin/python"
    private static let check = """
        import json, sys
        from jsonschema import Draft202012Validator
        schema = json.load(open(sys.argv[1]))
        Draft202012Validator.check_schema(schema)
        errors = sorted(Draft202012Validator(schema).iter_errors(json.load(open(sys.argv[2]))), key=str)
        for error in errors[:20]:
            print("/".join(map(str, error.absolute_path)), error.message[:300])
        sys.exit(1 if errors else 0)
        """

    private func expectValid(_ run: CommandRun, _ scratch: Scratch, isValid: Bool = true) async throws {
        try #require(
            FileManager.default.isExecutableFile(atPath: Self.python),
            "there is no \(Self.python): `make setup-dev` makes it")
        try scratch.write("report.json", run.output.utf8)
        let result = try await CommandRun.run(
            [Self.python, "-I", "-c", Self.check, Workshop.root + "/docs/report.schema.json", "../report.json"],
            in: scratch)
        try #require(result.status <= 1 && result.errors.isEmpty, "the validator failed: \(result.errors)")
        #expect((result.status == 0) == isValid, "\(result.output)")
    }

    @Test("The report of every fixture at once is valid")
    func fixtures() async throws {
        let repository = try await FixtureRepository.shared.value
        try await expectValid(try await repository.gapmatrix("scan", "--format", "json"), repository.scratch)
    }

    @Test("So are reports of no commit, of no files, and of what cannot be read")
    func borders() async throws {
        let repository = try SampleRepository([:])
        try repository.commit()
        try await expectValid(try await repository.gapmatrix("scan", "--format", "json"), repository.scratch)
        try repository.write("a.go", "package a\n\nfunc broken( {\n")
        try repository.scratch.link("work/link", to: "a.go")
        let run = try await repository.gapmatrix("scan", "--format", "json", "--working-tree")
        #expect(try run.report.diagnostics.count >= 2)
        try await expectValid(run, repository.scratch)
    }

    @Test("The validator sees what is wrong")
    func wrong() async throws {
        let repository = try SampleRepository()
        let run = try await repository.gapmatrix("scan", "--format", "json")
        let wrong = CommandRun(
            status: 0, output: run.output.replacing(#""state" : "missing""#, with: #""state" : "absent""#), errors: "")
        #expect(wrong.output != run.output)
        try await expectValid(wrong, repository.scratch, isValid: false)
    }
}
