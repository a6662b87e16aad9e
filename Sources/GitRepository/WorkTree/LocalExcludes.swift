/// The rules of `info/exclude`, which are the repository's own though they are not committed.
func localExcludes(of repository: RepositoryHandle) -> IgnoreRules? {
    let folder = FileDescriptor.root(repository.commonDirectory).flatMap { $0.folder(cName("info".utf8)) }
    guard case .success(let folder) = folder,
        case .success(let file) = folder.file(cName("exclude".utf8)),
        case .success(let status) = file.status(), status.isRegular,
        case .success(let text) = file.read(limit: WorkTreeWalk.ignoreFileBytes, expected: status.size)
    else { return nil }
    return IgnoreRules(text: text, folder: .root)
}
