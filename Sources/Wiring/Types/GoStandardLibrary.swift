/// What Go's standard library may call of a value that it is given: the methods of the interface that it takes the value as.
enum GoStandardLibrary {
    struct Method: Sendable {
        var name: String
        var results: Int
    }

    /// What a callee does with the values that it is given.
    enum Taking {
        /// Calls methods of these interfaces.
        case interfaces([String])
        /// Calls any exported method, by its name.
        case everything
    }

    private static let interfaces: [Substring: [Method]] = Dictionary(
        uniqueKeysWithValues: rows(interfaceTable).map { row in
            let methods = row.words.map { word in
                let slash = word.lastIndex(of: "/") ?? word.endIndex
                return Method(name: String(word[..<slash]), results: Int(word[slash...].dropFirst()) ?? 0)
            }
            return (row.key, methods)
        })

    /// By package and name, with a space between them.
    private static let takers: [String: [String]] = {
        var result: [String: [String]] = [:]
        for row in rows(takerTable) {
            let parts = row.key.split(separator: " ", maxSplits: 1)
            let taken = parts[1].split(separator: ",").map(String.init)
            for word in row.words { result[parts[0] + " " + word, default: []] += taken }
        }
        return result
    }()

    /// Interfaces that the library asks for behind another one, by a type assertion.
    private static let further: [String: [String]] = [
        "io.Writer": ["io.StringWriter", "io.ReaderFrom"],
        "io.Reader": ["io.WriterTo", "io.ByteScanner", "io.RuneScanner"],
        "net/http.ResponseWriter": [
            "net/http.Flusher", "net/http.Hijacker", "net/http.Pusher", "io.StringWriter", "io.ReaderFrom",
        ],
        "io/fs.FS": ["io/fs.ReadFileFS", "io/fs.ReadDirFS", "io/fs.StatFS", "io/fs.GlobFS", "io/fs.SubFS"],
        "io/fs.File": ["io/fs.ReadDirFile", "io.Seeker", "io.ReaderAt"],
        "net.Conn": ["io.ReaderFrom", "io.WriterTo"],
        "image.Image": ["image.RGBA64Image", "image.PalettedImage"],
        "flag.Value": ["flag.Getter"],
        "context.Context": ["fmt.Stringer"],
    ]

    /// Methods that are asked for so, and are of no exported interface.
    private static let furtherMethods: [String: [String]] = [
        "net/http.ResponseWriter": ["Unwrap", "FlushError", "SetReadDeadline", "SetWriteDeadline", "EnableFullDuplex"],
        "net/http.RoundTripper": ["CloseIdleConnections"],
    ]

    /// Callees that reach methods by reflection.
    private static let reflective: Set<String> = [
        "net/rpc Register", "net/rpc RegisterName", "text/template Execute", "text/template ExecuteTemplate",
        "html/template Execute", "html/template ExecuteTemplate",
    ]

    /// Whether a Go name is of the standard library: the first segment of its import path has no dot.
    static func contains(_ canonicalName: String) -> Bool {
        guard let slash = canonicalName.utf8.firstIndex(of: UInt8(ascii: "/")) else { return true }
        return !canonicalName.utf8[..<slash].contains(UInt8(ascii: "."))
    }

    /// What a function, method, field or type of the library takes values as; nil where it asks nothing of them.
    static func taking(_ canonicalName: String) -> Taking? {
        if interfaces[canonicalName[...]] != nil { return .interfaces([canonicalName]) }
        let slash = canonicalName.lastIndex(of: "/") ?? canonicalName.startIndex
        guard let dot = canonicalName[slash...].firstIndex(of: ".") else { return nil }
        let key = canonicalName[..<dot] + " " + Layout.lastSegment(canonicalName)
        if reflective.contains(String(key)) { return .everything }
        return takers[String(key)].map { .interfaces($0) }
    }

    /// The methods of an interface.
    static func methods(of interface: String) -> [Method] { interfaces[interface[...]] ?? [] }

    /// The interfaces and the names of methods that may be asked for behind an interface.
    static func behind(_ interface: String) -> (interfaces: [String], methods: [String]) {
        if interface.hasPrefix("database/sql/driver.") { return (driverInterfaces, []) }
        return (further[interface] ?? [], furtherMethods[interface] ?? [])
    }

    private static let driverInterfaces = interfaces.keys.filter { $0.hasPrefix("database/sql/driver.") }.sorted().map {
        String($0)
    }

    /// Lines `key: word word`; a line that begins with a space goes on with the one above.
    private static func rows(_ table: String) -> [(key: Substring, words: [Substring])] {
        var result: [(key: Substring, words: [Substring])] = []
        for line in table.split(separator: "\n") {
            if line.first == " " {
                result[result.count - 1].words += line.split(separator: " ")
            } else if let colon = line.firstIndex(of: ":") {
                result.append((line[..<colon], line[line.index(after: colon)...].split(separator: " ")))
            }
        }
        return result
    }
}
