internal import Models

/// What a file's path says about the weight of a secret in it.
struct SecretPlace {
    /// Why a secret here weighs less; empty for the product's own files.
    let note: String
    /// A file of settings: keys with literal values.
    let isConfiguration: Bool
    let isYAML: Bool
    /// A file of settings as a shell or a container reads them: every value is literal.
    let isEnvironment: Bool
    /// A file by which containers are started: the variables in it are what they run with.
    let isCompose: Bool
    /// A file that describes an image: its variables are what the programs in it run with.
    let isImage: Bool
    /// A file of a pipeline, whose passwords are those of its own short-lived services; its tokens are real.
    let isPipeline: Bool
    /// A sample to be copied: its values are to be replaced.
    let isSample: Bool

    private static let tests: Set<Substring> = [
        "test", "tests", "testing", "testdata", "test_data", "test-data", "__tests__", "spec", "specs", "fixture",
        "fixtures", "__fixtures__", "mock", "mocks", "__mocks__", "e2e", "integration", "testutil", "testutils",
        "cypress", "playwright", "testsuite", "it", "bench", "benchmarks", "acceptance", "conformance", "stub", "stubs",
        "__stubs__", "fake", "fakes", "dummy", "testcases", "unittest", "smoke", "testcert", "testcerts", "testkey",
        "testkeys", "testca", "testpki",
    ]
    private static let examples: Set<Substring> = [
        "example", "examples", "_example", "_examples", "sample", "samples", "demo", "demos", "tutorial", "tutorials",
        "quickstart", "playground", "cookbook", "snippets", "templates.example",
    ]
    private static let documents: Set<Substring> = ["doc", "docs", "documentation", "website", "wiki", "man", "blog"]
    private static let documentEndings = [".md", ".mdx", ".rst", ".adoc", ".txt", ".ipynb", ".html", ".tex", ".org"]
    private static let sampleMarks = [
        ".example", ".sample", ".template", ".dist", ".tmpl", ".tpl", "-example", "_example", "-sample", "_sample",
        "example.", "sample.", "example-", "sample-",
    ]
    private static let others: Set<Substring> = [
        "vendor", "node_modules", "third_party", "thirdparty", "third-party", "site-packages", "bower_components",
        "jspm_packages", "pods", "carthage", ".yarn",
    ]
    private static let skippedEndings = [
        ".min.js", ".min.css", ".map", ".svg", ".lock", ".sum", "-lock.json", "-lock.yaml", ".pb.go", "_pb2.py",
        ".snap",
        ".po", ".pot", ".xlf", ".csv", ".tsv", ".bundle.js", ".chunk.js",
    ]

    private static func words(_ name: Substring) -> [Substring] { name.split { !$0.isLetter && !$0.isNumber } }

    /// `caddytest`, `shop-tests`, `e2e_data`; `latest` and `contest` are none.
    private static func isTest(folder: Substring) -> Bool {
        if tests.contains(folder) || words(folder).contains(where: tests.contains) { return true }
        return folder.hasSuffix("test")
            && !["latest", "contest", "attest", "greatest", "protest"].contains { folder.hasSuffix($0) }
    }

    init(_ path: String) {
        let parts = path.lowercased().split(separator: "/")
        let name = String(parts.last ?? "")
        let folders = parts.dropLast()
        let isTest =
            folders.contains(where: Self.isTest)
            || name.hasPrefix("test_") || name.holds("_test.") || name.holds(".test.") || name.holds(".spec.")
            || name.holds("_spec.") || name == "conftest.py" || name.hasPrefix("test-")
            || ["testcert", "testkey", "testca.", "testpki"].contains(where: name.hasPrefix) || name.hasPrefix("test.")
            || path.split(separator: "/").contains {
                $0.hasSuffix("Tests") || $0.hasSuffix("Test") || $0.holds("Test.") || $0.holds("Tests.")
            }
            // Values that a chart is installed with where it is tested.
            || folders.last == "ci" && name.holds("values") && (name.hasSuffix(".yaml") || name.hasSuffix(".yml"))
        isSample = Self.sampleMarks.contains(where: name.holds)
        let isExample =
            isSample || folders.contains { $0.holds("{{") || Self.words($0).contains(where: Self.examples.contains) }
            || Self.words(name[...]).contains(where: Self.examples.contains)
        let isPipeline =
            folders.first == ".github" || folders.first == ".circleci" || folders.first == ".buildkite"
            || [
                ".gitlab-ci.yml", ".travis.yml", "azure-pipelines.yml", "bitbucket-pipelines.yml", ".drone.yml",
                "jenkinsfile", ".cirrus.yml", "appveyor.yml", ".appveyor.yml",
            ].contains(name)
        self.isPipeline = isPipeline
        let isDocument =
            folders.contains { Self.documents.contains($0) }
            || Self.documentEndings.contains(where: name.hasSuffix) && !name.hasPrefix("requirements")
        note = isTest ? "among the tests" : isExample ? "in an example" : isDocument ? "in a document" : ""
        let base =
            Self.sampleMarks.contains(where: name.hasSuffix)
            ? String(name.prefix { $0 != "." || name.first == "." }) : name
        isYAML = Self.isYAML(name)
        isCompose = isYAML && name.holds("compose")
        isEnvironment =
            name == ".env" || name.hasPrefix(".env.") || name.hasSuffix(".env") || name.hasPrefix("env.")
            || base == ".env"
            || name.hasSuffix(".properties") || name == ".envrc" || name == ".netrc" || name == ".pgpass"
        isImage = ["dockerfile", "containerfile"].contains { name.hasPrefix($0) || name.hasSuffix("." + $0) }
        isConfiguration =
            isEnvironment || isYAML || isImage
            || [".toml", ".ini", ".cfg", ".conf", ".json", ".config", ".tfvars", ".npmrc", ".pypirc"].contains(
                where: name.hasSuffix)
    }

    /// What others wrote or a program made: not read.
    static func isSkipped(_ path: String) -> Bool {
        let lowered = path.lowercased()
        if skippedEndings.contains(where: lowered.hasSuffix) { return true }
        // By bytes: to find where characters end takes longer than all the rest.
        return lowered.utf8.split(separator: UInt8(ascii: "/")).dropLast().contains { others.contains(Substring($0)) }
    }

    static func isYAML(_ path: String) -> Bool {
        let lowered = path.lowercased()
        return lowered.hasSuffix(".yml") || lowered.hasSuffix(".yaml")
    }

    private static let generated = (
        go: [LiteralSearch("Code generated "), LiteralSearch("DO NOT EDIT")], mark: LiteralSearch("@generated")
    )

    /// Whether the first lines say that a program wrote the content.
    static func isGenerated(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let head = UnsafeRawBufferPointer(rebasing: bytes.prefix(512))
        return generated.go.allSatisfy { $0.find(in: head, from: 0) != nil }
            || generated.mark.find(in: head, from: 0) != nil
    }
}

extension StringProtocol {
    /// Whether these bytes stand in it. `contains` goes by characters, which takes as long for the name of a file as the search of
    /// a short file itself.
    fileprivate func holds(_ part: String) -> Bool {
        let part = part.utf8
        var rest = utf8[...]
        while rest.count >= part.count {
            if rest.starts(with: part) { return true }
            rest = rest.dropFirst()
        }
        return false
    }
}
