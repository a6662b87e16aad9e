/// Variables of the environment that documents list, and the files that read them.
struct ListedVariableJoin: Sendable {
    private struct Listed: Sendable {
        var site: Int
        var name: String
    }

    private var listed: [Listed] = []
    private var counts: [String: Int] = [:]

    init(_ program: Program, environment: EnvironmentJoin) {
        for site in program.signalsByKind["document.variable", default: []] {
            let signal = program.signals[site]
            guard !signal.isTest, let name = signal.attributes["name"] else { continue }
            counts[signal.path, default: 0] += 1
            if listed.count < Joins.maximumCandidates, environment.mayBeUnread(name) {
                listed.append(Listed(site: site, name: name))
            }
        }
    }

    var queries: [MentionQuery] { listed.map { MentionQuery($0.name) } }

    func finish(_ program: Program, mentions: Mentions, _ found: inout Joins.Found) {
        let unread = listed.filter { each in
            !mentions.places(MentionQuery(each.name)).contains { !FileRole.isDocument($0.path) }
        }
        let byPath = Dictionary(grouping: unread) { program.signals[$0.site].path }
        for (path, unread) in byPath.sorted(by: { $0.key < $1.key }) {
            // A table of which half is unknown is about another program, or not understood.
            guard let all = counts[path], unread.count * 2 < all else { continue }
            for each in unread {
                var signal = program.signals[each.site]
                found.wires.append(
                    Wire(
                        join: .document, from: Wire.Place(path: path, line: signal.line), name: each.name,
                        why: "a document lists this variable, and no other file names it", severity: .low))
                signal.kind = "document.unread-variable"
                signal.attributes["share"] = unread.count * 10 > all ? "many" : "few"
                found.signals.append(signal)
            }
        }
    }
}
