import Foundation
import Reporting
import Testing

/// Charts, manifests, pipelines and modules that no tool would take, in one repository with good ones beside them.
private enum BrokenArtifacts {
    static func deployment(_ name: String) -> String {
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: \(name) }
        spec:
          selector: { matchLabels: { app: \(name) } }
          template: { metadata: { labels: { app: \(name) } }, spec: { containers: [{ name: app, image: "acme/\(name):1.2.3" }] } }

        """
    }

    static func chart(_ name: String) -> String { "apiVersion: v2\nname: \(name)\nversion: 0.1.0\n" }

    /// Aliases that stand for ten billion texts.
    static let bomb =
        "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        + (1..<10).map { n in
            "a\(n): &a\(n) [" + Array(repeating: "*a\(n - 1)", count: 10).joined(separator: ", ") + "]\n"
        }.joined()
    static let deep = "a: " + String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000) + "\n"

    /// Files of every format of YAML that is read, each as `head` begins and a bad text goes on: what is said and in which line.
    static let formats = [
        (".github/workflows/x.yml", "on: push\n"), (".gitlab-ci.yml", "stages: [a]\n"),
        ("azure-pipelines.yml", "pool: x\n"),
        (".circleci/config.yml", "version: 2.1\n"), ("compose.yml", "services: {}\n"), ("Taskfile.yml", "version: 3\n"),
        (".pre-commit-config.yaml", "repos: []\n"), ("k8s/x.yaml", "apiVersion: v1\nkind: Pod\n"),
        ("k8s/kustomization.yaml", "kind: Kustomization\n"), ("api/openapi.yaml", "openapi: 3.0.0\n"),
        ("alerts/rules.yml", "groups:\n- name: a\n  rules:\n  - alert: a\n    expr: up\n"),
    ]
    static let bad: [(name: String, text: String, line: Int)] = [
        ("aliases", bomb, 5), ("depth", deep, 1), ("tab", "x:\n\ty: 1\n", 2), ("alias", "x: *nobody\n", 1),
    ]

    static let files: [String: String] = [
        "charts/shop/Chart.yaml": chart("shop"),
        "charts/shop/values.yaml": "",
        "charts/shop/templates/app.yaml": deployment("shop"),
        "charts/plain/Chart.yaml": "hello: world\n",
        "charts/plain/templates/app.yaml": deployment("plain"),
        "charts/list/Chart.yaml": chart("list"),
        "charts/list/values.yaml": "a: [1\nb: 2\n",
        "charts/circle/Chart.yaml": chart("circle"),
        "charts/circle/values.yaml": "a: 1\nx: '{{ tpl .Values.x . }}'\n",
        "k8s/shop.yaml": deployment("one") + "---\nkind: Job\nmetadata:\n\tname: x\n---\n" + deployment("two"),
        ".github/workflows/broken.yml": "on: push\njobs: [\n",
        "src/shop.erl":
            "-module(shop).\n-include(\"absent.hrl\").\n-include(\"here.hrl\").\n-compile({parse_transform, evil}).\n",
        "include/here.hrl": "-define(X, 1).\n",
        "docker/Dockerfile": "FROM alpine:3.20\nFROBNICATE all\nUSER 1000\n",
        "docker/compose.yml":
            "include: [https://example.org/x.yml, ../../x.yml]\nservices:\n  a:\n    extends: nobody\n    image: acme/a:1\n  a:\n    image: acme/a:2\n",
        ".gitlab-ci.yml": "a:\n  extends: .nobody\n  script: [make]\nb:\n  script: [make]\n  needs: [gone]\n",
        "ci/x.gitlab-ci.yml":
            "include:\n  - remote: https://example.org/x.yml\n  - project: acme/ci\n    file: x.yml\n",
        "ci/azure-pipelines.yml": "steps:\n- template: x.yml@other\n",
        ".circleci/config.yml":
            "jobs:\n  a:\n    mood: good\n    steps: [checkout, nobody]\nworkflows:\n  w:\n    jobs: [a, gone]\n",
        "ci/Jenkinsfile": "pipeline {\n  stages {\n    stage('a') { steps { sh 'make' } }\n",
        "ci/text.Jenkinsfile": "node {\n  sh '''make\n}\n",
        "ci/fine.Jenkinsfile":
            "node {\n  println \"make ${a.collect { \"{\" }.join('}')} \\\"{\" // {\n  x = y =~ /{/\n}\n",
        "Makefile": "include ../../etc/passwd\nall:\n\t$(MAKE) all $(shell touch made)\n",
        "web/package.json": "{\n  \"scripts\": {,}\n}\n",
        "py/pyproject.toml": "[tool.poe\n",
        "py/tox.ini": "[testenv]\nx = 1\nnonsense\n",
    ]
}

@Suite("Bad input: artifacts")
struct BadInputArtifactTests {
    @Test("Each is named with its file and line, and what is good beside it is read once")
    func named() async throws {
        let report = try await SampleRepository(BrokenArtifacts.files).gapmatrix("scan", "--format", "json").report
        let said = report.diagnostics.map { "\($0.path ?? ""):\($0.line ?? 0)" }
        #expect(
            said == [
                ".circleci/config.yml:3", ".circleci/config.yml:4", ".circleci/config.yml:7",
                ".github/workflows/broken.yml:3", ".gitlab-ci.yml:2", ".gitlab-ci.yml:6", "Makefile:1",
                "charts/circle/values.yaml:2", "charts/list/values.yaml:1",
                "charts/plain/Chart.yaml:1", "ci/Jenkinsfile:2", "ci/azure-pipelines.yml:2", "ci/text.Jenkinsfile:2",
                "ci/x.gitlab-ci.yml:2", "ci/x.gitlab-ci.yml:3", "docker/Dockerfile:2", "docker/compose.yml:1",
                "docker/compose.yml:1", "docker/compose.yml:4", "docker/compose.yml:6", "k8s/shop.yaml:10",
                "py/pyproject.toml:1", "py/pyproject.toml:1", "py/tox.ini:3", "src/shop.erl:2", "src/shop.erl:4",
                "web/package.json:2",
            ])
        // A template without any action is the chart's, and no manifest besides; where there is no chart it is one.
        #expect(
            report.components.map(\.id).filter { $0.hasPrefix("Deployment/") } == [
                "Deployment/one", "Deployment/plain (charts/plain/templates)", "Deployment/shop", "Deployment/two",
            ])
    }

    @Test(
        "YAML that is made to hurt costs its file alone, whatever reads it", arguments: BrokenArtifacts.bad.map(\.name))
    func hurtful(name: String) async throws {
        let bad = try #require(BrokenArtifacts.bad.first { $0.name == name })
        var files = SampleRepository.service
        for (path, head) in BrokenArtifacts.formats { files[path] = head + bad.text }
        let run = try await SampleRepository(files).gapmatrix("scan", "--format", "json", "--no-cache")
        #expect(run.status == 0)
        let report = try run.report
        for (path, head) in BrokenArtifacts.formats {
            let line = head.split(separator: "\n").count + bad.line
            #expect(
                report.diagnostics.contains { $0.path == path && $0.line == line },
                "\(path):\(line) \(report.diagnostics.filter { $0.path == path })")
        }
        // The service beside them is judged as ever.
        #expect(report.controls.first { $0.id == "rate-limiting" }?.state == "missing")
    }

    @Test("The catalogue tells for each control which analyzers can judge it")
    func judges() async throws {
        let list = try await SampleRepository([:]).gapmatrix("controls", "list").output
        let controls = list.split(separator: "\n").filter { $0.hasPrefix("  ") }
        #expect(controls.count > 100)
        #expect(controls.allSatisfy { $0.hasSuffix("]") && !$0.hasSuffix("[]") })
        #expect(list.contains("Every ingress has TLS  ["))
    }
}
