import CLibgit2

/// An open `git_repository`, used by one task at a time.
///
/// Two threads on one handle are slower than one, since they wait for each other; each opens its own.
final class RepositoryHandle {
    let raw: OpaquePointer
    let objects: OpaquePointer

    /// Opens the repository whose git directory is `gitDirectory`, or that a `.git` file there points to.
    init(gitDirectory: String) throws(GitError) {
        Libgit2.start()
        var repository: OpaquePointer?
        // Bare: libgit2 then looks for no work tree. `core.worktree` may name any folder of the machine, and
        // this module knows where the files lie without it.
        let flags = GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue | GIT_REPOSITORY_OPEN_BARE.rawValue
        let status = git_repository_open_ext(&repository, gitDirectory, flags, nil)
        guard status == 0, let repository else {
            let location = escapedForTerminal(gitDirectory.utf8)
            if status == GIT_ENOTFOUND.rawValue {
                throw GitError(.notARepository, "not a git repository", at: location, status: status)
            }
            throw GitError(.unsupportedRepository, "this repository cannot be opened", at: location, status: status)
        }
        var objects: OpaquePointer?
        let objectsStatus = git_repository_odb(&objects, repository)
        guard objectsStatus == 0, let objects else {
            let error = GitError(
                .unsupportedRepository, "the objects of this repository cannot be opened",
                at: escapedForTerminal(gitDirectory.utf8), status: objectsStatus)
            git_repository_free(repository)
            throw error
        }
        raw = repository
        self.objects = objects
    }

    deinit {
        git_odb_free(objects)
        git_repository_free(raw)
    }
}

/// The object that a lookup gave; keeps its repository alive.
final class ObjectHandle {
    let raw: OpaquePointer
    let repository: RepositoryHandle

    /// Takes ownership of `raw`.
    init(owning raw: OpaquePointer, of repository: RepositoryHandle) {
        self.raw = raw
        self.repository = repository
    }

    deinit {
        git_object_free(raw)
    }
}

/// A reference that a lookup gave; keeps its repository alive.
final class ReferenceHandle {
    let raw: OpaquePointer
    let repository: RepositoryHandle

    /// Takes ownership of `raw`.
    init(owning raw: OpaquePointer, of repository: RepositoryHandle) {
        self.raw = raw
        self.repository = repository
    }

    deinit {
        git_reference_free(raw)
    }
}
