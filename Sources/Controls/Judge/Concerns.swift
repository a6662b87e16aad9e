import Wiring

/// Whom objects concern that are there with other values alone: what an analyzer says by the attributes `within` (a
/// folder) and `for` (names of workloads, `-` for none), see docs/helm.md.
struct Concerns {
    /// Kinds of symbols that belong to whom they select, or are a part of: nobody else could be wired to them.
    static let ownKinds: Set<String> = ["workload", "container", "resource"]
    private let isOpen: Bool
    private let paths: Set<String>
    private let workloads: Set<String>

    /// - Parameter reach: what the column's roots reach.
    init(_ column: Column, _ reach: Reach, of program: Program) {
        isOpen = column.kind == "repository" || column.kind == "library"
        var paths: Set<String> = []
        var workloads: Set<String> = []
        for id in isOpen ? [] : Array(reach.nodes) {
            let node = program.nodes[Int(id)]
            paths.insert(node.path)
            // Names bear their namespace, a folder whose name may have dots.
            if node.kind == "workload", let slash = node.name.lastIndex(of: "/") {
                let kind = node.name[..<slash].split(separator: ".").last.map(String.init) ?? ""
                workloads.insert(kind + String(node.name[slash...]))
            }
        }
        self.paths = paths
        self.workloads = workloads
    }

    /// Whether the signal tells of something that is not the column's.
    func excludes(_ attributes: [String: String]) -> Bool {
        guard !isOpen else { return false }
        if let folder = attributes["within"], !paths.contains(where: { $0.hasPrefix(folder + "/") }) { return true }
        guard let names = attributes["for"] else { return false }
        return !names.split(separator: ",").contains { workloads.contains(String($0)) }
    }
}
