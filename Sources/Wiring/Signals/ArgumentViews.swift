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
                        // A constant of the repository stands for its value.
                        view.literal = binder.layout.symbol(binder[targets, index].id)?.value
                    }
                }
            }
            if let items = argument.items, depth < maximumDepth {
                view.items = bind(items, file, &binder, depth: depth + 1)
            }
            return view
        }
    }

    /// The symbol that an argument names.
    static func symbol(_ key: ArgumentKey, of arguments: [Argument], _ file: Int, _ binder: inout Binder) -> NodeID? {
        let argument = arguments.first { argument in
            switch key {
            case .position(let position): argument.position == position
            case .name(let name): argument.name == name
            }
        }
        guard let ref = argument?.ref else { return nil }
        let targets = binder.bind(file, ref)
        for index in 0..<targets.count where binder[targets, index].kind == .symbol { return binder[targets, index].id }
        return nil
    }
}
