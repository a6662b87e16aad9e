/// YAML documents that were parsed before: reading them back takes a small part of the time that parsing takes.
package struct ParsedDocuments: Sendable {
    private let roots: [String: YAMLValue?]

    /// Knows none, so that each is parsed when it is asked for.
    package init() { roots = [:] }

    /// Parses all of them.
    package init(parsing files: [(path: String, text: String)]) throws(ModelError) {
        var roots: [String: YAMLValue?] = [:]
        for file in files { roots.updateValue(try YAMLDocument.parse(file.text, file: file.path), forKey: file.path) }
        self.roots = roots
    }

    /// - Parameter paths: those of the files that were encoded, in their order.
    /// - Returns: nil where the bytes are not what ``encoded(_:)`` made of as many files.
    package init?(decoding bytes: [UInt8], paths: [String]) {
        var reader = YAMLBytes.Reader(bytes)
        var roots: [String: YAMLValue?] = [:]
        for path in paths {
            guard let has = reader.byte() else { return nil }
            guard has == 1 else {
                roots.updateValue(nil, forKey: path)
                continue
            }
            guard let value = reader.value(depth: 0) else { return nil }
            roots[path] = value
        }
        guard reader.isAtEnd else { return nil }
        self.roots = roots
    }

    /// Nil where one of the files is not known.
    package func encoded(_ paths: [String]) -> [UInt8]? {
        var writer = YAMLBytes.Writer()
        for path in paths {
            guard let root = roots[path] else { return nil }
            writer.byte(root == nil ? 0 : 1)
            if let root { writer.value(root) }
        }
        return writer.bytes
    }

    /// What a file holds, parsed now if it was not before; nil for one that holds nothing but comments.
    package func root(_ text: String, file: String) throws(ModelError) -> YAMLValue? {
        if let known = roots[file] { return known }
        return try YAMLDocument.parse(text, file: file)
    }
}

/// YAML values as bytes: a mark, the line, and then a text, or a number and as many values.
private enum YAMLBytes {
    private enum Mark {
        static let plain: UInt8 = 0
        static let quoted: UInt8 = 1
        static let sequence: UInt8 = 2
        static let mapping: UInt8 = 3
    }

    struct Writer {
        private(set) var bytes: [UInt8] = []

        mutating func byte(_ byte: UInt8) { bytes.append(byte) }

        private mutating func number(_ number: Int) {
            withUnsafeBytes(of: UInt32(clamping: number).littleEndian) { bytes.append(contentsOf: $0) }
        }

        private mutating func text(_ text: String) {
            number(text.utf8.count)
            bytes.append(contentsOf: text.utf8)
        }

        mutating func value(_ value: YAMLValue) {
            switch value.content {
            case .scalar(let scalar, let plain):
                byte(plain ? Mark.plain : Mark.quoted)
                number(value.line)
                text(scalar)
            case .sequence(let items):
                byte(Mark.sequence)
                number(value.line)
                number(items.count)
                for item in items { self.value(item) }
            case .mapping(let pairs):
                byte(Mark.mapping)
                number(value.line)
                number(pairs.count)
                for (key, item) in pairs {
                    text(key)
                    self.value(item)
                }
            }
        }
    }

    struct Reader {
        private let bytes: [UInt8]
        private var place = 0
        /// As deep as documents may be.
        private static let maximumDepth = 64

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        var isAtEnd: Bool { place == bytes.count }

        mutating func byte() -> UInt8? {
            guard place < bytes.count else { return nil }
            place += 1
            return bytes[place - 1]
        }

        private mutating func number() -> Int? {
            guard bytes.count - place >= 4 else { return nil }
            let number = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: UInt32.self) }
            place += 4
            return Int(UInt32(littleEndian: number))
        }

        private mutating func text() -> String? {
            guard let count = number(), count <= bytes.count - place else { return nil }
            let text = String(validating: bytes[place..<(place + count)], as: UTF8.self)
            place += count
            return text
        }

        mutating func value(depth: Int) -> YAMLValue? {
            guard depth <= Self.maximumDepth, let mark = byte(), let line = number() else { return nil }
            switch mark {
            case Mark.plain, Mark.quoted:
                return text().map { YAMLValue(content: .scalar($0, plain: mark == Mark.plain), line: line) }
            case Mark.sequence:
                // Each takes a byte at least, so that a wrong number allocates nothing large.
                guard let count = number(), count <= bytes.count - place else { return nil }
                var items: [YAMLValue] = []
                items.reserveCapacity(count)
                for _ in 0..<count {
                    guard let item = value(depth: depth + 1) else { return nil }
                    items.append(item)
                }
                return YAMLValue(content: .sequence(items), line: line)
            case Mark.mapping:
                guard let count = number(), count <= bytes.count - place else { return nil }
                var pairs: [(key: String, value: YAMLValue)] = []
                pairs.reserveCapacity(count)
                for _ in 0..<count {
                    guard let key = text(), let item = value(depth: depth + 1) else { return nil }
                    pairs.append((key, item))
                }
                return YAMLValue(content: .mapping(pairs), line: line)
            default: return nil
            }
        }
    }
}
