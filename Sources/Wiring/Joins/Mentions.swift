/// A name that is looked for in the text of every file.
package struct MentionQuery: Sendable, Hashable {
    package var text: String
    /// A package's name: case does not count, and `-`, `_` and `.` are the same.
    package var isPackage: Bool

    package init(_ text: String, isPackage: Bool = false) {
        self.text = text
        self.isPackage = isPackage
    }
}

/// Where names stand in the repository's files.
package struct Mentions: Sendable {
    /// Places of each name, sorted by path; no name that is not mentioned.
    private let places: [MentionQuery: [Wire.Place]]

    package init(_ places: [MentionQuery: [Wire.Place]]) { self.places = places }

    /// Where a name stands, by path and line.
    package func places(_ query: MentionQuery) -> [Wire.Place] { places[query] ?? [] }
}

/// A variable of the environment that a file sets for the repository's own code.
package struct EnvironmentSetting: Sendable, Hashable {
    package var variable: String
    package var place: Wire.Place
    /// The git object id of the file.
    package var object: String
    /// Whether it is set to something that is neither empty nor a no, in a file that is used as it is.
    package var turnsOn: Bool

    package init(variable: String, path: String, line: Int, object: String, turnsOn: Bool = false) {
        self.turnsOn = turnsOn
        self.variable = variable
        place = Wire.Place(path: path, line: line)
        self.object = object
    }
}

/// What a file is for, by its path.
enum FileRole {
    private static let documentEndings: Set<Substring> = ["md", "rst", "adoc", "mdx", "html", "ipynb"]
    private static let manifestNames: Set<Substring> = [
        "go.mod", "go.sum", "go.work", "go.work.sum", "poetry.lock", "uv.lock", "pdm.lock", "Pipfile.lock", "Pipfile",
        "pyproject.toml", "setup.cfg", "setup.py", "package-lock.json", "yarn.lock", "modules.txt",
    ]
    /// Where packages are installed by other means than a manifest that an analyzer reads.
    private static let installerNames: [Substring] = [
        "Dockerfile", "Containerfile", "Makefile", "environment", "conda", "meta.yaml", "tox.ini", "noxfile",
        "Jenkinsfile", "BUILD", "WORKSPACE", "pixi", "Justfile", "Taskfile", "Vagrantfile", "Procfile", "runtime",
    ]
    private static let pipelineParts = [
        ".github/", ".gitlab-ci", ".gitlab/", ".circleci/", "azure-pipelines", "bitbucket-pipelines", "cloudbuild",
        ".travis", ".drone", ".buildkite/", "appveyor",
    ]
    private static let installerEndings: Set<Substring> = [
        "sh", "bash", "nix", "bzl", "toml", "cfg", "txt", "in", "mk",
    ]

    /// What follows the last slash.
    static func name(_ path: String) -> Substring {
        path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path[path.utf8.index(after: $0)...] } ?? path[...]
    }

    /// What follows the last dot of the name; empty where there is none.
    private static func ending(_ path: String) -> Substring {
        let name = name(path)
        return name.utf8.lastIndex(of: UInt8(ascii: ".")).map { name[name.utf8.index(after: $0)...] } ?? ""
    }

    static func isDocument(_ path: String) -> Bool {
        if documentEndings.contains(ending(path)) { return true }
        let upper = name(path).uppercased()
        return ["README", "CHANGELOG", "CHANGES", "NEWS", "LICENSE", "HISTORY", "AUTHORS"].contains(
            where: upper.hasPrefix)
    }

    static func isManifest(_ path: String) -> Bool { manifestNames.contains(name(path)) }

    /// Whether a package's name in the file may mean that it is installed.
    static func mayInstall(_ path: String) -> Bool {
        if isManifest(path) || isDocument(path) { return false }
        let name = name(path)
        return installerNames.contains(where: name.hasPrefix) || name.contains("ockerfile")
            || installerEndings.contains(ending(path)) || pipelineParts.contains(where: path.contains)
    }

    /// Whether the file is a test's, by its folder or its name.
    static func isTest(_ path: String) -> Bool {
        let name = name(path)
        return TestFiles.isTestPath(path) || name.hasPrefix("test_") || name.contains("_test.") || name == "conftest.py"
    }

    private static let optionalFolders: Set<Substring> = [
        "integrations", "integration", "contrib", "plugins", "plugin", "extras", "ext", "extensions", "backends",
        "adapters",
        "providers", "drivers", "connectors",
    ]

    /// Whether a library's users load the file only if they have what it needs.
    static func isOptional(_ path: String) -> Bool {
        path.split(separator: "/").dropLast().contains(where: optionalFolders.contains)
    }

    /// Whether code is in the file: what is not configuration, a document or data.
    static func isCode(_ path: String) -> Bool {
        !dataEndings.contains(ending(path)) && !name(path).hasPrefix(".env") && !isDocument(path)
    }

    private static let dataEndings: Set<Substring> = [
        "yml", "yaml", "json", "toml", "ini", "cfg", "conf", "properties", "env", "txt", "csv", "lock", "xml", "sum",
        "mod", "svg", "example", "sample", "template", "dist", "tfvars",
    ]

    /// Languages whose frameworks read variables under other names than the code has.
    static func bindsLoosely(_ path: String) -> Bool {
        ["java", "kt", "scala", "groovy", "cs", "fs", "vb", "rs", "clj", "ex", "exs", "php", "rb", "pl"].contains(
            ending(path))
    }
}
