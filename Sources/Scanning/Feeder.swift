internal import AnalyzerHost
internal import AnalyzerProtocol
internal import GitRepository

/// Reads the contents that analyzers are to see, one request at a time and in order, as the pool asks for them.
actor Feeder {
    private let units: [(key: Int, members: [SourceFile], analyzer: String)]
    private let isShared: Bool
    private let source: Source
    private let limit: Int
    private let texts: WaitingTexts
    private let production: [String: Int]
    private let unreadable: @Sendable (_ key: Int, _ message: String) -> Void
    private var position = 0
    private var reader: (any ContentReader)?
    private var readBytes: [String: Int] = [:]
    /// What was read last, which the next analyzer may ask for, too.
    private var last: (file: Int, content: [UInt8])?

    /// - Parameters:
    ///   - isShared: whether one process serves several analyzers, so that each request names whom it asks.
    ///   - production: places of the values files that production uses.
    init(
        units: [(key: Int, members: [SourceFile], analyzer: String)], isShared: Bool, source: Source, limit: Int,
        texts: WaitingTexts, production: [String: Int] = [:],
        unreadable: @escaping @Sendable (Int, String) -> Void
    ) {
        self.units = units
        self.isShared = isShared
        self.source = source
        self.limit = limit
        self.texts = texts
        self.production = production
        self.unreadable = unreadable
    }

    /// Bytes handed out so far, by analyzer.
    var bytes: [String: Int] { readBytes }

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
                    let content = try content(of: member, reader)
                    if isLFSPointer(content) {
                        throw GitError(
                            code: .unreadable, message: "an LFS pointer: the content is not in the repository")
                    }
                    readBytes[unit.analyzer, default: 0] += content.count
                    var file = RequestFile(path: member.path, object: member.object, content: content)
                    file.production = production[member.path]
                    files.append(file)
                }
                return AnalyzerRequest(key: unit.key, files: files, analyzer: isShared ? unit.analyzer : nil)
            } catch {
                unreadable(unit.key, error.description)
            }
        }
        return nil
    }

    private func content(of file: SourceFile, _ reader: any ContentReader) throws(GitError) -> [UInt8] {
        if let last, last.file == file.index { return last.content }
        let content = try reader.read(file, limit: limit)
        texts.search(file, content: content)
        last = (file.index, content)
        return content
    }
}
