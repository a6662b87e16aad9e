import AnalyzerProtocol

/// Finds the namespace that an import of a file means.
struct ImportResolver {
    /// What an import was found to be.
    enum Resolution: Equatable {
        case namespace(Int32)
        /// Below a declared prefix of the repository, and not there.
        case missing
        case external
    }

    /// What a resolution depends on, beside the module: the files of a directory mostly share theirs.
    private struct Context: Hashable {
        var namespace: Int32
        var kind: String?
        var separator: String?
        var search: [String]
        var directory: String
    }

    private struct Binding {
        var prefix: String
        /// With slashes in the place of dots.
        var dottedPrefix: String
        var directory: String
        /// The directory of the file that declares it.
        var declaredIn: String
    }

    private var bindings: [Binding] = []
    private var declaredDependencies: Set<String> = []
    /// The one namespace that ends in this path (of two segments or more), or -1 for several, by kind.
    private var suffixes: [String: [String: Int32]] = [:]
    private var known = NumberMap()
    private var resolutions: [Resolution] = []
    /// By file.
    private var contexts: [Int32] = []

    init(_ layout: Layout, _ namespaces: Namespaces) {
        for source in layout.files {
            for binding in source.facts.bindings {
                bindings.append(
                    Binding(
                        prefix: binding.importPrefix,
                        dottedPrefix: binding.importPrefix.split(separator: ".").joined(separator: "/"),
                        directory: Self.trimmed(binding.directory), declaredIn: Self.directory(of: source.path)))
            }
            for dependency in source.facts.dependencies where dependency.scope != "indirect" {
                declaredDependencies.insert(Self.normalized(dependency.name))
            }
        }
        if let prefix = InferredPrefix.find(
            layout, namespaces, declared: bindings.map { (prefix: $0.prefix, declaredIn: $0.declaredIn) })
        {
            bindings.append(Binding(prefix: prefix, dottedPrefix: prefix, directory: "", declaredIn: ""))
        }
        // The longest prefix wins; the nearest one above a file is chosen among equals when it is known which file asks.
        bindings.sort {
            ($0.prefix.utf8.count, $1.prefix, $0.declaredIn) > ($1.prefix.utf8.count, $0.prefix, $1.declaredIn)
        }
        numberContexts(layout, namespaces)
        namespaces.forEachNamed { kind, name, id in
            guard namespaces[id].traits.loadsParents, namespaces[id].hasFiles else { return }
            let segments = name.split(separator: "/")
            guard segments.count > 2 else { return }
            for start in 1...(segments.count - 2) {
                let suffix = segments[start...].joined(separator: "/")
                suffixes[kind, default: [:]].updateEach(suffix, id)
            }
        }
    }

    mutating func resolve(_ module: NameID, from file: Int, _ layout: Layout, _ namespaces: Namespaces, _ names: Names)
        -> Resolution
    {
        let key = pair(contexts[file], module)
        if let place = known[key] { return resolutions[Int(place)] }
        let resolution = find(names[module], from: file, layout, namespaces)
        known[key] = Int32(resolutions.count)
        resolutions.append(resolution)
        return resolution
    }

    /// The only namespace of a kind whose path ends in these two segments or more.
    func onlyNamespace(endingIn path: String, kind: String) -> Int32? {
        guard let id = suffixes[kind]?[path], id >= 0 else { return nil }
        return id
    }

    /// Where a package lies whose import path begins with one that the repository declares.
    func directory(ofImport path: String) -> String? {
        for binding in bindings where !binding.prefix.isEmpty {
            if path == binding.prefix { return binding.directory }
            if path.hasPrefix(binding.prefix + "/") {
                return Self.joined(binding.directory, String(path.dropFirst(binding.prefix.count + 1)))
            }
        }
        return nil
    }

    private mutating func numberContexts(_ layout: Layout, _ namespaces: Namespaces) {
        var numbers: [Context: Int32] = [:]
        for (file, source) in layout.files.enumerated() {
            let namespace = source.facts.namespace
            let context = Context(
                namespace: namespaces.ofFile[file], kind: namespace?.kind, separator: namespace?.separator,
                search: namespace?.search ?? Self.searched(by: source),
                directory: Self.directory(of: source.path))
            let number = numbers[context] ?? Int32(numbers.count)
            numbers[context] = number
            contexts.append(number)
        }
    }

