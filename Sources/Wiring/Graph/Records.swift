import AnalyzerProtocol

/// Methods of types whose instances are records: rows, messages, settings, which code from outside makes and hands back.
struct Records {
    private var methods: [NameID: [NodeID]] = [:]

    init() {}

    init(_ binder: inout Binder) {
        for type in 0..<NodeID(binder.layout.nodeCount) where binder.layout.symbolClass(type) == .type {
            guard !binder.layout.traits[binder.layout.file(type)].embeds, OutsideCalls(type, &binder).areKnown else {
                continue
            }
            for member in binder.types.ownMembers[type] ?? [] where binder.layout.symbolClass(member).isCallable {
                methods[binder.layout.shortName(member), default: []].append(member)
            }
        }
    }

    /// The methods that `session.query(Order).first().pay` may be, by the last part of the name; none where too many have it.
    func methods(called external: NameID, _ binder: borrowing Binder) -> (name: NameID, methods: [NodeID])? {
        guard !methods.isEmpty else { return nil }
        let text = binder.names[external]
        guard let dot = text.utf8.lastIndex(of: UInt8(ascii: ".")), dot > text.startIndex else { return nil }
        let end = text[text.utf8.index(before: dot)]
        // Only what a call or an element gives is an object that came back.
        guard end == ")" || end == "]", let name = binder.names.find(String(text[text.utf8.index(after: dot)...])),
            let found = methods[name], found.count <= DispatchBuilder.maximumByName
        else { return nil }
        return (name, found)
    }
}
