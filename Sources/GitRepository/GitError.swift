/// Why the repository could not answer.
package struct GitError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it is, for code that reacts to it.
    package enum Code: String, Sendable, Hashable {
        /// No repository at the path, nor above it.
        case notARepository
        /// A repository in a format that the installed libgit2 cannot read.
        case unsupportedRepository
        /// No branch, tag or commit of this name.
        case unknownRevision
        /// A prefix of an object id that several objects share.
        case ambiguousRevision
        /// The revision names something that leads to no commit.
        case notACommit
        /// The repository, or the branch that is checked out, has no commit yet.
        case noCommits
        /// A bare repository has no files on disk.
        case noWorkTree
        /// An object that should exist is not there (shallow or partial clone, damage).
        case missingObject
        /// An object or a file cannot be read as what it should be.
        case unreadable
        /// The content is larger than the caller's limit.
        case tooLarge
        /// The entry has no content of its own (a submodule), or is not a file any more.
        case notAFile
        /// A file on disk changed between the listing and the reading.
        case changed
        /// No such path in the commit.
        case pathNotFound
    }

    package let code: Code
    /// A plain sentence without a final stop.
    package let message: String
    /// The path, revision or object that it is about, made safe for a terminal.
    package let location: String?
    /// What libgit2 or the operating system said.
    package let cause: String?

    package init(code: Code, message: String, location: String? = nil, cause: String? = nil) {
        self.code = code
        self.message = message
        self.location = location
        self.cause = cause
    }

    package var description: String {
        var text = message
        if let location { text = "\(location): \(text)" }
        if let cause { text += " (\(cause))" }
        return text
    }
}

extension GitError {
    /// The description without the location, for where the location stands beside it.
    var messageWithCause: String {
        GitError(code: code, message: message, cause: cause).description
    }
}
