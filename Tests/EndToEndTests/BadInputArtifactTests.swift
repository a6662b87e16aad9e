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
                ".github/workflows/broken.yml:3", "charts/circle/values.yaml:2", "charts/list/values.yaml:1",
                "charts/plain/Chart.yaml:1", "k8s/shop.yaml:10", "src/shop.erl:2", "src/shop.erl:4",
            ])
        // A template without any action is the chart's, and no manifest besides; where there is no chart it is one.
        #expect(
            report.components.map(\.id).filter { $0.hasPrefix("Deployment/") } == [
                "Deployment/one", "Deployment/plain (charts/plain/templates)", "Deployment/shop", "Deployment/two",
            ])
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
