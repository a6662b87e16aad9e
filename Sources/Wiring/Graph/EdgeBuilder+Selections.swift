import AnalyzerProtocol

/// What selects workloads by their labels.
extension EdgeBuilder {
    func isSelection(_ reference: References.Entry, _ binder: borrowing Binder) -> Bool {
        binder.references.kinds[Int(reference.kind)] == ReferenceKind.select.rawValue
    }

    /// What selects a workload is there for it: the workload leads to its policies, budgets and services.
    ///
    /// Not the other way: of two workloads that share a policy none leads to the other.
    mutating func addSelection(_ reference: References.Entry, _ file: Int, _ binder: inout Binder) {
        let entry = binder.refs.entry(file, reference.to)
        var selected: [NodeID] = []
        if entry.form == .selector {
            // A policy may select more than a REF can denote.
            selected = binder.deployment.workloads(
                having: binder.refs.words[Int(entry.name)].list, nearest: binder.layout.files[file].path)
        } else {
            let targets = binder.bind(file, reference.to)
            for index in 0..<targets.count where binder[targets, index].kind == .symbol {
                selected.append(binder[targets, index].id)
            }
        }
        for node in selected where node != reference.from {
            add(node, reference.from, reference.line, reference.kind, [])
        }
    }
}
