/// Lists what lies on disk in a work tree.
struct WorkTreeWalk {
    private let root: String
    private let tracked: TrackedPaths
    private let limits: SnapshotLimits
    private let excludes: IgnoreRules?
    private var entries: [TreeEntry] = []
    private var problems: [Snapshot.Problem] = []
    private var visited = 0

    /// The most that is read of one `.gitignore`.
    static let ignoreFileBytes = 1 << 20

    /// - Parameters:
    ///   - excludes: rules below those of every `.gitignore`.
    ///   - problems: what is known beforehand to be incomplete.
    init(
        root: String, tracked: TrackedPaths, excludes: IgnoreRules?, problems: [Snapshot.Problem],
        limits: SnapshotLimits
    ) {
        self.root = root
        self.tracked = tracked
        self.excludes = excludes
        self.limits = limits
        self.problems = problems
    }

    /// Everything in `folder` that is tracked or not ignored.
    mutating func snapshot(under folder: GitPath) throws(GitError) -> Snapshot {
        switch FileDescriptor.root(root) {
        case .success(let descriptor):
            let start = Folder(
                descriptor: descriptor, path: .root, rules: excludes.map { [$0] } ?? [], isIgnored: false, depth: 0)
            try list(withRules(start), under: folder)
        case .failure(let error):
            throw GitError(
                .unreadable, "the work tree cannot be read", at: escapedForTerminal(root.utf8), errno: error.number)
        }
        return Snapshot(unsorted: entries, problems: problems, commit: nil)
    }

    /// A folder on the way down.
    private struct Folder {
        let descriptor: FileDescriptor
        let path: GitPath
        /// The rules that apply inside, the nearest first.
        var rules: [IgnoreRules]
        /// Only what is tracked counts.
        let isIgnored: Bool
        let depth: Int
    }

    /// Goes down to `target` and lists it; the folders on the way give their rules.
    private mutating func list(_ start: Folder, under target: GitPath) throws(GitError) {
        var folder = start
        var segments = target.bytes.split(separator: UInt8(ascii: "/"))[...]
        while let name = segments.popFirst() {
            let path = folder.path.appending(name)
            let status = isOrdinaryName(name) ? try? folder.descriptor.status(of: cName(name)).get() : nil
            guard let status, status.kind == .folder || segments.isEmpty else {
                throw GitError(code: .pathNotFound, message: "no such path in the work tree", location: target.display)
            }
            if segments.isEmpty || isRepository(path, in: folder, name: name) {
                visit(name, in: folder)
                if entries.isEmpty, problems.isEmpty, !isKept(path, in: folder, isFolder: status.kind == .folder) {
                    report(path, "ignored by the repository's rules; nothing of it is tracked")
                }
                return
            }
            switch open(path, name: name, in: folder) {
            case .success(let inner): folder = inner
            case .failure(let error):
                throw GitError(.unreadable, "the folder cannot be read", at: path.display, errno: error.number)
            }
        }
        list(folder)
    }

    private mutating func list(_ folder: Folder) {
        switch folder.descriptor.names() {
        case .success(let names):
            for name in names where visited <= limits.entries { visit(name[...], in: folder) }
        case .failure(let error):
            report(folder.path, "the folder cannot be read (\(error.message))")
        }
    }

    private mutating func visit(_ name: ArraySlice<UInt8>, in folder: Folder) {
        if isDotGit(name) { return }
        let path = folder.path.appending(name)
        visited += 1
        if visited > limits.entries {
            return report(path, "over \(limits.entries) files and folders; the rest is left out")
        }
        switch folder.descriptor.status(of: cName(name)) {
        case .failure(let error):
            // Deleted while the folder was read.
            if !error.isMissing { report(path, "cannot be read (\(error.message))") }
        case .success(let status):
            guard isKept(path, in: folder, isFolder: status.kind == .folder) else { return }
            if path.bytes.count > limits.pathBytes {
                report(folder.path, "a path of over \(limits.pathBytes) bytes; left out")
            } else if status.kind != .folder {
                add(path, name: name, status: status, in: folder)
            } else if isRepository(path, in: folder, name: name) {
                entries.append(
                    TreeEntry(
                        path: path, kind: .submodule, id: tracked.submodules[path.bytes] ?? .zero, origin: .disk))
            } else if folder.depth >= limits.depth {
                report(path, "over \(limits.depth) folders deep; left out")
            } else {
                switch open(path, name: name, in: folder) {
                case .success(let inner): list(inner)
                case .failure(let error): report(path, "the folder cannot be read (\(error.message))")
                }
            }
        }
    }

