import Foundation
import Testing

@testable import AnalyzerHost

/// A folder of files, removed with this value.
final class Folder {
    let path: String

    init(_ files: [String: String]) throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("folder-" + UUID().uuidString).path
        for (name, text) in files { try write(name, text) }
    }

    func write(_ name: String, _ text: String) throws {
        let url = URL(fileURLWithPath: path + "/" + name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}

@Suite struct PathPatternTests {
    @Test(arguments: [
        ("**/*.go", ["**/*.go"]), ("**/*.{yml,yaml}", ["**/*.yml", "**/*.yaml"]),
        ("{a,b}/**/{c,d}.json", ["a/**/c.json", "a/**/d.json", "b/**/c.json", "b/**/d.json"]),
        ("compose{,-dev}.yml", ["compose.yml", "compose-dev.yml"]), ("a{b", ["a{b"]), ("a}b{", ["a}b{"]),
    ])
    func alternatives(pattern: String, expected: [String]) {
        #expect(PathPattern.expanded(pattern).map(\.text) == expected)
    }

    @Test(arguments: [
        ("**/*.go", ["a.go", "x/y/a.go", ".go"], ["a.gox", "go", "a.go/b"]),
        ("**/go.mod", ["go.mod", "x/go.mod"], ["xgo.mod", "go.mod/x", "go.mo"]),
        ("**", ["a", "a/b"], []),
        ("*", ["a", "a.b"], ["a/b"]),
        ("*.py", ["a.py", ".py"], ["a/b.py", "a.pyc"]),
        ("a?c", ["abc", "aéc", "a😀c"], ["ac", "abbc", "a/c"]),
        ("src/**", ["src/a", "src/a/b"], ["src", "asrc/a"]),
        ("**/vendor/**", ["vendor/a", "x/vendor/a/b"], ["vendor", "x/vendor", "xvendor/a"]),
        ("src/**/test_*.py", ["src/test_a.py", "src/x/y/test_.py"], ["test_a.py", "src/x/atest_a.py"]),
        ("**/a/**/b", ["a/b", "x/a/y/z/b", "a/a/b/b"], ["a", "b", "a/b/c"]),
        ("*a*b*c", ["abc", "xaxbxc", "aabbcc"], ["ab", "acb"]),
        ("Dockerfile", ["Dockerfile"], ["x/Dockerfile"]),
        ("**/Dockerfile*", ["Dockerfile", "x/Dockerfile.dev"], ["aDockerfile"]),
        ("**/*_test.go", ["a_test.go"], ["atest.go"]),
        (
            "**/.github/workflows/*.yml", [".github/workflows/a.yml", "x/.github/workflows/a.yml"],
            [".github/workflows/x/a.yml"]
        ),
    ])
    func patterns(pattern: String, yes: [String], no: [String]) {
        let compiled = PathPattern(pattern)
        for path in yes { #expect(compiled.matches(path), "\(pattern) \(path)") }
        for path in no { #expect(!compiled.matches(path), "\(pattern) \(path)") }
    }

    @Test(arguments: [
        ("*.go", ["a", "a/b"], []),
        ("src/**/*.py", [".venv", "srcs", "a/src"], ["src", "src/a", "src/a/b"]),
        ("a/*/c", ["b", "a/b/c"], ["a", "a/b"]),
        ("**/*.go", [], ["a", "a/b"]),
        ("**", [], ["a"]),
    ])
    func onlyWhereAPatternReaches(pattern: String, no: [String], yes: [String]) {
        let compiled = PathPattern(pattern)
        for path in yes { #expect(compiled.reaches(below: path), "\(pattern) \(path)") }
        for path in no { #expect(!compiled.reaches(below: path), "\(pattern) \(path)") }
    }

    /// A set answers as its patterns do, one after the other.
    @Test func aSetIsWhatItsPatternsAre() {
        let patterns = [
            "**/*.go", "**/go.mod", "**/Dockerfile.*", "**/compose*.yml", ".github/workflows/*.yaml", "**/.env.?",
            "a/**", "*b", "**/x*y",
            "docs/**/*.tar.gz",
        ].map { PathPattern($0) }
        let set = PathPatternSet(patterns)
        let paths = [
            "main.go", "a.go/b", "go.mod", "x/go.mod", "xgo.mod", "Dockerfile.dev", "d/Dockerfile.a.b", "Dockerfile",
            "compose.yml",
            "x/compose-a.b.yml", "compose.yaml", ".github/workflows/ci.yaml", "b/.github/workflows/ci.yaml", ".env.a",
            ".env.ab", "a/b/c", "a",
            "ab", "c/ab", "p/xzy", "xy.z", "docs/a/b.tar.gz", "docs/b.gz", ".go", "é.go", "",
        ]
        for path in paths {
            var text = path
            let isIn = text.withUTF8(set.matches)
            #expect(isIn == patterns.contains { $0.matches(path) }, "\(path)")
        }
    }

    @Test func manyStarsStayFast() {
        let segments = PathPattern(String(repeating: "**/a/", count: 20) + "b")
        #expect(!segments.matches(String(repeating: "a/", count: 2000) + "c"))
        let wild = PathPattern(String(repeating: "a*", count: 30) + "b")
        #expect(!wild.matches(String(repeating: "a", count: 5000)))
    }
}

@Suite struct ManifestTests {
    private static let good = #"""
        {"name":"go","version":"1.0.0","protocol":2,"command":["bin/analyzer-go"],"later":true,
         "claims":[{"scope":"file","patterns":["**/*.go","**/go.mod"]},
                   {"scope":"directory","marker":"Chart.yaml","patterns":["**/*.yaml"]}],
         "excludes":["**/vendor/**"],"requires":[{"program":"bin/analyzer-go","install":"make setup"}],
         "fingerprint":["*.go","analyzer.json","internal/**"],"languages":["Go"]}
        """#

    @Test func everythingIsRead() throws {
        let folder = try Folder(["go/analyzer.json": Self.good])
        let manifest = try AnalyzerManifest(path: folder.path + "/go/analyzer.json")
        #expect(manifest.name == "go")
        #expect(manifest.command == ["bin/analyzer-go"])
        #expect(manifest.languages == ["Go"])
        #expect(manifest.directory.hasSuffix("/go"))
        for path in ["main.go", "a/b/c.go", "go.mod"] { #expect(manifest.claims(path), "\(path)") }
        for path in ["vendor/x/a.go", "a.py", "chart/Chart.yaml"] { #expect(!manifest.claims(path), "\(path)") }
        #expect(manifest.missingPrograms().map(\.install) == ["make setup"])
    }

    @Test func someProgramsAreOnlyBetterToHave() throws {
        let better = Self.good.replacing(
            "\"requires\":[", with: #""requires":[{"program":"bin/fast","install":"make fast","without":"it is slow"},"#
        )
        let folder = try Folder(["analyzer.json": better])
        let manifest = try AnalyzerManifest(path: folder.path + "/analyzer.json")
        #expect(manifest.missingPrograms().map(\.program) == ["bin/analyzer-go"])
        #expect(manifest.missingExtras().map(\.program) == ["bin/fast"])
        #expect(manifest.missingExtras().map(\.without) == ["it is slow"])
    }

    @Test func pathsNeedNotBeUTF8() throws {
        let folder = try Folder(["analyzer.json": Self.good])
        let manifest = try AnalyzerManifest(path: folder.path + "/analyzer.json")
        let path: [UInt8] = [0xFF, 0xFE] + Array("/a.go".utf8)
        #expect(path.withUnsafeBufferPointer { manifest.claims($0) })
    }

    @Test func aDirectoryClaimHoldsAllFilesBelow() throws {
        let folder = try Folder(["analyzer.json": Self.good])
        let manifest = try AnalyzerManifest(path: folder.path + "/analyzer.json")
        let paths = [
            "z.yaml", "deploy/chart/Chart.yaml", "deploy/chart/templates/a.yaml", "deploy/chart-two/b.yaml",
            "deploy/chart/charts/sub/Chart.yaml", "deploy/chart/README.md", "vendor/Chart.yaml",
            "deploy/chart/charts/sub/c.yaml",
        ]
        let units = manifest.directoryUnits(of: paths.map { Array($0.utf8) })
        #expect(
            units.map { String(decoding: $0.directory, as: UTF8.self) } == ["deploy/chart", "deploy/chart/charts/sub"])
        #expect(units.map(\.members) == [[1, 2, 4, 7], [4, 7]])
        let root = manifest.directoryUnits(of: ["Chart.yaml", "a/b.yaml"].map { Array($0.utf8) })
        #expect(root == [DirectoryUnit(directory: [], members: [0, 1], marker: 0)])
    }

    @Test func aMarkerBelowAnotherIsNoUnitWhereTheClaimSaysSo() throws {
        let text = Self.good.replacing(
            #""marker":"Chart.yaml""#, with: #""marker":"Chart.yaml","nested":false"#)
        let folder = try Folder(["analyzer.json": text])
        let manifest = try AnalyzerManifest(path: folder.path + "/analyzer.json")
        let paths = [
            "shop/Chart.yaml", "shop/charts/redis/Chart.yaml", "shop-two/Chart.yaml", "tools/shop/Chart.yaml",
        ]
        let units = manifest.directoryUnits(of: paths.map { Array($0.utf8) })
        #expect(units.map { String(decoding: $0.directory, as: UTF8.self) } == ["shop", "shop-two", "tools/shop"])
        #expect(units.map(\.members) == [[0, 1], [2], [3]])
        let root = manifest.directoryUnits(of: ["Chart.yaml", "sub/Chart.yaml"].map { Array($0.utf8) })
        #expect(root.map(\.members) == [[0, 1]])
    }

    @Test func theFingerprintFollowsTheNamedFiles() throws {
        let folder = try Folder([
            "analyzer.json": Self.good, "main.go": "package main", "internal/deep/x.txt": "1", "notes.md": "a",
        ])
        func fingerprint() throws -> String { try AnalyzerManifest(path: folder.path + "/analyzer.json").fingerprint }
        let first = try fingerprint()
        #expect(first.count == 32)
        #expect(try fingerprint() == first)
        try folder.write("notes.md", "b")
        try folder.write("sub/other.go", "package sub")
        #expect(try fingerprint() == first)
        try folder.write("internal/deep/x.txt", "2")
        let second = try fingerprint()
        #expect(second != first)
        try folder.write("util.go", "")
        #expect(try fingerprint() != second)
    }

    /// What is installed beside an analyzer is named by its path, hidden folders included.
    @Test func aStampOfAnInstallationIsFollowed() throws {
        let manifest = Self.good.replacing(
            #""fingerprint":["*.go","analyzer.json","internal/**"]"#,
            with: #""fingerprint":["bin/.stamp","../kit/.venv/.stamp"]"#)
        let folder = try Folder([
            "go/analyzer.json": manifest, "go/bin/.stamp": "1", "kit/.venv/.stamp": "1", "go/main.go": "",
        ])
        func fingerprint() throws -> String {
            try AnalyzerManifest(path: folder.path + "/go/analyzer.json").fingerprint
        }
        let first = try fingerprint()
        try folder.write("go/main.go", "package main")
        #expect(try fingerprint() == first)
        try folder.write("go/bin/.stamp", "2")
        let second = try fingerprint()
        #expect(second != first)
        try folder.write("kit/.venv/.stamp", "2")
        #expect(try fingerprint() != second)
    }

    @Test func processesAreSharedByThoseThatCan() throws {
        // Folders side by side, so that `../kit` is the same.
        func key(_ name: String, _ word: String) throws -> String {
            let text = Self.good.replacing(#""name":"go""#, with: #""name":"\#(name)",\#(word)"later":1"#)
                .replacing(#""later":true,"#, with: "").replacing(
                    #""bin/analyzer-go"]"#, with: #""../kit/python","\#(name)"]"#)
            let folder = try Folder(["analyzer.json": text])
            return try withExtendedLifetime(folder) {
                try AnalyzerManifest(path: folder.path + "/analyzer.json").processKey
            }
        }
        let shared = #""shares":"kit","#
        #expect(try key("a", shared) == key("b", shared))
        #expect(try key("a", shared) != key("b", #""shares":"tool","#))
        #expect(try key("a", "") != key("b", ""))
    }

    /// FNV-1a of nothing is the offset basis.
    @Test func fingerprintsSeparateTheirFields() {
        func hash(_ fields: [String]) -> String {
            var fingerprint = Fingerprint()
            for field in fields { fingerprint.add(Array(field.utf8)) }
            return fingerprint.text
        }
        #expect(hash([]) == "6c62272e07bb014262b821756295c58d")
        #expect(hash(["ab", "c"]) != hash(["a", "bc"]))
        #expect(hash(["a"]) != hash(["a", ""]))
    }

    @Test(arguments: [
        ("{", HostError.Code.invalidManifest, "cannot be read"),
        (
            good.replacingOccurrences(of: #""name":"go""#, with: #""name":"../go""#), .invalidManifest,
            "the name is made of"
        ),
        (good.replacingOccurrences(of: #"["bin/analyzer-go"]"#, with: "[]"), .invalidManifest, "the command is empty"),
        (good.replacingOccurrences(of: #""marker":"Chart.yaml","#, with: ""), .invalidManifest, "needs a marker"),
        (
            good.replacingOccurrences(of: #""scope":"file""#, with: #""scope":"galaxy""#), .invalidManifest,
            "cannot be read"
        ),
    ])
    func whatIsWrongIsSaid(json: String, code: HostError.Code, message: String) throws {
        let folder = try Folder(["x/analyzer.json": json])
        let discovery = AnalyzerDiscovery(directories: [folder.path, folder.path + "/nowhere"])
        #expect(discovery.manifests.isEmpty)
        #expect(discovery.problems.map(\.code) == [code])
        #expect(discovery.problems.first?.description.contains(message) == true)
        #expect(discovery.problems.first?.location?.hasSuffix("x/analyzer.json") == true)
    }

    /// Its files are then known to be unread, which they would not be without it.
    @Test func anotherProtocolKeepsItsClaims() throws {
        let folder = try Folder([
            "x/analyzer.json": Self.good.replacingOccurrences(of: #""protocol":2"#, with: #""protocol":9"#)
        ])
        let discovery = AnalyzerDiscovery(directories: [folder.path])
        #expect(discovery.problems.isEmpty)
        let manifest = try #require(discovery.manifests.first)
        #expect(manifest.claims("a.go"))
        #expect(manifest.protocolMismatch?.contains("speaks protocol 9, this gapmatrix speaks 2") == true)
        #expect(throws: HostError.self) { try Launch(manifest, memoryBytes: 1 << 30, fileBytes: 1 << 20) }
    }

    @Test func theFirstOfTwoKeepsItsName() throws {
        let folder = try Folder([
            "one/b/analyzer.json": Self.good,
            "one/a/analyzer.json": Self.good.replacingOccurrences(of: #""go""#, with: #""zig""#),
            "two/c/analyzer.json": Self.good, "two/d/readme": "",
        ])
        let discovery = AnalyzerDiscovery(directories: [folder.path + "/one", folder.path + "/two"])
        #expect(discovery.manifests.map(\.name) == ["go", "zig"])
        #expect(discovery.manifests.first?.directory.hasSuffix("one/b") == true)
        #expect(discovery.problems.map(\.code) == [.duplicateName])
    }
}
