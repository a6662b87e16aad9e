import AnalyzerProtocol

extension Binder {
    /// Whether a REF is a member of a base, `super().m`: the method itself is meant, and no override.
    func isThroughBase(_ file: Int, _ index: RefIndex) -> Bool {
        guard case .member(_, let of?) = ref(file, index), of < index, case .base = ref(file, of) else { return false }
        return true
    }

    /// Whether calling the target runs code of the repository.
    func isCallable(_ target: Target) -> Bool {
        guard target.kind == .symbol else { return false }
        let symbolClass = layout.symbolClass(target.id)
        return symbolClass.isCallable || symbolClass == .variable || symbolClass == .field
    }

    /// The top level that stands for all plain files of a namespace.
    func topLevel(ofNamespace id: Int32) -> NodeID? {
        let entry = namespaces[id]
        return (entry.plainFiles.first ?? entry.variantFiles.first).map { layout.firstNode[Int($0)] }
    }

    /// Records `from x import *` of every file.
    func addStars() {
        for (file, source) in layout.files.enumerated() {
            for reference in source.facts.references where reference.kind == .include {
                let ref = ref(file, reference.to)
                switch ref {
                case .imported(_, "*"), .namespaced(_, "*"):
                    if let other = namespaceLoaded(by: ref, from: file) { namespaces.addStar(namespaces.ofFile[file], from: other) }
                default: break
                }
            }
        }
    }
}
