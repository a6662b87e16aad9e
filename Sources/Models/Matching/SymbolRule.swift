package import AnalyzerProtocol

/// A model entry about definitions.
package final class SymbolRule: Sendable {
    package let signal: String
    /// Literal attributes that the signal keeps.
    package let attributes: [String: String]
    /// Which sets of the view have to be filled.
    package let needs: SymbolNeeds
    package let order: Int
    /// Whether it concludes from names what code does, which says nothing of generated code.
    package let looksAtNames: Bool
    let conditions: Conditions

    init(entry: ModelEntry, conditions: Conditions, order: Int) {
        signal = entry.signal
        attributes = entry.literalAttributes
        self.conditions = conditions
        self.order = order
        looksAtNames = conditions.name != nil || conditions.owner != nil || !conditions.hasMethods.isEmpty
        var needs: SymbolNeeds = []
        if conditions.inherits != nil { needs.insert(.bases) }
        if !conditions.hasMethods.isEmpty { needs.insert(.methods) }
        if !conditions.calls.isEmpty { needs.insert(.calls) }
        self.needs = needs
    }

    package func accepts(_ symbol: SymbolView) -> Bool {
        acceptsRoot(symbol.rootClass, kind: symbol.rootKind) && acceptsPath(symbol.path)
            && acceptsName(symbol.lastName) && acceptsOwner(symbol.ownerName) && acceptsSets(symbol)
    }

    // Each condition on its own: what many symbols share, a name or a path, need be asked of once only.

    /// Whether the condition on the last part of its name holds.
    package func acceptsName(_ lastName: String) -> Bool { conditions.name?.matches(lastName) ?? true }

    package func acceptsPath(_ path: String) -> Bool { conditions.acceptsPath(path) }

    /// Whether the condition on what root it is holds; nil for none.
    package func acceptsRoot(_ rootClass: RootClass?, kind: String?) -> Bool {
        if let root = conditions.root, rootClass != root { return false }
        if let wanted = conditions.rootKind, kind != wanted { return false }
        return true
    }

    package var looksAtOwner: Bool { conditions.owner != nil }

    /// What belongs to no type has an owner without a name, which an expression that only excludes accepts.
    package func acceptsOwner(_ name: String?) -> Bool { conditions.owner?.matches(name ?? "") ?? true }

    /// Whether the conditions on bases, methods and calls hold, which `needs` tells of.
    package func acceptsSets(_ symbol: SymbolView) -> Bool {
        if let inherits = conditions.inherits, !inherits.containsAny(of: symbol.externalBases) { return false }
        for method in conditions.hasMethods where !symbol.methodNames.contains(where: method.matches) { return false }
        for names in conditions.calls where !names.containsAny(of: symbol.calledNames) { return false }
        return true
    }
}

/// A model entry about types that derive from an external name.
package struct TypeRule: Sendable {
    package let signal: String
    package let attributes: [String: String]
    package let order: Int
    private let conditions: Conditions

    init(entry: ModelEntry, conditions: Conditions, order: Int) {
        signal = entry.signal
        attributes = entry.literalAttributes
        self.conditions = conditions
        self.order = order
    }

    /// - Parameters:
    ///   - name: the last part of the deriving type's name.
    ///   - isTaken: whether functions that something outside calls take parameters of it.
    package func accepts(path: String, name: String, isTaken: Bool) -> Bool {
        (isTaken || !conditions.isTaken) && (conditions.name?.matches(name) ?? true) && conditions.acceptsPath(path)
    }
}

/// A model entry about imports.
package struct ImportRule: Sendable {
    package let signal: String
    package let attributes: [String: String]
    package let order: Int
    private let conditions: Conditions

    init(entry: ModelEntry, conditions: Conditions, order: Int) {
        signal = entry.signal
        attributes = entry.literalAttributes
        self.conditions = conditions
        self.order = order
    }

    package func accepts(path: String) -> Bool { conditions.acceptsPath(path) }
}

extension ModelEntry {
    var literalAttributes: [String: String] {
        attributes.compactMapValues { if case .literal(let text) = $0 { text } else { nil } }
    }
}
