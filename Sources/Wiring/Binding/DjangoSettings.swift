import AnalyzerProtocol
import Models

/// The module of the repository that Django's `settings` stands for.
///
/// Its name is in the variable `DJANGO_SETTINGS_MODULE`. What deployments set counts before what the module of the server does, and that before
/// what `manage.py` does; among equals it has to be one.
struct DjangoSettings {
    /// `django.conf.settings`
    let name: NameID
    let namespace: Int32?

    private static let variable = "DJANGO_SETTINGS_MODULE"
    private static let servers: Set<String> = ["wsgi.py", "asgi.py", "celery.py"]

    init(_ layout: Layout, _ namespaces: Namespaces, _ imports: ImportResolver, _ names: inout Names) {
        name = names.id("django.conf.settings")
        var found: [Set<Int32>] = [[], [], []]
        for source in layout.files where !SidePaths.isBeside(source.path) && !SidePaths.speaksOfTests(source.path) {
            for module in Self.modules(source.facts) {
                let path = module.split(separator: ".").joined(separator: "/")
                let beside = ImportResolver.directory(of: source.path)
                let places = [beside, "", "src"].map { $0.isEmpty ? path : $0 + "/" + path }
                let near = places.compactMap { namespaces.find($0, kind: "python-module") }
                    .first { namespaces[$0].hasFiles }
                if let id = near ?? imports.onlyNamespace(endingIn: path, kind: "python-module") {
                    found[Self.rank(source)].insert(id)
                }
            }
        }
        namespace = found.first { $0.count == 1 }?.first
    }

    /// The names that a file sets the variable to.
    private static func modules(_ facts: Facts) -> [String] {
        guard let place = facts.refs.firstIndex(of: .environment(variable)) else { return [] }
        return facts.references.compactMap { reference in
            guard reference.kind == .write, Int(reference.to) == place,
                case .string(let module) = reference.arguments.first?.value, !module.contains("$")
            else { return nil }
            return module
        }
    }

    private static func rank(_ source: SourceFacts) -> Int {
        if source.facts.namespace?.kind != "python-module" { return 0 }
        return servers.contains(CommandLine.fileName(source.path)) ? 1 : 2
    }
}

extension Binder {
    /// A name of Django's `settings`: what the repository's own module has, or takes over by `from base import *`; else Django's own default.
    mutating func addSetting(_ name: NameID, in namespace: Int32, seenFrom file: Int, to set: inout TargetSet) {
        var found = TargetSet()
        lookup(name, in: namespace, from: file, &found)
        if found.isEmpty {
            set.insert(.external(externals.member(name, of: django.name, &names)))
        } else {
            for index in 0..<found.count { set.insert(found[index]) }
            set.isValue = set.isValue || found.isValue
        }
    }
}
