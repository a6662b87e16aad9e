import AnalyzerProtocol

/// The REFs of all files in one array, with names as numbers: every text is hashed once, and asking for a REF touches no reference count.
struct RefTable {
    enum Form: UInt8 {
        case name, imported, namespaced, external, member, result, element, container, base, any, path, target,
            environment, command, image, selector
        /// Forms that denote nothing of the program: routes, and what this version does not know.
        case other
    }

    struct Entry {
        var form: Form
        /// A name, a module, a path; of `result` the position, of `any` the number of alternatives; of commands and
        /// selectors the place in `words`.
        var name: Int32 = -1
        /// The REF that it is a part of; of imports the name that is taken, or -1; of `any` the place in `lists`.
        var of: Int32 = -1
    }

    private(set) var entries: [Entry] = []
    /// The place of each file's first REF, and at the end the number of all.
    private(set) var first: [Int] = []
    private(set) var lists: [RefIndex] = []
    /// The words of commands, and the labels of selectors, with the directory that a command runs in.
    private(set) var words: [(list: [String], directory: String?)] = []
    /// The commands that run in the container of an image, by their place in `words`.
    private(set) var contained: [Int32: ContainedCommand] = [:]

    init(_ layout: Layout, names: inout Names) {
        entries.reserveCapacity(layout.files.reduce(0) { $0 + $1.facts.refs.count })
        first.reserveCapacity(layout.files.count + 1)
        for source in layout.files {
            first.append(entries.count)
            for ref in source.facts.refs { entries.append(entry(ref, &names)) }
        }
        first.append(entries.count)
    }

    func count(_ file: Int) -> Int { first[file + 1] - first[file] }

    /// The entry at an index of a file; one that denotes nothing where there is none.
    func entry(_ file: Int, _ index: RefIndex) -> Entry {
        index >= 0 && Int(index) < count(file) ? entries[first[file] + Int(index)] : Entry(form: .other)
    }

    private mutating func entry(_ ref: Ref, _ names: inout Names) -> Entry {
        switch ref {
        case .name(let name): return Entry(form: .name, name: names.id(name))
        case .imported(let module, let name):
            return Entry(form: .imported, name: names.id(module), of: name.map { names.id($0) } ?? -1)
        case .namespaced(let path, let name):
            return Entry(form: .namespaced, name: names.id(path), of: name.map { names.id($0) } ?? -1)
        case .external(let name): return Entry(form: .external, name: names.id(name))
        case .member(let name, let of): return Entry(form: .member, name: names.id(name), of: of ?? -1)
        case .result(let of, let position): return Entry(form: .result, name: Int32(clamping: position), of: of)
        case .element(let of): return Entry(form: .element, of: of)
        case .container(let of): return Entry(form: .container, of: of)
        case .base(let of): return Entry(form: .base, of: of)
        case .any(let all):
            lists += all
            return Entry(form: .any, name: Int32(all.count), of: Int32(lists.count - all.count))
        case .path(let path): return Entry(form: .path, name: names.id(path))
        case .target(let name): return Entry(form: .target, name: names.id(name))
        case .environment(let name): return Entry(form: .environment, name: names.id(name))
        case .image(let name): return Entry(form: .image, name: names.id(name))
        case .command(let list, let directory):
            words.append((list, directory))
            return Entry(form: .command, name: Int32(words.count - 1))
        case .contained(let command):
            words.append((command.words, command.context))
            contained[Int32(words.count - 1)] = command
            return Entry(form: .command, name: Int32(words.count - 1), of: command.image)
        case .selector(let labels):
            words.append((labels, nil))
            return Entry(form: .selector, name: Int32(words.count - 1))
        case .route, .setting, .parameter, .holds, .unknown: return Entry(form: .other)
        }
    }
}
