internal import GitRepository
internal import History
internal import Reporting

extension FileChanges {
    /// What changed between two commits, or from one to the work tree.
    ///
    /// - Parameter after: nil for the work tree.
    init(_ repository: Repository, from before: Commit?, to after: Commit?) throws(GitError) {
        var changes: [TreeChange] = []
        if let before, let after {
            changes = try repository.changes(from: before.tree, to: after.tree)
        } else if let before {
            changes = try repository.snapshot(of: before).changes(to: repository.workingTreeSnapshot())
        }
        let renames = try repository.renames(among: changes)
        let lines = LineTexts(try repository.reader(), readsDisk: after == nil)
        self.init(
            changed: Set(changes.map { $0.path.string ?? $0.path.display }),
            renamed: Dictionary(
                renames.map { ($0.key.string ?? $0.key.display, $0.value.string ?? $0.value.display) },
                uniquingKeysWith: { first, _ in first }),
            text: lines.text)
    }
}

/// Lines of contents, each content read once.
private final class LineTexts {
    private let reader: ObjectReader
    private let readsDisk: Bool
    private var lines: [String: [ArraySlice<UInt8>]] = [:]

    init(_ reader: ObjectReader, readsDisk: Bool) {
        self.reader = reader
        self.readsDisk = readsDisk
    }

    func text(_ evidence: Report.Evidence) -> String? {
        guard let id = ObjectID(evidence.object) else { return nil }
        if lines[evidence.object] == nil {
            lines[evidence.object] =
                content(id, evidence.path)?
                .split(separator: 0x0A, omittingEmptySubsequences: false) ?? []
        }
        guard let all = lines[evidence.object], all.indices.contains(evidence.line - 1) else { return nil }
        return String(decoding: all[evidence.line - 1], as: UTF8.self)
    }

    /// What cannot be read is told by the scan; without its text a weakness is told by its place and words.
    private func content(_ id: ObjectID, _ path: String) -> [UInt8]? {
        let entry = TreeEntry(path: GitPath(path), kind: .file, id: id)
        if let bytes = try? reader.read(entry, limit: FileText.readBytes) { return bytes }
        guard readsDisk else { return nil }
        return try? reader.read(
            TreeEntry(path: GitPath(path), kind: .file, id: id, origin: .disk), limit: FileText.readBytes)
    }
}
