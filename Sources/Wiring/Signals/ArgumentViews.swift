import AnalyzerProtocol
import Models

/// Arguments as models see them.
enum ArgumentViews {
    private static let maximumDepth = 8

    static func bind(_ arguments: [Argument], _ file: Int, _ models: CompiledModels, _ binder: Binder, depth: Int = 0) -> [ArgumentView] {
        arguments.map { argument in
            var view = ArgumentView(position: argument.position, name: argument.name, literal: argument.value)
            if let ref = argument.ref {
                let targets = binder.bind(file, ref)
                for index in 0..<targets.count {
                    if let external = targets[index].externalName {
                        view.externalNames.append(models.instanceName(binder.names[external]))
                    } else if targets[index].kind == .symbol, view.literal == nil {
                        // A constant of the repository stands for its value.
                        view.literal = binder.layout.symbol(targets[index].id)?.value
                    }
                }
            }
            if let items = argument.items, depth < maximumDepth {
                view.items = bind(items, file, models, binder, depth: depth + 1)
            }
            return view
        }
    }

    /// The symbol that an argument names.
    static func symbol(_ key: ArgumentKey, of arguments: [Argument], _ file: Int, _ binder: Binder) -> NodeID? {
        let argument = arguments.first { argument in
            switch key {
            case .position(let position): argument.position == position
            case .name(let name): argument.name == name
            }
        }
        guard let ref = argument?.ref else { return nil }
        let targets = binder.bind(file, ref)
        for index in 0..<targets.count where targets[index].kind == .symbol { return targets[index].id }
        return nil
    }
}