    private func find(_ module: String, from file: Int, _ layout: Layout, _ namespaces: Namespaces) -> Resolution {
        let source = layout.files[file]
        let namespace = source.facts.namespace
        let kind = namespace?.kind
        // A file without a namespace (a manifest) writes names as the language does whose namespace they lie in.
        let separator = namespace?.separator ?? (module.contains("/") ? "/" : ".")
        let path =
            separator == "/"
            ? module : module.split(separator: separator, omittingEmptySubsequences: false).joined(separator: "/")
        guard !path.isEmpty else { return .external }
        let search = namespace?.search ?? Self.searched(by: source)
        // Only searched directories and dotted names give way to declared dependencies.
        let declared =
            (!search.isEmpty || separator == ".")
            && declaredDependencies.contains(
                Self.normalized(String(path[..<(path.utf8.firstIndex(of: UInt8(ascii: "/")) ?? path.endIndex)])))

        // A package may name itself in full; a module that has the name of what it imports does not mean itself.
        let isPackage = separator == "." && namespace?.name == Self.directory(of: source.path)
        let own = isPackage && !declared ? -1 : namespaces.ofFile[file]

        var directoryOnly: Int32?
        for directory in search {
            let directory = Self.trimmed(directory)
            if !directory.isEmpty, let id = namespaces.find(directory, kind: kind), namespaces[id].hasFiles { continue }
            guard let id = namespaces.find(Self.joined(directory, path), kind: kind), id != own else { continue }
            if !namespaces[id].hasFiles {
                // A bare directory gives way to any module of that name, and to what a dependency file declares.
                if !declared { directoryOnly = directoryOnly ?? id }
                continue
            }
            if declared, !path.contains("/"), directory == Self.directory(of: source.path) { continue }
            return .namespace(id)
        }
        if let resolution = findBelowBindings(
            path, separator: separator, from: source.path, kind: kind, own: own, namespaces)
        {
            return resolution
        }
        if let directoryOnly { return .namespace(directoryOnly) }
        if separator == ".", !declared, path.contains("/") {
            if let kind {
                if let id = suffixes[kind]?[path], id >= 0, id != own { return .namespace(id) }
            } else {
                let found = suffixes.values.compactMap { $0[path] }
                if found.count == 1, found[0] >= 0 { return .namespace(found[0]) }
            }
        }
        return .external
    }

    /// A manifest names what lies beside it.
    private static func searched(by source: SourceFacts) -> [String] {
        guard !source.facts.roots.isEmpty else { return [] }
        let directory = directory(of: source.path)
        return [joined(directory, "src"), directory]
    }

    private func findBelowBindings(
        _ path: String, separator: String, from file: String, kind: String?, own: Int32, _ namespaces: Namespaces
    ) -> Resolution? {
        var best: [(rest: Substring, binding: Binding)] = []
        for binding in bindings {
            if let first = best.first, binding.prefix != first.binding.prefix, !first.binding.prefix.isEmpty { break }
            let prefix =
                separator == "/"
                ? binding.prefix
                : separator == "."
                    ? binding.dottedPrefix : binding.prefix.split(separator: separator).joined(separator: "/")
            if prefix.isEmpty {
                // Source directories hold for the project they are declared in.
                if Self.isBelow(file, binding.declaredIn) { best.append((path[...], binding)) }
            } else if path == prefix {
                best.append(("", binding))
            } else if path.utf8.count > prefix.utf8.count,
                path.utf8.dropFirst(prefix.utf8.count).first == UInt8(ascii: "/"), path.hasPrefix(prefix)
            {
                best.append((path.dropFirst(prefix.count + 1), binding))
            }
        }
        guard !best.isEmpty else { return nil }
        best.sort {
            (Self.depthAbove(file, $0.binding.declaredIn), $1.binding.declaredIn, $1.binding.directory)
                > (Self.depthAbove(file, $1.binding.declaredIn), $0.binding.declaredIn, $0.binding.directory)
        }
        for (rest, binding) in best {
            if let id = namespaces.find(Self.joined(binding.directory, String(rest)), kind: kind),
                id != own || !binding.prefix.isEmpty
            {
                return .namespace(id)
            }
        }
        return best.contains { !$0.binding.prefix.isEmpty } ? .missing : nil
    }

    /// How deep the directory lies, where it is above the file; -1 where it is not.
    private static func depthAbove(_ file: String, _ directory: String) -> Int {
        isBelow(file, directory) ? directory.utf8.count : -1
    }

    private static func isBelow(_ file: String, _ directory: String) -> Bool {
        directory.isEmpty
            || (file.hasPrefix(directory) && file.utf8.dropFirst(directory.utf8.count).first == UInt8(ascii: "/"))
    }

    private static func joined(_ directory: String, _ path: String) -> String {
        directory.isEmpty ? path : path.isEmpty ? directory : directory + "/" + path
    }

    private static func trimmed(_ directory: String) -> String {
        if directory == "." { return "" }
        return directory.hasSuffix("/") ? String(directory.dropLast()) : directory
    }

    static func directory(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
        return String(path[..<slash])
    }

    /// Names as package indexes compare them: no case, and one dash for each run of `-`, `_` and `.`.
    static func normalized(_ name: String) -> String {
        var result = ""
        for character in name.lowercased() {
            let folded: Character = character == "_" || character == "." ? "-" : character
            if folded == "-", result.last == "-" { continue }
            result.append(folded)
        }
        return result
    }
}

extension Dictionary where Key == String, Value == Int32 {
    /// Keeps the one value of a key, and -1 as soon as there are two.
    fileprivate mutating func updateEach(_ key: String, _ value: Int32) {
        self[key] = self[key] == nil ? value : -1
    }
}
