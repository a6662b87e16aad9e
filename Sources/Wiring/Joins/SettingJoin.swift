/// Settings that the program declares, and the code that reads them.
struct SettingJoin: Sendable {
    private var unread: [JoinFacts.Setting] = []
    /// Settings without which code fails, and that nothing sets.
    private var unset: [JoinFacts.RequiredSetting] = []
    private let requiredPlaces: Set<Wire.Place>
    private let declarations: [String: Set<Wire.Place>]
    /// What analyzers name the environments of applications by.
    private static let environment = "?env."

    init(_ program: Program, code: ProductionCode) {
        declarations = Dictionary(grouping: program.joins.settings, by: \.name).mapValues { Set($0.map(\.place)) }
        requiredPlaces = Set(program.joins.requiredSettings.map(\.place))
        var seen: Set<String> = []
        for setting in program.joins.requiredSettings
        where code.contains(setting.node) && unset.count < Joins.maximumCandidates {
            if seen.insert(setting.name).inserted { unset.append(setting) }
        }
        for setting in program.joins.settings where code.contains(setting.owner) {
            // Whoever refers to it reads it: an analyzer saw that already. Files of settings refer to their own.
            let isUsed = program.callers(of: setting.field).contains { caller in
                let holder = program.nodes[Int(caller.node)]
                return caller.node != setting.owner && !holder.isTest
                    && !(setting.isConfigured && holder.path == setting.place.path)
            }
            if !isUsed, unread.count < Joins.maximumCandidates { unread.append(setting) }
        }
    }

    var queries: [MentionQuery] {
        unread.flatMap { [MentionQuery($0.name), MentionQuery($0.key)] } + unset.map { MentionQuery($0.key) }
    }

    func finish(_ program: Program, mentions: Mentions, _ found: inout Joins.Found) {
        for setting in unset {
            // Named anywhere else, it may be set there, or told of.
            let isMentioned = mentions.places(MentionQuery(setting.key)).contains {
                !requiredPlaces.contains($0) && !FileRole.isTest($0.path)
            }
            guard !isMentioned else { continue }
            let holder = program.nodes[Int(setting.node)]
            found.wires.append(
                Wire(
                    join: .setting, from: setting.place, name: setting.name,
                    why: "\(holder.name) fails without it, and no file sets it or tells of it", severity: .medium))
        }
        for setting in unread {
            let own = declarations[setting.name] ?? []
            // The same name anywhere else in code may be this one, by whatever way.
            let places = Set([setting.name, setting.key].flatMap { mentions.places(MentionQuery($0)) })
                .filter { !own.contains($0) && FileRole.isCode($0.path) }
            guard places.allSatisfy({ FileRole.isTest($0.path) }) else { continue }
            let who = places.isEmpty ? "no code reads" : "only tests read"
            let owner = program.nodes[Int(setting.owner)].name
            // The environment of an application of OTP has no name in the code.
            let isEnvironment = owner.hasPrefix(Self.environment)
            let whose = isEnvironment ? "the application \(owner.dropFirst(Self.environment.count))" : owner
            found.wires.append(
                Wire(
                    join: .setting, from: setting.place, name: setting.key,
                    why: "a setting of \(whose) that \(who)", severity: places.isEmpty ? .medium : .low))
            found.signals.append(
                SignalSite(
                    kind: "setting.unread", node: setting.owner, subject: setting.field, path: setting.place.path,
                    line: setting.place.line, endLine: setting.place.line,
                    object: program.nodes[Int(setting.owner)].object,
                    attributes: ["name": setting.key, "field": setting.name], isTest: false))
        }
    }
}
