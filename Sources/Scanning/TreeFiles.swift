internal import Foundation
internal import GitRepository
internal import Models

/// Single files of what is scanned, by their paths: nothing outside of it is ever read.
struct TreeFiles {
    let opened: OpenedRepository

    /// The content of a regular file; nil where there is none.
    ///
    /// - Throws: for what is no regular file, is too large, or cannot be read.
    func content(_ path: String, limit: Int) throws(ModelError) -> [UInt8]? {
        guard let snapshot = try snapshot(path) else { return nil }
        guard let entry = snapshot.entries.first(where: { $0.path == GitPath(path) }) else {
            guard snapshot.entries.isEmpty else {
                throw ModelError(file: path, message: "is a folder, and should be a file")
            }
            return nil
        }
        return try content(entry, path, limit)
    }

    /// The YAML files below a folder, sorted.
    func folder(_ path: String, files: Int, bytes: Int) throws(ModelError) -> [(path: String, text: String)] {
        let entries = try snapshot(path)?.entries ?? []
        let wanted = entries.filter { entry in
            guard let name = entry.path.string else { return false }
            return entry.kind.isRegular && (name.hasSuffix(".yml") || name.hasSuffix(".yaml"))
        }
        guard wanted.count <= files else {
            throw ModelError(file: path, message: "holds \(wanted.count) files, and at most \(files) are read")
        }
        var rest = bytes
        var found: [(path: String, text: String)] = []
        for entry in wanted {
            let name = entry.path.display
            guard let content = try content(entry, name, rest) else { continue }
            rest -= content.count
            found.append((name, try Self.text(content, name)))
        }
        return found
    }

    /// - Throws: where the tree of the commit cannot be read at all, which no file of it is to blame for.
    func check() throws(GitError) {
        guard let commit = opened.commit else { return }
        do throws(GitError) {
            _ = try opened.repository.snapshot(of: commit, under: GitPath(LoadedConfiguration.fileName))
        } catch {
            if error.code != .pathNotFound { throw error }
        }
    }

    static func text(_ bytes: [UInt8], _ path: String) throws(ModelError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ModelError(file: path, message: "is not UTF-8")
        }
        return text
    }

    private func snapshot(_ path: String) throws(ModelError) -> Snapshot? {
        do throws(GitError) {
            if let commit = opened.commit {
                return try opened.repository.snapshot(of: commit, under: GitPath(path))
            }
            return try opened.repository.workingTreeSnapshot(under: GitPath(path))
        } catch {
            if error.code == .pathNotFound { return nil }
            throw ModelError(file: path, message: error.description)
        }
    }

    private func content(_ entry: TreeEntry, _ path: String, _ limit: Int) throws(ModelError) -> [UInt8]? {
        guard entry.kind.isRegular else {
            throw ModelError(file: path, message: "is a \(entry.kind.rawValue), which is not followed")
        }
        do throws(GitError) {
            return try opened.repository.reader().read(entry, limit: limit)
        } catch {
            throw ModelError(
                file: path, message: error.code == .tooLarge ? "has more than \(limit) bytes" : error.description)
        }
    }
}

extension TreeFiles {
    /// A file that the user names; it may be anywhere, and is bounded all the same.
    static func onDisk(_ path: String, limit: Int) throws(ModelError) -> [UInt8] {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
            throw ModelError(file: path, message: "is a folder, and should be a file")
        }
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw ModelError(file: path, message: "cannot be read")
        }
        defer { try? handle.close() }
        do {
            let data = try handle.read(upToCount: limit + 1) ?? Data()
            guard data.count <= limit else { throw ModelError(file: path, message: "has more than \(limit) bytes") }
            return Array(data)
        } catch let error as ModelError {
            throw error
        } catch {
            throw ModelError(file: path, message: "cannot be read: \(error.localizedDescription)")
        }
    }
}
