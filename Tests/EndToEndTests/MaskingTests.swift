import Foundation
import Reporting
import Scanning
import Secrets
import Testing

@Suite("Secrets in outputs")
struct MaskingTests {
    /// A repository that holds an example of every rule: in a file of settings, and in code as names, literals, routes
    /// and in a file that cannot be parsed.
    private func repository(_ rules: [SecretRule]) throws -> SampleRepository {
        var files: [String: String] = [:]
        var literals: [String] = []
        for rule in rules {
            let text = SecretSample.text(rule.example, seed: rule.id)
            files["config/\(rule.id).conf"] = text + "\n"
            guard !text.contains("\n") else { continue }
            literals.append("    \(quoted(text)),")
        }
        files["requirements.txt"] = "fastapi==0.115.0\n"
        files["app/main.py"] = """
            import logging
            from fastapi import FastAPI
            app = FastAPI()
            VALUES = [
            \(literals.joined(separator: "\n"))
            ]
            @app.get("/hook/\(SecretSample.text("ghp_{crc:30}", seed: "route"))")
            def hook():
                logging.info(VALUES)
            def \(SecretSample.text("ghp_{crc:30}", seed: "name"))():
                return 1

            """
        files["app/broken.py"] = "def broken(:\n    \(SecretSample.text("ghp_{crc:30}", seed: "broken")) = = 1\n"
        files["go.mod"] = "module example.org/shop\n\ngo 1.22\n"
        files["main.go"] = """
            package main

            import "net/http"

            var values = []string{
            \(literals.joined(separator: "\n"))
            }

            func main() {
            \thttp.HandleFunc("/\(SecretSample.text("ghp_{crc:30}", seed: "go"))", nil)
            \thttp.ListenAndServe(":8080", nil)
            }

            """
        files["broken.go"] = "package main\n\nfunc f() { \(SecretSample.text("ghp_{crc:30}", seed: "go broken")) ) }\n"
        return try SampleRepository(files)
    }

    private func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    @Test("No command shows the body of a secret")
    func outputs() async throws {
        let rules = try SecretRules.load(directory: Workshop.installation.secrets)
        var bodies: Set<String> = []
        for rule in rules { bodies.formUnion(SecretSample.bodies(rule.example, seed: rule.id)) }
        for seed in ["route", "name", "broken", "go", "go broken"] {
            bodies.formUnion(SecretSample.bodies("ghp_{crc:30}", seed: seed))
        }
        #expect(bodies.count > rules.count / 2)
        let repository = try repository(rules)
        for arguments in [
            ["scan", "--format", "json", "--verbose"], ["scan", "--format", "markdown"],
            ["scan", "--format", "html"], ["scan", "--gaps", "500", "--verbose"], ["symbols", "--format", "json"],
            ["symbols", "--verbose"],
            ["why", "hook", "--verbose"], ["why", "main"], ["doctor"],
        ] {
            let run = try await CommandRun.gapmatrix(arguments, in: repository.scratch)
            let text = run.output + run.errors
            #expect(run.status != 2, "\(arguments): \(run.errors.prefix(300))")
            // Keys are shown as `(private key, masked)`; Markdown escapes underscores.
            let plain = text.replacing("\\_", with: "_").replacing("\\/", with: "/")
            let shown = bodies.filter { plain.contains($0) }
            #expect(shown.isEmpty, "\(arguments) shows \(shown.count) bodies, \(shown.first?.prefix(4) ?? "")… for one")
        }
        let report = try await CommandRun.gapmatrix(["scan", "--format", "json"], in: repository.scratch).report
        let control = try #require(report.controls.first { $0.id == "hardcoded-secret" })
        #expect(control.state == "missing")
        #expect(!control.evidence.isEmpty)
    }
}
