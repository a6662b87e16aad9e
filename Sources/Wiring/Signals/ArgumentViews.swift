import AnalyzerProtocol
import Models

/// Arguments as models see them.
enum ArgumentViews {
    private static let maximumDepth = 8

    static func bind(_ arguments: [Argument], _ file: Int, _ binder: inout Binder, depth: Int = 0) -> [ArgumentView] {
        arguments.map { argument in
            var view = ArgumentView(position: argument.position, name: argument.name, literal: argument.value)
            if let ref = argument.ref {
                let targets = binder.bind(file, ref)
                for index in 0..<targets.count {
                    if let external = binder[targets, index].externalName {
                        view.externalNames.append(binder.instanceName(external))
                    } else if binder[targets, index].kind == .symbol, view.literal == nil {
                        // A constant of the repository stands for its value, a setting for its default.
                        let node = binder[targets, index].id
                        view.literal = binder.layout.symbol(node)?.value
                        if depth == 0, argument.items == nil, view.items == nil,
                            let items = binder.lists.items(of: node, binder.layout)
                        {
                            view.items = bind(items, binder.layout.file(node), &binder, depth: 1)
                        }
                    }
                }
            }
            if let items = argument.items, depth < maximumDepth {
                view.items = bind(items, file, &binder, depth: depth + 1)
            }
            return view
        }
    }

    /// What runs before a route's handler: the middleware of its group, and what is handed over beside the handler.
    static func guards(of route: Reference, _ file: Int, _ binder: inout Binder) -> [NodeID] {
        guard route.kind == .call else { return [] }
        var found: [NodeID] = []
        for argument in route.arguments where argument.name == "guard" || argument.name == nil {
            guard let ref = argument.ref else { continue }
            let targets = binder.bind(file, ref)
            for index in 0..<targets.count where binder[targets, index].kind == .symbol {
                let node = binder[targets, index].id
                if binder.layout.symbolClass(node).isCallable, !found.contains(node) { found.append(node) }
            }
        }
        return found
    }

    /// The symbol that an argument names; of what a call gives that is none itself, the function that gives it.
    static func symbol(_ key: ArgumentKey, of arguments: [Argument], _ file: Int, _ binder: inout Binder) -> NodeID? {
        let argument = arguments.first { argument in
            switch key {
            case .position(let position): argument.position == position
            case .name(let name): argument.name == name
            }
        }
        guard let ref = argument?.ref else { return nil }
        if let named = symbol(ref, file, &binder) { return named }
        let refs = binder.layout.files[file].facts.refs
        guard refs.indices.contains(Int(ref)) else { return nil }
        var given = refs[Int(ref)]
        // A method of it, `ready(store).ServeHTTP`, stands for it.
        if case .member(_, let of) = given, let of, refs.indices.contains(Int(of)) { given = refs[Int(of)] }
        guard case .result(let callee, _) = given else { return nil }
        if let giver = symbol(callee, file, &binder) {
            return binder.layout.symbolClass(giver).isCallable ? giver : nil
        }
        // What a library's method of a type gives, `Orders.as_view()`, stands for the type.
        guard refs.indices.contains(Int(callee)), case .member(_, let of) = refs[Int(callee)], let of,
            let type = symbol(of, file, &binder), binder.layout.symbolClass(type) == .type
        else { return nil }
        return type
    }

    private static func symbol(_ ref: RefIndex, _ file: Int, _ binder: inout Binder) -> NodeID? {
        let targets = binder.bind(file, ref)
        for index in 0..<targets.count where binder[targets, index].kind == .symbol { return binder[targets, index].id }
        return nil
    }
}
