import AnalyzerProtocol

extension Binder {
    /// Whether a REF is a member of a base, `super().m`: the method itself is meant, and no override.
    func isThroughBase(_ file: Int, _ index: RefIndex) -> Bool {
        let entry = refs.entry(file, index)
        return entry.form == .member && entry.of >= 0 && entry.of < index && refs.entry(file, entry.of).form == .base
    }

    /// Whether calling the target runs code of the repository.
    func isCallable(_ target: Target) -> Bool {
        guard target.kind == .symbol else { return false }
        let symbolClass = layout.symbolClass(target.id)
        return symbolClass.isCallable || symbolClass == .variable || symbolClass == .field
    }

    /// The top level that stands for all plain files of a namespace.
    func topLevel(ofNamespace id: Int32) -> NodeID? {
        namespaces.firstFile(id).map { layout.firstNode[$0] }
    }

    /// Records `from x import *` of every file.
    mutating func addStars() {
        for file in layout.files.indices {
            for place in references.range(file) where references.entries[place].referenceClass == .include {
                let entry = refs.entry(file, references.entries[place].to)
                guard takesAll(entry), let other = namespaceLoaded(by: entry, from: file) else { continue }
                namespaces.addStar(namespaces.ofFile[file], from: other)
            }
        }
    }
}
