import AnalyzerProtocol

/// The projects of a repository: folders with the files that declare what their code needs.
package struct ManifestTable: Sendable {
    /// One declared dependency.
    struct Entry: Sendable {
        var dependency: Dependency
        var path: String
    }

    /// What one folder declares, in all of its files and those that they include.
    struct Project: Sendable {
        var folder: String
        var entries: [Entry] = []
        /// Whether something declares more than could be read.
        var isOpen = false
        var files: Set<String> = []

        func has(_ names: Set<String>, scopes: Set<String>) -> Entry? {
            entries.first { scopes.contains($0.dependency.scope) && names.contains($0.dependency.name) }
        }
    }

    /// By ecosystem, then by folder.
    private(set) var projects: [String: [String: Project]] = [:]
    /// Folders by convention hold files of the one above them.
    private static let innerFolders: Set<Substring> = ["requirements", "requirement", "reqs", "deps"]
    private static let maximumIncludes = 64

    init() {}

    init(_ files: [SourceFacts]) {
        var byPath: [String: SourceFacts] = [:]
        for source in files where source.facts.manifest != nil || !source.facts.dependencies.isEmpty {
            byPath[source.path] = source
        }
        for source in byPath.values.sorted(by: { $0.path < $1.path }) {
            let ecosystem = source.facts.manifest?.ecosystem ?? source.facts.dependencies[0].ecosystem
            let folder = Self.folder(of: source.path)
            // A lock file alone makes no project.
            if source.facts.manifest == nil, projects[ecosystem]?[folder] == nil,
                source.facts.dependencies.allSatisfy({ $0.scope == "indirect" }),
                !byPath.values.contains(where: { $0.facts.manifest != nil && Self.folder(of: $0.path) == folder })
            {
                continue
            }
            var project = projects[ecosystem]?[folder] ?? Project(folder: folder)
            var pending = [source.path]
            while let path = pending.popLast(), project.files.count < Self.maximumIncludes {
                guard project.files.insert(path).inserted else { continue }
                guard let included = byPath[path] else {
                    project.isOpen = true
                    continue
                }
                project.entries += included.facts.dependencies.map { Entry(dependency: $0, path: path) }
                project.isOpen = project.isOpen || included.facts.manifest?.isOpen ?? false
                pending += included.facts.manifest?.includes ?? []
            }
            projects[ecosystem, default: [:]][folder] = project
        }
    }

    private static func folder(of path: String) -> String {
        let directory = ImportResolver.directory(of: path)
        let last = directory.split(separator: "/").last ?? ""
        return innerFolders.contains(last) ? ImportResolver.directory(of: directory) : directory
    }

    /// The projects above a file, the nearest first.
    func above(_ path: String, ecosystem: String) -> [Project] {
        above(folder: ImportResolver.directory(of: path), ecosystem: ecosystem)
    }

    /// The project of a folder and those above it, the nearest first.
    private func above(folder: String, ecosystem: String) -> [Project] {
        guard let known = projects[ecosystem] else { return [] }
        var found: [Project] = []
        var folder = folder
        while true {
            if let project = known[folder] { found.append(project) }
            if folder.isEmpty { return found }
            folder = ImportResolver.directory(of: folder)
        }
    }

    /// Every declared dependency of an ecosystem.
    func all(_ ecosystem: String) -> [Entry] {
        (projects[ecosystem] ?? [:]).sorted { $0.key < $1.key }.flatMap(\.value.entries)
    }

    /// The files that declare what code of a folder can use: those of the nearest project, for each ecosystem.
    package func files(usableIn folder: String) -> Set<String> {
        var found: Set<String> = []
        for ecosystem in projects.keys {
            if let nearest = above(folder: folder, ecosystem: ecosystem).first { found.formUnion(nearest.files) }
        }
        return found
    }

    /// Every file that declares dependencies.
    package var allFiles: Set<String> {
        projects.values.reduce(into: []) { found, table in
            for project in table.values { found.formUnion(project.files) }
        }
    }
}
