/// A message from an analyzer.
package enum Answer: Sendable, Equatable {
    case hello(protocolVersion: Int, name: String, version: String)
    case facts(id: Int, Facts)
    case failure(id: Int, kind: String, message: String)
    case log(level: String, message: String)
    /// A message this version does not know, to be ignored.
    case unknown(type: String)

    /// Decodes one line. For many lines use one ``AnswerDecoder``.
    package static func decode(_ line: [UInt8]) throws(ProtocolError) -> Answer {
        try AnswerDecoder().decode(line)
    }

    /// Decodes one line. For many lines use one ``AnswerDecoder``.
    package static func decode(_ line: UnsafeRawBufferPointer) throws(ProtocolError) -> Answer {
        try AnswerDecoder().decode(line)
    }
}

/// Decodes lines with one set of buffers, which grow to the longest line met. For one task at a time.
package final class AnswerDecoder {
    private let tape = JSONTape()

    package init() {}

    /// The facts of an answer line, for example one kept in a cache.
    package func facts(_ line: [UInt8]) throws(ProtocolError) -> Facts {
        guard case .facts(_, let facts) = try decode(line) else {
            throw ProtocolError(.invalidMessage, "not an answer with facts", field: "type")
        }
        return facts
    }

    package func decode(_ line: [UInt8]) throws(ProtocolError) -> Answer {
        // withUnsafeBytes rethrows without the error's type; a result carries it out.
        let result: Result<Answer, ProtocolError> = line.withUnsafeBytes { bytes in
            do throws(ProtocolError) {
                return .success(try decode(bytes))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    package func decode(_ line: UnsafeRawBufferPointer) throws(ProtocolError) -> Answer {
        try tape.read(line) { root throws(ProtocolError) in
            let head = try MessageHead(root)
            switch head.type {
            case "facts":
                let id = try head.requireID()
                do throws(ProtocolError) {
                    return .facts(id: id, try Facts(message: root))
                } catch {
                    throw ProtocolError(error.code, error.message, field: error.field, answerID: id)
                }
            case "failure":
                return .failure(
                    id: try head.requireID(), kind: try head.text(head.kind, "kind") ?? "internal",
                    message: try head.text(head.message, "message") ?? "")
            case "log":
                return .log(
                    level: try head.text(head.level, "level") ?? "info",
                    message: try head.text(head.message, "message") ?? "")
            case "hello":
                guard let version = head.protocolVersion?.integer else {
                    throw ProtocolError(.invalidMessage, "expected an integer", field: "protocol")
                }
                return .hello(
                    protocolVersion: version, name: try head.text(head.name, "name") ?? "",
                    version: try head.text(head.version, "version") ?? "")
            default:
                return .unknown(type: head.type)
            }
        }
    }
}

/// The members by which messages are told apart.
private struct MessageHead {
    var type = ""
    var id, kind, message, level, protocolVersion, name, version: JSONValue?

    init(_ root: JSONValue) throws(ProtocolError) {
        var type: JSONValue?
        let isObject = try root.forEachMember { key, value throws(ProtocolError) in
            switch key {
            case "type": type = value
            case "id": id = value
            case "kind": kind = value
            case "message": message = value
            case "level": level = value
            case "protocol": protocolVersion = value
            case "name": name = value
            case "version": version = value
            default: break
            }
        }
        guard isObject else { throw ProtocolError(.invalidMessage, "expected an object") }
        guard let string = type?.string else {
            throw ProtocolError(.invalidMessage, "expected a string", field: "type")
        }
        self.type = string
    }

    func requireID() throws(ProtocolError) -> Int {
        guard let id = id?.integer else { throw ProtocolError(.invalidMessage, "expected an integer", field: "id") }
        return id
    }

    func text(_ value: JSONValue?, _ field: String) throws(ProtocolError) -> String? {
        guard let value, !value.isNull else { return nil }
        guard let string = value.string else {
            throw ProtocolError(.invalidMessage, "expected a string", field: field)
        }
        return string
    }
}
