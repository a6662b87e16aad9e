import AnalyzerProtocol

/// The namespaces of the repository and the names in them.
struct Namespaces {
    struct Entry {
        var name: String
        var separator: String
        var traits: LanguageTraits
        /// The top levels of its plain files, and of its files of any variant.
        var plainFiles: [Int32] = []
        var variantFiles: [Int32] = []
        /// False for a directory that only holds namespaces.
        var hasFiles = false
        /// Namespaces all of whose names are names of this one too (`from x import *`).
        var starred: [Int32] = []
    }

    private(set) var entries: [Entry] = []
    /// The namespace of each file, and the scope that its own names are in.
    private(set) var ofFile: [Int32] = []
    private var scopeOfFile: [Int32] = []
    private var plainScope: [Int32] = []
    private var variantOfFile: [NameID] = []
    private let plainVariant: NameID
    /// Namespaces by name, one table for each kind, in the order in which kinds appeared.
    private var byName: [(kind: String, table: [String: Int32])] = []
    private var scopes = NumberMap()
    private var scopeCount: Int32 = 0
    /// The first symbol of a name in a scope, and for each node the next one of that name.
    private var firstSymbol = NumberMap()
    private var nextSymbol: [NodeID] = []
    /// Star includes of star includes end here.
    private static let maximumStars = 64

    init(_ layout: Layout, names: inout Names) {
        let plain = names.id("")
        plainVariant = plain
        for (file, source) in layout.files.enumerated() {
            let namespace = source.facts.namespace
            let id: Int32
            if let namespace {
                id = insert(
                    kind: namespace.kind, name: namespace.name, separator: namespace.separator,
                    traits: layout.traits[file])
            } else {
                // A file without a namespace is one of its own, which nobody can import.
                id = append(Entry(name: source.path, separator: "/", traits: layout.traits[file]))
            }
            let variant = namespace?.variant.map { names.id($0) } ?? plain
            entries[Int(id)].hasFiles = true
            if variant == plain {
                entries[Int(id)].plainFiles.append(Int32(file))
            } else {
                entries[Int(id)].variantFiles.append(Int32(file))
            }
            ofFile.append(id)
            variantOfFile.append(variant)
            scopeOfFile.append(variant == plain ? plainScope[Int(id)] : scope(id, variant))
        }
        addDirectories()
        indexSymbols(layout, &names)
    }

    private mutating func append(_ entry: Entry) -> Int32 {
        entries.append(entry)
        plainScope.append(scopeCount)
        scopeCount += 1
        return Int32(entries.count - 1)
    }

    private mutating func insert(kind: String, name: String, separator: String, traits: LanguageTraits) -> Int32 {
        let place: Int
        if let known = byName.firstIndex(where: { $0.kind == kind }) {
            place = known
        } else {
            place = byName.count
            byName.append((kind, [:]))
        }
        if let known = byName[place].table[name] { return known }
        let id = append(Entry(name: name, separator: separator, traits: traits))
        byName[place].table[name] = id
        return id
    }

    private mutating func scope(_ namespace: Int32, _ variant: NameID) -> Int32 {
        let key = pair(namespace, variant)
        if let known = scopes[key] { return known }
        scopes[key] = scopeCount
        scopeCount += 1
        return scopeCount - 1
    }

    /// Directories that hold namespaces can be imported where names are joined by dots: `import app` for app/main.py.
    private mutating func addDirectories() {
        for (kind, table) in byName {
            for (name, id) in table.sorted(by: { $0.key < $1.key }) where entries[Int(id)].traits.loadsParents {
                var rest = Substring(name)
                while let slash = rest.lastIndex(of: "/") {
                    rest = rest[..<slash]
                    let parent = String(rest)
                    if find(parent, kind: kind) != nil { break }
                    _ = insert(
                        kind: kind, name: parent, separator: entries[Int(id)].separator, traits: entries[Int(id)].traits
                    )
                }
            }
        }
    }

    private mutating func indexSymbols(_ layout: Layout, _ names: inout Names) {
        nextSymbol = [NodeID](repeating: -1, count: layout.nodeCount)
        firstSymbol.reserve(layout.nodeCount)
        // Backwards, so that each list begins with the first file and line.
        for node in stride(from: layout.nodeCount - 1, through: 0, by: -1) {
            let index = Int(layout.symbolOf[node])
            guard index >= 0 else { continue }
            let file = Int(layout.fileOf[node])
            // The last segment of a name has a number already: where it is all of it, the text is not hashed again.
            let last = layout.shortNames[node]
            let count = layout.files[file].facts.symbols[index].name.utf8.count
            let name =
                names[last].utf8.count == count ? last : names.id(layout.files[file].facts.symbols[index].name)
            let key = pair(scopeOfFile[file], name)
            if let first = firstSymbol.update(key, NodeID(node)) { nextSymbol[node] = first }
        }
    }

    mutating func addStar(_ namespace: Int32, from other: Int32) {
        guard namespace != other, !entries[Int(namespace)].starred.contains(other) else { return }
        guard entries[Int(namespace)].starred.count < Self.maximumStars else { return }
        entries[Int(namespace)].starred.append(other)
    }

    /// Whether the file's names are seen from everywhere.
    func isPlain(file: Int) -> Bool { scopeOfFile[file] == plainScope[Int(ofFile[file])] }

    /// The namespace of that path; of that kind, or of any where `kind` is nil.
    func find(_ name: String, kind: String?) -> Int32? {
        for (candidate, table) in byName where kind == nil || candidate == kind {
            if let id = table[name] { return id }
        }
        return nil
    }

    /// Calls `body` with each symbol of that name as a file of that variant sees it: the variant's own, else the plain ones.
    func forEachSymbol(_ name: NameID, in namespace: Int32, seenFrom file: Int, _ body: (NodeID) -> Void) -> Bool {
        let variant = variantOfFile[file]
        if variant != plainVariant, let scope = scopes[pair(namespace, variant)], list(pair(scope, name), body) {
            return true
        }
        return list(pair(plainScope[Int(namespace)], name), body)
    }

    private func list(_ key: UInt64, _ body: (NodeID) -> Void) -> Bool {
        guard var node = firstSymbol[key] else { return false }
        var count = 0
        while node >= 0, count < TargetSet.capacity {
            body(node)
            count += 1
            node = nextSymbol[Int(node)]
        }
        return true
    }

    /// The namespaces that a namespace includes all names of, directly or through others, nearest first.
    func starClosure(_ namespace: Int32) -> [Int32] {
        guard !entries[Int(namespace)].starred.isEmpty else { return [] }
        var found: [Int32] = [namespace]
        var next = 0
        while next < found.count, found.count <= Self.maximumStars {
            for other in entries[Int(found[next])].starred where !found.contains(other) { found.append(other) }
            next += 1
        }
        return Array(found.dropFirst())
    }

    /// The namespaces of one table, for indexes over names.
    func forEachNamed(_ body: (_ kind: String, _ name: String, _ id: Int32) -> Void) {
        for (kind, table) in byName { for (name, id) in table { body(kind, name, id) } }
    }

    subscript(id: Int32) -> Entry { entries[Int(id)] }

    /// The file that stands for all of a namespace: its first plain one.
    func firstFile(_ id: Int32) -> Int? {
        (entries[Int(id)].plainFiles.first ?? entries[Int(id)].variantFiles.first).map(Int.init)
    }
}