    private mutating func add(_ path: GitPath, name: ArraySlice<UInt8>, status: FileStatus, in folder: Folder) {
        if status.kind == .special { return report(path, "a pipe, socket or device; left out") }
        let kind: TreeEntry.Kind =
            switch status.kind {
            case .symlink: .symlink
            case .executable: .executable
            default: .file
            }
        switch identify(name, status: status, in: folder) {
        case .success(let id): entries.append(TreeEntry(path: path, kind: kind, id: id, origin: .disk))
        case .failure(let error): report(path, "the file cannot be read (\(error.message))")
        }
    }

    private func identify(
        _ name: ArraySlice<UInt8>, status: FileStatus, in folder: Folder
    ) -> Result<ObjectID, SystemError> {
        if status.kind == .symlink { return folder.descriptor.link(cName(name)).map(contentID) }
        return folder.descriptor.file(cName(name)).flatMap { file in
            let limit = limits.hashedBytes + 1
            return file.read(limit: limit, expected: status.size).map { $0.count < limit ? contentID($0) : .zero }
        }
    }

    private func isKept(_ path: GitPath, in folder: Folder, isFolder: Bool) -> Bool {
        if tracked.contains(path.bytes, isFolder: isFolder) { return true }
        if folder.isIgnored { return false }
        return !isIgnored(path, in: folder, isFolder: isFolder)
    }

    private func isIgnored(_ path: GitPath, in folder: Folder, isFolder: Bool) -> Bool {
        for rules in folder.rules {
            if let verdict = rules.verdict(path, isFolder: isFolder) { return verdict }
        }
        return false
    }

    private mutating func open(
        _ path: GitPath, name: ArraySlice<UInt8>, in folder: Folder
    ) -> Result<Folder, SystemError> {
        switch folder.descriptor.folder(cName(name)) {
        case .failure(let error): return .failure(error)
        case .success(let descriptor):
            let inner = Folder(
                descriptor: descriptor, path: path, rules: folder.rules,
                isIgnored: folder.isIgnored || isIgnored(path, in: folder, isFolder: true), depth: folder.depth + 1)
            return .success(withRules(inner))
        }
    }

    /// The folder with the rules of its own `.gitignore`, which is never followed where it is a symlink; nor
    /// does git.
    private mutating func withRules(_ folder: Folder) -> Folder {
        let name = cName(".gitignore".utf8)
        guard !folder.isIgnored, case .success(let status) = folder.descriptor.status(of: name) else { return folder }
        let path = folder.path.appending(".gitignore".utf8)
        guard status.isRegular, status.size <= Self.ignoreFileBytes else {
            report(path, "no regular file of at most \(Self.ignoreFileBytes) bytes; its rules are not applied")
            return folder
        }
        let text = folder.descriptor.file(name).flatMap { file in
            file.status().flatMap { status in
                status.isRegular ? file.read(limit: Self.ignoreFileBytes, expected: status.size) : .success([])
            }
        }
        switch text {
        case .success(let text):
            var result = folder
            if let rules = IgnoreRules(text: text, folder: folder.path) { result.rules.insert(rules, at: 0) }
            return result
        case .failure(let error):
            report(path, "its rules cannot be read and are not applied (\(error.message))")
            return folder
        }
    }

    /// Whether the folder is another repository: a submodule, or one that merely lies here.
    private func isRepository(_ path: GitPath, in folder: Folder, name: ArraySlice<UInt8>) -> Bool {
        if tracked.submodules[path.bytes] != nil { return true }
        // Files that are tracked here belong to this repository, whatever lies beside them.
        if tracked.folders.contains(path.bytes) { return false }
        let dotGit = cName(".git".utf8)
        guard case .success(let inner) = folder.descriptor.folder(cName(name)),
            case .success(let status) = inner.status(of: dotGit)
        else { return false }
        if status.kind == .folder, case .success(let directory) = inner.folder(dotGit) {
            return (try? directory.status(of: cName("HEAD".utf8)).get()) != nil
        }
        guard status.isRegular, case .success(let file) = inner.file(dotGit) else { return false }
        let start = try? file.read(limit: 8, expected: 8).get()
        return start?.starts(with: "gitdir:".utf8) ?? false
    }

    private mutating func report(_ path: GitPath, _ message: String) {
        problems.append(Snapshot.Problem(path: path, message: message))
    }
}
