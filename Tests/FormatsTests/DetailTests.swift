import Formats
import Foundation
import Reporting
import Testing

private typealias Object = [String: Any]

@Suite("What each format says")
struct DetailTests {
    @Test("SARIF: gaps fail, what is unknown is open, waivers are suppressions, witnesses are code flows")
    func sarif() throws {
        let log = try #require(try Reader.read("sarif", try Format.sarif.render(Sample.report)) as? Object)
        let run = try #require((log["runs"] as? [Object])?.first)
        let results = try #require(run["results"] as? [Object])
        func result(_ rule: String, _ component: String) throws -> Object {
            try #require(
                results.first {
                    $0["ruleId"] as? String == rule
                        && ($0["properties"] as? Object)?["component"] as? String == component
                })
        }
        #expect(results.count == 7)
        #expect(results.compactMap { $0["kind"] as? String }.filter { $0 == "open" }.count == 1)
        let unknown = try result("tls-server", "cmd/worker")
        #expect(unknown["kind"] as? String == "open" && unknown["level"] as? String == "none")
        #expect(
            (unknown["message"] as? Object)?["text"] as? String
                == "tls-server could not be judged in cmd/worker: analyzer python did not run.")

        let breaker = try result("circuit-breaker", "cmd/api")
        #expect(breaker["level"] as? String == "error")
        let flow = try #require((breaker["codeFlows"] as? [Object])?.first)
        let steps = try #require(((flow["threadFlows"] as? [Object])?.first)?["locations"] as? [Object])
        #expect(steps.count == 4)
        let first = try #require(((breaker["locations"] as? [Object])?.first)?["physicalLocation"] as? Object)
        #expect((first["artifactLocation"] as? Object)?["uri"] as? String == "internal/pay%20client.go")
        #expect((first["region"] as? Object)?["startLine"] as? Int == 6)

        func suppressions(_ result: Object) -> [String] {
            (result["suppressions"] as? [Object] ?? []).compactMap { $0["kind"] as? String }
        }
        #expect(suppressions(breaker).isEmpty)
        #expect(suppressions(try result("graceful-shutdown", "cmd/worker")) == ["inSource"])
        #expect(suppressions(try result("rate-limiting", "cmd/worker")) == ["external"])
        #expect(breaker["baselineState"] as? String == "new")
        #expect(try result("rate-limiting", "cmd/api")["baselineState"] as? String == "unchanged")
        #expect(results.allSatisfy { $0["baselineState"] != nil })
        // Code scanning takes no result without a place: the repository's root where nothing else is true.
        #expect(results.allSatisfy { ($0["locations"] as? [Object])?.count == 1 })
        let prints = results.compactMap { ($0["partialFingerprints"] as? [String: String])?["gapmatrix/v1"] }
        #expect(Set(prints).count == results.count)

        let rules = try #require(((run["tool"] as? Object)?["driver"] as? Object)?["rules"] as? [Object])
        #expect(rules.count == 5)
        for result in results {
            let index = try #require(result["ruleIndex"] as? Int)
            #expect(rules[index]["id"] as? String == result["ruleId"] as? String)
        }
        let security = rules.compactMap { ($0["properties"] as? Object)?["security-severity"] as? String }
        #expect(security == ["9.5"])
        let invocation = try #require((run["invocations"] as? [Object])?.first)
        #expect(invocation["executionSuccessful"] as? Bool == false)
        let notes = try #require(invocation["toolExecutionNotifications"] as? [Object])
        #expect(notes.compactMap { $0["level"] as? String } == ["error", "warning", "note", "error"])
        let control = try #require((run["versionControlProvenance"] as? [Object])?.first)
        #expect(control["repositoryUri"] as? String == "file:///srv/shop")
    }

    @Test("SARIF: the configuration in force as notes and as a property, its warnings apart from what was not read")
    func sarifConfiguration() throws {
        func run(_ report: Report) throws -> Object {
            let log = try #require(try Reader.read("sarif", try Format.sarif.render(report)) as? Object)
            return try #require((log["runs"] as? [Object])?.first)
        }
        func notes(_ run: Object, _ kind: String) throws -> [Object] {
            try #require(((run["invocations"] as? [Object])?.first)?[kind] as? [Object])
        }
        let own = try run(Sample.configured())
        let settings = try notes(own, "toolConfigurationNotifications")
        let texts = settings.compactMap { ($0["message"] as? Object)?["text"] as? String }
        #expect(texts.first == "Configuration .gapmatrix.yml, profile service")
        #expect(texts.contains("1 control off: sbom") && texts.last == "the waiver of slo ended on 2026-01-01")
        #expect(settings.compactMap { $0["level"] as? String }.filter { $0 == "warning" }.count == 1)
        #expect(try notes(own, "toolExecutionNotifications").count == 4)
        let record = try #require((own["properties"] as? Object)?["configuration"] as? Object)
        #expect(record["file"] as? String == ".gapmatrix.yml")
        let plain = try run(Sample.report)
        #expect(((plain["invocations"] as? [Object])?.first)?["toolConfigurationNotifications"] == nil)
        // A file that somebody named is none of the repository, and a waiver in it no comment.
        let given = try run(Sample.configured(given: true))
        let places = try #require(given["artifacts"] as? [Object]).compactMap { $0["location"] as? Object }
        let outside = places.filter { $0["uriBaseId"] == nil }.compactMap { $0["uri"] as? String }
        #expect(outside == ["file:///srv/my%20rules.yml"])
        let waived = try #require(given["results"] as? [Object]).compactMap { $0["suppressions"] as? [Object] }
        #expect(Set(waived.joined().compactMap { $0["kind"] as? String }) == ["inSource", "external"])
    }

    @Test("JUnit, NDJSON and Prometheus say what is in force")
    func configuration() throws {
        let report = Sample.configured()
        let suites = try #require(try Reader.read("junit", try Format.junit.render(report)) as? Object)["suites"]
        let first = try #require((suites as? [Object])?.first)
        let properties = try #require((first["properties"] as? [String: String]))
        #expect(properties["gapmatrix.in-force.1"] == "Configuration .gapmatrix.yml, profile service")
        #expect(properties["gapmatrix.warning.1"] == ".gapmatrix.yml:7: the waiver of slo ended on 2026-01-01")
        let lines = try #require(try Reader.read("ndjson", try Format.ndjson.render(report)) as? [Object])
        let head = try #require(lines.first?["report"] as? Object)
        #expect((head["configuration"] as? Object)?["profile"] as? String == "service")
        #expect(lines.contains { ($0["diagnostic"] as? Object)?["kind"] as? String == "configuration" })
        let metrics = try Format.prometheus.render(report)
        try Reader.checkMetrics(metrics)
        for line in [
            "gapmatrix_controls_off{repository=\"shop\"} 1", "gapmatrix_files_left_out{repository=\"shop\"} 12",
            "gapmatrix_waivers{repository=\"shop\",status=\"expired\"} 1",
            "gapmatrix_baseline_entries{repository=\"shop\",status=\"closed\"} 1",
        ] { #expect(metrics.contains("\n\(line)\n"), "\(line)") }
        #expect(
            AnnotationsReporter.render(report).hasSuffix("; 1 control switched off; 1 warning of the configuration\n"))
    }

    @Test(
        "SARIF: paths are relative references of URIs",
        arguments: [
            ("a/b.go", "a/b.go"), ("a b", "a%20b"), ("c:d", "c%3Ad"), ("ü", "%C3%BC"), ("100%", "100%25"),
            ("a\nb#?", "a%0Ab%23%3F"),
        ])
    func uris(path: String, uri: String) throws {
        var report = Sample.report
        report.diagnostics = [.init(severity: "info", path: path, line: 1, message: "x")]
        report.analyzers = []
        report.gaps = []
        report.controls = []
        let log = try #require(try Reader.read("sarif", try Format.sarif.render(report)) as? Object)
        let run = try #require((log["runs"] as? [Object])?.first)
        let location = try #require(((run["artifacts"] as? [Object])?.first)?["location"] as? Object)
        #expect(location["uri"] as? String == uri)
        #expect(location["uriBaseId"] as? String == "%SRCROOT%")
    }

    @Test(
        "JUnit: a gap fails; what is unknown, waived or known is skipped and says why; what does not apply is no case")
    func junit() throws {
        let root = try #require(try Reader.read("junit", try Format.junit.render(Sample.report)) as? Object)
        #expect((root["tests"] as? String, root["failures"] as? String) == ("8", "3"))
        let suites = try #require(root["suites"] as? [Object])
        #expect(suites.compactMap { $0["name"] as? String } == ["lifecycle", "resilience", "security", "documents"])
        let cases = suites.flatMap { $0["cases"] as? [Object] ?? [] }
        func child(_ name: String) throws -> Object? {
            let found = try #require(cases.first { $0["name"] as? String == name }, "\(name)")
            return (found["children"] as? [Object])?.first
        }
        #expect(try child("graceful-shutdown [cmd/api]") == nil)
        let failure = try #require(try child("circuit-breaker [cmd/api]"))
        #expect(failure["tag"] as? String == "failure" && failure["type"] as? String == "high")
        #expect((failure["text"] as? String)?.contains("internal/pay client.go:6: an outbound call goes round") == true)
        for (name, type, message) in [
            ("tls-server [cmd/worker]", "unknown", "analyzer python did not run"),
            ("graceful-shutdown [cmd/worker]", "waived", "missing, waived: stops by itself (@ops), until 2027-01-31"),
            ("rate-limiting [cmd/api]", "baseline", "missing, wired is required; known to the baseline"),
        ] {
            let skipped = try #require(try child(name))
            #expect(skipped["tag"] as? String == "skipped" && skipped["type"] as? String == type)
            #expect(skipped["message"] as? String == message)
        }
    }

    @Test("CSV: a row for each cell, the same text as the report's")
    func csv() throws {
        let rows = try #require(try Reader.read("csv", try Format.csv.render(Sample.report)) as? [[String: String]])
        #expect(rows.count == Sample.report.controls.reduce(0) { $0 + $1.cells.count })
        let row = try #require(rows.first { $0["control"] == "circuit-breaker" && $0["component"] == "cmd/api" })
        #expect(row["evidence"] == "internal/pay client.go:6; pkg/breaker.go:14")
        #expect(row["status"] == "open" && row["tested"] == "" && row["state"] == "partial")
        #expect(rows.compactMap { $0["status"] }.filter { $0 == "waived" }.count == 2)
    }

    @Test(
        "CSV: no spreadsheet takes a field for a formula",
        arguments: ["=1", "+1", "-1", "@A1", "＝1", " =1", "\u{A0}=1"])
    func formulas(text: String) throws {
        var report = Sample.report
        report.components[0].id = text
        report.controls[0].cells[0].component = text
        let rows = try #require(try Reader.read("csv", try Format.csv.render(report)) as? [[String: String]])
        #expect(rows.contains { $0["component"] == "'" + text })
    }

    @Test("NDJSON: each line is a kind, with the report's own values")
    func ndjson() throws {
        let lines = try #require(try Reader.read("ndjson", try Format.ndjson.render(Sample.report)) as? [Object])
        let kinds = lines.compactMap { $0["kind"] as? String }
        #expect(kinds.count == lines.count && lines.allSatisfy { $0[$0["kind"] as? String ?? ""] is Object })
        #expect(
            Dictionary(grouping: kinds, by: \.self).mapValues(\.count) == [
                "report": 1, "analyzer": 2, "component": 2, "cell": 11, "evidence": 2, "gap": 6, "broken_wire": 1,
                "diagnostic": 3,
            ])
        let cell = try #require(lines.first { $0["kind"] as? String == "cell" }?["cell"] as? Object)
        #expect(cell["control"] as? String == "graceful-shutdown" && cell["area"] as? String == "lifecycle")
        #expect(cell["component"] as? String == "cmd/api" && cell["state"] as? String == "wired")
    }

    @Test("GitHub: the worst first, each with its line; what is waived or known is counted")
    func annotations() throws {
        let lines = try Format.github.render(Sample.report).split(separator: "\n")
        #expect(lines.count == 4)
        #expect(
            lines[0].hasPrefix("::error file=cmd/api/main.go,line=1,title=tls-server%3A missing%2C wired is required::")
        )
        #expect(lines[1].hasPrefix("::error file=internal/pay client.go,line=6,title=circuit-breaker"))
        #expect(lines[2].hasPrefix("::notice title=runbook"))
        #expect(lines[3] == "gapmatrix: score 63/100, 3 open gaps; 2 waived; 1 in the baseline")
    }

    @Test("GitHub: a text can neither end its command nor begin another", arguments: Sample.hostile)
    func annotationsOfHostileTexts(text: String) throws {
        let lines = try Format.github.render(Sample.report(saying: text)).split(
            separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 5 && lines[4].isEmpty)
        for line in lines.dropLast(2) {
            // The properties end at the first `::` after the command, so none may be in them.
            let rest = line.dropFirst(2)
            let end = try #require(rest.firstRange(of: "::"))
            let properties = rest[..<end.lowerBound].split(separator: " ", maxSplits: 1)
            #expect(["error", "warning", "notice"].contains(properties[0]))
            for property in properties[1].split(separator: ",") {
                #expect(
                    ["file", "line", "endLine", "title"].contains(String(property.prefix { $0 != "=" })), "\(property)")
            }
        }
        #expect(lines[3].hasPrefix("gapmatrix: score 63/100"))
    }

    @Test("GitHub: ten of each level, and the log says how many are left")
    func annotationLimit() throws {
        var report = Sample.large(components: 1, controls: 12)
        report.gaps.append(Sample.gap("control-0", "other", "missing", severity: "low"))
        let lines = try Format.github.render(report).split(separator: "\n")
        #expect(lines.filter { $0.hasPrefix("::error") }.count == 10)
        #expect(lines.last?.contains("2 further kinds of gap are not annotated") == true)
    }

    @Test("Prometheus: scores, gaps by status, zeros where a gap may open")
    func prometheus() throws {
        let text = try Format.prometheus.render(Sample.report)
        let samples = try #require(try Reader.read("prometheus", text) as? [Object])
        func value(_ name: String, _ labels: [String: String]) -> Double? {
            let found = samples.first { sample in
                let own = sample["labels"] as? [String: String] ?? [:]
                return sample["name"] as? String == name && labels.allSatisfy { own[$0.key] == $0.value }
            }
            return found?["value"] as? Double
        }
        #expect(value("gapmatrix_score", ["repository": "shop"]) == 63)
        #expect(value("gapmatrix_area_score", ["area": "security"]) == 0)
        #expect(value("gapmatrix_area_score", ["area": "resilience"]) == nil)
        let medium = ["area": "resilience", "severity": "medium", "state": "missing"]
        #expect(value("gapmatrix_gaps", medium.merging(["status": "open"]) { $1 }) == 0)
        #expect(value("gapmatrix_gaps", medium.merging(["status": "waived"]) { $1 }) == 1)
        #expect(value("gapmatrix_gaps", medium.merging(["status": "baseline"]) { $1 }) == 1)
        #expect(value("gapmatrix_unknown_cells", ["area": "security"]) == 1)
        #expect(value("gapmatrix_analyzer_up", ["analyzer": "python"]) == 0)
        #expect(value("gapmatrix_broken_wires", ["severity": "low"]) == 1)
    }

    @Test(
        "Prometheus' own checker has nothing to say",
        .enabled(if: FileManager.default.isExecutableFile(atPath: Reader.promtool), "there is no promtool"))
    func promtool() throws {
        try Reader.checkMetrics(try Format.prometheus.render(Sample.report))
        for text in Sample.hostile {
            try Reader.checkMetrics(try Format.prometheus.render(Sample.report(saying: text)))
        }
    }

    @Test("Prometheus: a label is the text that was shown", arguments: ["a\"b", "back\\slash", "x"])
    func labels(text: String) throws {
        var report = Sample.report
        report.repository.path = text
        let samples = try #require(
            try Reader.read("prometheus", try Format.prometheus.render(report)) as? [Object])
        #expect(samples.allSatisfy { ($0["labels"] as? [String: String])?["repository"] == text })
    }

    @Test(
        "Badge: the score, in words too, and nothing from elsewhere",
        arguments: [nil, 0, 49, 50, 75, 90, 100] as [Int?])
    func badge(score: Int?) throws {
        var report = Sample.report
        report.summary.score = score
        let text = try Format.badge.render(report)
        let elements = try #require(try Reader.read("badge", text) as? [[String: String]])
        let title = try #require(elements.first { $0["tag"] == "title" }?["text"])
        #expect(
            title.hasPrefix(
                score.map { "gap matrix: score \($0) of 100, 3 open gaps, 1 blocker" } ?? "gap matrix: nothing"))
        #expect(elements[0]["aria-label"] == title && elements[0]["role"] == "img")
        #expect(elements.last?["text"] == score.map { "\($0)/100" } ?? "unknown")
        let foreign = text.replacing("http://www.w3.org/2000/svg", with: "")
        for word in ["http", "href", "<script", "<style", "@import", "<image"] { #expect(!foreign.contains(word)) }
    }

    @Test("Issues: open gaps alone, with a key, a body and boxes to tick")
    func issues() throws {
        let list = try #require(try Reader.read("issues", try Format.issues.render(Sample.report)) as? Object)
        let issues = try #require(list["issues"] as? [Object])
        #expect(issues.compactMap { $0["control"] as? String } == ["tls-server", "circuit-breaker", "runbook"])
        #expect(list["left_out"] as? [String: Int] == ["waived": 2, "baseline": 1])
        let keys = issues.compactMap { $0["key"] as? String }
        #expect(
            keys
                == ["tls-server", "circuit-breaker", "runbook"].compactMap { name in
                    Sample.report.gaps.first { $0.control == name }?.fingerprint
                })
        // A title says what is wanted; without the state it would read as if it were so.
        #expect(
            issues.compactMap { $0["title"] as? String } == [
                "Missing: Title of tls-server (cmd/api)", "Only in part: Title of circuit-breaker (cmd/api)",
                "Missing: Title of runbook",
            ])
        let body = try #require(issues[1]["body"] as? String)
        #expect(body.contains("- `internal/pay client.go:6` an outbound call goes round the breaker\n"))
        #expect(body.contains("- [ ] It holds.\n- [ ] It is tested.\n"))
        #expect(
            issues[1]["labels"] as? [String] == ["gapmatrix", "area: resilience", "severity: high", "state: partial"])
    }

    @Test("Issues: nobody is notified, and no title is too long")
    func quietIssues() throws {
        let list = try #require(
            try Reader.read(
                "issues", try Format.issues.render(Sample.report(saying: String(repeating: "@team ", count: 90))))
                as? Object)
        for issue in try #require(list["issues"] as? [Object]) {
            #expect((issue["title"] as? String ?? "").count <= 200)
            // Outside of code a name that follows @ would be a mention.
            let text = (issue["body"] as? String ?? "").replacing(#/`[^`]*`/#, with: "")
            #expect(!text.contains("@team"))
        }
    }
}
