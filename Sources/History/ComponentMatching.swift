internal import Reporting

/// Which components of two commits are the same thing under two names.
enum ComponentMatching {
    private struct Place: Hashable {
        let kind: String
        let path: String
    }

    /// New id by old id. A component is the same where its kind is, and the file that holds it is the same or was renamed, and no other could be meant.
    static func renamed(
        _ before: [Report.Component], _ after: [Report.Component], _ files: FileChanges
    ) -> [String: String] {
        let kept = Set(before.map(\.id)).intersection(after.map(\.id))
        var gone: [Place: [String]] = [:], new: [Place: [String]] = [:]
        for component in before where !kept.contains(component.id) {
            let path = files.renamed[component.path] ?? component.path
            gone[Place(kind: component.kind, path: path), default: []].append(component.id)
        }
        for component in after where !kept.contains(component.id) {
            new[Place(kind: component.kind, path: component.path), default: []].append(component.id)
        }
        var renamed: [String: String] = [:]
        for (place, old) in gone {
            if let candidates = new[place], old.count == 1, candidates.count == 1 { renamed[old[0]] = candidates[0] }
        }
        return renamed
    }
}
