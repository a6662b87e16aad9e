internal import AnalyzerHost
internal import AnalyzerProtocol
internal import GitRepository

/// Reads the contents that an analyzer is to see, one request at a time and in path order, as the pool asks for them.
actor Feeder {
    private let units: [(key: Int, members: [SourceFile])]
    private let source: Source
    private let limit: Int
    private let texts: TextSearch
    private let unreadable: @Sendable (_ key: Int, _ message: String) -> Void
    private var position = 0
    private var reader: (any ContentReader)?
    private var readBytes = 0

    init(
        units: [(key: Int, members: [SourceFile])], source: Source, limit: Int, texts: TextSearch,
        unreadable: @escaping @Sendable (Int, String) -> Void
    ) {
        self.units = units
        self.source = source
        self.limit = limit
        self.texts = texts
        self.unreadable = unreadable
    }

    /// Bytes handed out so far.
    var bytes: Int { readBytes }

    /// The next request; contents that cannot be read are told and passed over. Nil after the last one.
    func next() -> AnalyzerRequest? {
        while position < units.count {
            let unit = units[position]
            position += 1
            do throws(GitError) {
                if reader == nil { reader = try source.makeReader() }
                guard let reader else { return nil }
                var files: [RequestFile] = []
                for member in unit.members {
                    let content = try reader.read(member, limit: limit)
                    texts.search(member, content: content)
                    if isLFSPointer(content) {
                        throw GitError(
                            code: .unreadable, message: "an LFS pointer: the content is not in the repository")
                    }
                    readBytes += content.count
                    files.append(RequestFile(path: member.path, object: member.object, content: content))
                }
                return AnalyzerRequest(key: unit.key, files: files)
            } catch {
                unreadable(unit.key, error.description)
            }
        }
        return nil
    }
}
