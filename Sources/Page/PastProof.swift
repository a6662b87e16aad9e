internal import Reporting

/// The evidence that the changes of a history name: each piece once, as far as there is room.
struct PastProof {
    private(set) var entries: [[Int]] = []
    private var places: [[String]: Int] = [:]
    private let room: Int
    private let length: Int

    init(_ limits: PageLimits) {
        room = limits.pastEvidence
        length = limits.pastMessageLength
    }

    /// Nil where there is no room left for another piece.
    mutating func place(of item: Report.Evidence, in builder: inout PageBuilder) -> Int? {
        let root = item.witness.count > 1 ? item.witness[0].symbol : ""
        let key = [item.role, item.path, String(item.line), item.symbol, item.message, root]
        if let known = places[key] { return known }
        guard entries.count < room else { return nil }
        places[key] = entries.count
        let message = item.message.count > length ? item.message.prefix(length) + "…" : item.message[...]
        entries.append([
            Self.roles.firstIndex(of: item.role) ?? 0, builder.place(ofFile: item.path), item.line,
            builder.place(ofText: item.symbol), builder.place(ofText: String(message)),
            root.isEmpty ? -1 : builder.place(ofText: root),
        ])
        return entries.count - 1
    }

    /// As the script of the page numbers them.
    static let roles = ["definition", "wiring", "counter", "declaration", "test"]

    /// What tells two states apart: what only one of them has, else its first pieces.
    static func telling(
        _ before: [Report.Evidence], _ after: [Report.Evidence], most: Int
    ) -> (before: [Report.Evidence], after: [Report.Evidence]) {
        func words(_ item: Report.Evidence) -> [String] { [item.role, item.path, item.symbol, item.message] }
        func own(_ items: [Report.Evidence], besides others: [Report.Evidence]) -> [Report.Evidence] {
            let known = Set(others.map(words))
            let own = items.filter { !known.contains(words($0)) }
            return Array((own.isEmpty ? items : own).prefix(most))
        }
        return (own(before, besides: after), own(after, besides: before))
    }
}
