/// Settings that the program declares, and the code that reads them.
struct SettingJoin: Sendable {
    private var unread: [JoinFacts.Setting] = []
    private let declarations: [String: Set<Wire.Place>]

    init(_ program: Program, code: ProductionCode) {
        declarations = Dictionary(grouping: program.joins.settings, by: \.name).mapValues { Set($0.map(\.place)) }
        for setting in program.joins.settings where code.contains(setting.owner) {
            // Whoever refers to it reads it: an analyzer saw that already.
            let isUsed = program.callers(of: setting.field).contains { caller in
                caller.node != setting.owner && !program.nodes[Int(caller.node)].isTest
            }
            if !isUsed, unread.count < Joins.maximumCandidates { unread.append(setting) }
        }
    }

    var queries: [MentionQuery] {
        unread.flatMap { [MentionQuery($0.name), MentionQuery($0.key)] }
    }

    func finish(_ program: Program, mentions: Mentions, _ found: inout Joins.Found) {
        for setting in unread {
            let own = declarations[setting.name] ?? []
            // The same name anywhere else in code may be this one, by whatever way.
            let places = Set([setting.name, setting.key].flatMap { mentions.places(MentionQuery($0)) })
                .filter { !own.contains($0) && FileRole.isCode($0.path) }
            guard places.allSatisfy({ FileRole.isTest($0.path) }) else { continue }
            let who = places.isEmpty ? "no code reads" : "only tests read"
            let owner = program.nodes[Int(setting.owner)]
            found.wires.append(
                Wire(
                    join: .setting, from: setting.place, name: setting.key,
                    why: "a setting of \(owner.name) that \(who)", severity: places.isEmpty ? .medium : .low))
            found.signals.append(
                SignalSite(
                    kind: "setting.unread", node: setting.owner, subject: setting.field, path: setting.place.path,
                    line: setting.place.line, endLine: setting.place.line, object: owner.object,
                    attributes: ["name": setting.key, "field": setting.name], isTest: false))
        }
    }
}
