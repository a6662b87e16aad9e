import AnalyzerProtocol

/// What the joins need of the facts of all files, bound: kept with the program, since joins look at texts only afterwards.
package struct JoinFacts: Sendable {
    /// A module that is not of the repository nor of a standard library, and the place that loads it.
    struct Import: Sendable {
        var module: String
        /// What is taken from the module; nil for the module itself.
        var name: String?
        var ecosystem: String
        var place: Wire.Place
        var node: NodeID
        /// Whether the file's top level loads it, whatever happens.
        var isPlain: Bool
        var isTest: Bool
        /// Whether the file belongs to no variant of its package.
        var isOrdinary: Bool
    }

    /// A place in the code that reads a variable of the environment.
    struct Read: Sendable {
        var variable: String
        var place: Wire.Place
        var node: NodeID
        /// Whether the code fails without the variable.
        var isRequired: Bool
        var isTest: Bool
    }

    /// A field that takes its value from the program's configuration.
    struct Setting: Sendable {
        var field: NodeID
        var owner: NodeID
        var name: String
        var key: String
        /// Whether its file holds nothing but what is configured, and reads none of it.
        var isConfigured: Bool
        var place: Wire.Place
    }

    /// A setting of the program's own that code reads by its name and cannot do without, and that no file sets.
    struct RequiredSetting: Sendable {
        var name: String
        var key: String
        var place: Wire.Place
        var node: NodeID
    }

    /// What selects workloads by labels or names.
    struct Selection: Sendable {
        var labels: [String]
        var place: Wire.Place
        /// What selects.
        var node: NodeID
        /// What is selected.
        var selected: [NodeID]
        var selectsNothing: Bool { selected.isEmpty }
    }

    /// A variable that a manifest sets for a container.
    struct DeployedVariable: Sendable {
        var variable: String
        var place: Wire.Place
        var container: NodeID
    }

    /// A file of the host, or so it seems, that is put into a container.
    struct MountedFile: Sendable {
        var source: String
        /// Where it is put.
        var target: String
        var place: Wire.Place
        var node: NodeID
    }

    /// A key of an object (`ConfigMap/shop`) without which a pod does not start, or lacks a file.
    struct WantedKey: Sendable {
        var object: String
        var key: String
        /// All objects of the name, wherever they are.
        var objects: [NodeID]
        var place: Wire.Place
        var node: NodeID
    }

    var selections: [Selection] = []
    /// What manifests set for containers.
    var deployed: [DeployedVariable] = []
    var mountedFiles: [MountedFile] = []
    var wantedKeys: [WantedKey] = []
    /// Of images that are built here, what they may not hold.
    var imageCommands: [ImageCommand] = []
    var imports: [Import] = []
    var reads: [Read] = []
    /// Variables that code sets itself.
    var written: Set<String> = []
    var settings: [Setting] = []
    var requiredSettings: [RequiredSetting] = []
    var manifests = ManifestTable()
    /// Directories of the files that import a module of the repository that is not there: a build makes it.
    var incompleteFolders: Set<String> = []
    /// Paths of the files that analyzers read as code, by ecosystem.
    var codeFolders: [String: Set<String>] = [:]
}

extension JoinFacts {
    init(_ binder: inout Binder, isTest: [Bool], escaping: Set<NodeID>) {
        manifests = ManifestTable(binder.layout.files)
        for (file, source) in binder.layout.files.enumerated() {
            addSelections(file, &binder)
            addImageCommands(file, &binder)
            let kind = source.facts.namespace?.kind
            let ecosystem = Ecosystem(namespaceKind: kind)
            // Erlang code imports modules and not packages; what it reads counts all the same.
            guard ecosystem != nil || kind == "erlang-module" else { continue }
            if let ecosystem {
                codeFolders[ecosystem.name, default: []].insert(ImportResolver.directory(of: source.path))
            }
            for place in binder.references.range(file) where binder.references.entries[place].from >= 0 {
                add(place, file, ecosystem, isTest[file], &binder)
            }
        }
        SettingFields.add(to: &self, &binder, isTest: isTest, escaping: escaping)
    }

