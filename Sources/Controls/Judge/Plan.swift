import Models
import Wiring

/// A question for signals, made ready for many columns: what does not depend on the column is found once.
final class Plan {
    let kinds: [Int32]
    private let table: SignalTable
    /// Those of its kinds whose attributes match; nil where the question asks for none.
    private let accepted: BitSet?
    private let isOfKind: BitSet
    /// Found before for scopes that do not depend on the column.
    var sitesOfScope: [SignalScope: [Int]] = [:]

    init(_ query: SignalQuery, _ table: SignalTable, accepts: (Int) -> Bool) {
        self.table = table
        kinds = query.kinds.compactMap(table.kindID)
        var isOfKind = BitSet(capacity: table.kindNames.count)
        for kind in kinds { isOfKind.insert(kind) }
        self.isOfKind = isOfKind
        guard !query.attributes.isEmpty || !query.without.isEmpty else {
            accepted = nil
            return
        }
        var accepted = BitSet(capacity: table.count)
        for kind in kinds {
            for site in table.byKind[kind] where accepts(Int(site)) { accepted.insert(site) }
        }
        self.accepted = accepted
    }

    /// For a signal of one of its kinds.
    func accepts(_ site: Int32) -> Bool { accepted?.contains(site) ?? true }

    func asksFor(_ site: Int32) -> Bool { isOfKind.contains(table.kinds[Int(site)]) && accepts(site) }

    /// Everything it asks for, wherever it is.
    private(set) lazy var sites: [Int32] = {
        var result: [Int32] = []
        for kind in kinds { result += table.byKind[kind].filter(accepts) }
        return kinds.count > 1 ? result.sorted() : result
    }()

    /// What no symbol holds and is no test: apart what files say that declare dependencies.
    private lazy var ofNoSymbol: [Int32] = sites.filter {
        table.nodes[Int($0)] < 0 && !table.flags[Int($0)].contains(.isTest)
    }
    private(set) lazy var ofFiles: [Int32] = ofNoSymbol.filter { table.manifestOf[Int($0)] < 0 }
    private(set) lazy var ofManifests: [Int32] = ofNoSymbol.filter { table.manifestOf[Int($0)] >= 0 }

    /// What symbols of the product hold that no column reaches.
    func unused(_ users: Users) -> [Int32] {
        if let known = knownUnused { return known }
        let found = sites.filter {
            table.nodes[Int($0)] >= 0 && table.flags[Int($0)].isDisjoint(with: [.isTest, .isBeside])
                && users.classOf[Int($0)] < 0
        }
        knownUnused = found
        return found
    }

    private var knownUnused: [Int32]?
}
