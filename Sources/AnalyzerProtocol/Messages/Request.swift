/// A file of an `analyze` request.
package struct RequestFile: Sendable, Equatable {
    /// The path from the repository's root, in bytes: git paths need not be UTF-8.
    package var path: [UInt8]
    /// The git object id, in hex.
    package var object: String
    package var content: [UInt8]
    /// Its place, from 1, among the values files that production uses; nil for any other.
    package var production: Int?

    package init(path: [UInt8], object: String, content: [UInt8]) {
        self.path = path
        self.object = object
        self.content = content
    }

    package init(path: String, object: String, content: [UInt8]) {
        self.init(path: Array(path.utf8), object: object, content: content)
    }
}

/// A message to an analyzer.
package enum Request: Sendable, Equatable {
    case hello(limits: Limits)
    /// `analyzer`: who is asked, of a process that serves several.
    case analyze(id: Int, files: [RequestFile], analyzer: String? = nil)
    case shutdown

    /// The message's line, its LF included.
    package func encoded() -> [UInt8] {
        var writer = JSONWriter()
        switch self {
        case .hello(let limits):
            writer.raw("{\"type\":\"hello\",\"protocol\":\(ProtocolVersion.current),\"limits\":{\"line_bytes\":")
            writer.raw("\(limits.lineBytes),\"file_bytes\":\(limits.fileBytes),\"seconds\":\(limits.seconds)}}")
        case .analyze(let id, let files, let analyzer):
            writer.reserve(files.reduce(64) { $0 + $1.content.count + $1.content.count / 16 + $1.path.count + 128 })
            writer.raw("{\"type\":\"analyze\",\"id\":\(id),")
            if let analyzer {
                writer.raw("\"analyzer\":")
                writer.string(Array(analyzer.utf8))
                writer.raw(",")
            }
            writer.raw("\"files\":[")
            for (position, file) in files.enumerated() {
                if position > 0 { writer.raw(",") }
                Request.write(file, to: &writer)
            }
            writer.raw("]}")
        case .shutdown:
            writer.raw("{\"type\":\"shutdown\"}")
        }
        writer.raw("\n")
        return writer.bytes
    }

    private static func write(_ file: RequestFile, to writer: inout JSONWriter) {
        if writer.isUTF8(file.path) {
            writer.raw("{\"path\":")
            writer.string(file.path)
        } else {
            writer.raw("{\"path_base64\":")
            writer.base64(file.path)
        }
        writer.raw(",\"object\":")
        writer.string(Array(file.object.utf8))
        if let production = file.production { writer.raw(",\"production\":\(production)") }
        if writer.isUTF8(file.content) {
            writer.raw(",\"encoding\":\"utf-8\",\"content\":")
            writer.string(file.content)
        } else {
            writer.raw(",\"encoding\":\"base64\",\"content\":")
            writer.base64(file.content)
        }
        writer.raw("}")
    }
}