    private mutating func addSelections(_ file: Int, _ binder: inout Binder) {
        let source = binder.layout.files[file]
        let isDeployment = source.facts.namespace?.kind == "kubernetes"
        for place in binder.references.range(file)
        where isDeployment || binder.references.entries[place].referenceClass == .other {
            let reference = source.facts.references[place - binder.references.first[file]]
            let from = binder.references.entries[place].from
            if reference.kind == .probe { addProbe(reference, from, file, &binder) }
            let entry = binder.refs.entry(file, reference.to)
            let line = Wire.Place(path: source.path, line: reference.line)
            if reference.kind.rawValue == "mount", entry.form == .path, let target = reference.text("target") {
                mountedFiles.append(
                    MountedFile(source: binder.names[entry.name], target: target, place: line, node: from))
            }
            if isDeployment, entry.form == .environment, reference.kind.rawValue == "write", from >= 0 {
                let variable = binder.names[entry.name]
                deployed.append(DeployedVariable(variable: variable, place: line, container: from))
            }
            guard entry.form == .selector else { continue }
            let labels = binder.refs.words[Int(entry.name)].list
            if reference.kind == .select {
                let selected = binder.deployment.workloads(having: labels, nearest: source.path)
                selections.append(Selection(labels: labels, place: line, node: from, selected: selected))
            } else if let key = reference.text("key"), let object = labels.first {
                let objects = binder.deployment.all(named: object)
                wantedKeys.append(
                    WantedKey(object: object, key: key, objects: objects, place: line, node: from))
            }
        }
    }

    private mutating func add(
        _ index: Int, _ file: Int, _ ecosystem: Ecosystem?, _ isTest: Bool, _ binder: inout Binder
    ) {
        let entry = binder.references.entries[index]
        let target = binder.refs.entry(file, entry.to)
        // Nearly all references are neither, and are not copied.
        let isRead = binder.references.kinds[Int(entry.kind)] == "read"
        guard target.form == .environment || (target.form == .imported && (isRead || entry.referenceClass == .include))
        else { return }
        let source = binder.layout.files[file]
        let reference = source.facts.references[index - binder.references.first[file]]
        let place = Wire.Place(path: source.path, line: reference.line)
        if target.form == .environment {
            let variable = binder.names[target.name]
            if reference.kind.rawValue == "write" {
                if !isTest { written.insert(variable) }
                return
            }
            let fails = reference.arguments.contains { $0.name == "required" && $0.value == .bool(true) }
            reads.append(
                Read(
                    variable: variable, place: place, node: entry.from,
                    isRequired: fails && reference.context.isDisjoint(with: [.guarded, .conditional, .handler]),
                    isTest: isTest))
            return
        }
        if reference.kind.rawValue == "read", target.form == .imported, target.of >= 0, !isTest,
            reference.arguments.contains(where: { $0.name == "required" && $0.value == .bool(true) }),
            reference.context.isDisjoint(with: [.guarded, .conditional, .handler])
        {
            addRequired(target, file, place, entry.from, &binder)
        }
        guard let ecosystem, entry.referenceClass == .include, target.form == .imported else { return }
        switch binder.imports.resolve(target.name, from: file, binder.layout, binder.namespaces, binder.names) {
        case .namespace: return
        case .missing: incompleteFolders.insert(ImportResolver.directory(of: source.path))
        case .external:
            let module = binder.names[target.name]
            guard !ecosystem.isStandard(module) else { return }
            let isTop = entry.from == binder.layout.firstNode[file]
            imports.append(
                Import(
                    module: module, name: target.of >= 0 ? binder.names[target.of] : nil, ecosystem: ecosystem.name,
                    place: place, node: entry.from,
                    isPlain: isTop && reference.context.isDisjoint(with: [.guarded, .conditional, .handler]),
                    isTest: isTest, isOrdinary: source.facts.namespace?.variant == nil))
        }
    }

    /// What has an owner among the names of its namespace, and is none of them itself.
    private mutating func addRequired(
        _ target: RefTable.Entry, _ file: Int, _ place: Wire.Place, _ node: NodeID, _ binder: inout Binder
    ) {
        let name = binder.names[target.of]
        guard let dot = name.lastIndex(of: "."),
            case .namespace(let id) = binder.imports.resolve(
                target.name, from: file, binder.layout, binder.namespaces, binder.names),
            let owner = binder.names.find(String(name[..<dot])),
            binder.namespaces.forEachSymbol(owner, in: id, seenFrom: file, { _ in }),
            !binder.namespaces.forEachSymbol(target.of, in: id, seenFrom: file, { _ in })
        else { return }
        requiredSettings.append(
            RequiredSetting(name: name, key: String(name[name.index(after: dot)...]), place: place, node: node))
    }
}

extension Reference {
    /// An argument that is a text.
    fileprivate func text(_ name: String) -> String? {
        guard case .string(let text) = arguments.first(where: { $0.name == name })?.value else { return nil }
        return text
    }
}
