import Wiring

/// Which columns use which signals: what is asked of one column about all others, found once for all of them.
///
/// Signals that the same columns' folders hold, in code of the same analyzer, make a class: either all of them are another
/// column's own, or none is.
struct Users {
    /// For each signal that a symbol holds its class; -1 where no column reaches it.
    let classOf: [Int32]
    private let classes: [Class]
    /// By the longest of their folders.
    private var byFolder: [String: [Int32]] = [:]
    /// What code of the product holds of each class, no tests: by class and kind.
    private var sites: [Key: [Int32]] = [:]

    private struct Class: Hashable {
        /// The folders of the columns that reach it and in whose folders it stands.
        var homes: Int32
        var analyzer: String
        /// Whether an object holds it that belongs to those who reach it.
        var isObject: Bool
    }

    private struct Key: Hashable {
        var users: Int32
        var kind: Int32
    }

    private struct Step: Hashable {
        var homes: Int32
        var folder: String
    }

    init(_ program: Program, _ table: SignalTable, views: [ColumnView]) {
        // Which folders: numbers of lists, of which the first is empty.
        var lists: [[String]] = [[]]
        var steps: [Step: Int32] = [:]
        var homes = [Int32](repeating: -1, count: table.count)
        for view in views {
            let folder = view.column.folder
            view.forEachOwn { site in
                if homes[Int(site)] < 0 { homes[Int(site)] = 0 }
                guard !folder.isEmpty, program.signals[Int(site)].path.hasPrefix(folder) else { return }
                let step = Step(homes: homes[Int(site)], folder: folder)
                if let next = steps[step] {
                    homes[Int(site)] = next
                } else if lists[Int(step.homes)].contains(folder) {
                    steps[step] = step.homes
                } else {
                    homes[Int(site)] = Int32(lists.count)
                    steps[step] = Int32(lists.count)
                    lists.append(lists[Int(step.homes)] + [folder])
                }
            }
        }
        var ids: [Class: Int32] = [:]
        var classes: [Class] = []
        var classOf = [Int32](repeating: -1, count: table.count)
        for site in 0..<Int32(table.count) where homes[Int(site)] >= 0 {
            let node = program.nodes[Int(table.nodes[Int(site)])]
            let own = Class(
                homes: homes[Int(site)], analyzer: node.analyzer, isObject: Concerns.ownKinds.contains(node.kind))
            let id = ids[own] ?? Int32(classes.count)
            if Int(id) == classes.count {
                ids[own] = id
                classes.append(own)
                // A column that stands in all of them stands in the longest.
                let longest = lists[Int(own.homes)].max { $0.utf8.count < $1.utf8.count } ?? ""
                if !own.isObject { byFolder[longest, default: []].append(id) }
            }
            classOf[Int(site)] = id
            if table.flags[Int(site)].isDisjoint(with: [.isTest, .isBeside]) {
                sites[Key(users: id, kind: table.kinds[Int(site)]), default: []].append(site)
            }
        }
        self.classes = classes
        self.classOf = classOf
        self.lists = lists
    }

    private let lists: [[String]]

    /// The classes that a column may use although others do: no other column's own, and of its analyzer.
    func open(to folder: String, analyzer: String?) -> Set<Int32> {
        var found: Set<Int32> = []
        var end = folder.startIndex
        while true {
            for id in byFolder[String(folder[..<end])] ?? [] {
                let own = classes[Int(id)]
                if let analyzer, analyzer != own.analyzer { continue }
                if lists[Int(own.homes)].allSatisfy(folder.hasPrefix) { found.insert(id) }
            }
            guard let slash = folder[end...].firstIndex(of: "/") else { return found }
            end = folder.index(after: slash)
        }
    }

    func sites(_ id: Int32, _ kind: Int32) -> [Int32] { sites[Key(users: id, kind: kind)] ?? [] }
}
