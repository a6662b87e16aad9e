/// What one request of a directory-scope claim holds: the marker's directory and the files below it.
package struct DirectoryUnit: Sendable, Equatable {
    /// Without a `/` at its end; empty for the repository's root.
    package var directory: [UInt8]
    /// Indexes into the paths asked about, in their order.
    package var members: [Int]
    /// The index of the marker's path.
    package var marker: Int
}

extension AnalyzerManifest {
    package var hasDirectoryClaims: Bool { claims.contains { $0.scope == .directory } }

    /// The directories that a directory-scope claim wants, sorted, each with all files below that the claim's patterns
    /// (relative to the directory) match. A marker below another one gives a unit of its own, and its files belong to both;
    /// where the claim says `"nested": false`, only the upper one does.
    package func directoryUnits(of paths: [[UInt8]]) -> [DirectoryUnit] {
        var units: [DirectoryUnit] = []
        for claim in claims where claim.scope == .directory {
            let marker = Array((claim.marker ?? "").utf8)
            let wanted = paths.map { path in
                !path.withUnsafeBufferPointer(excludes.matches)
            }
            // Paths that start with a directory are neighbours in byte order.
            let order = paths.indices.filter { wanted[$0] }.sorted { paths[$0].lexicographicallyPrecedes(paths[$1]) }
            let markers = order.filter { AnalyzerManifest.lastSegment(paths[$0]) == marker[...] }
            let all = Set(markers.map { AnalyzerManifest.directory(of: paths[$0]) })
            for place in markers {
                let path = paths[place]
                if !claim.nested, AnalyzerManifest.isBelow(one: all, AnalyzerManifest.directory(of: path)) { continue }
                let directory = Array(path.dropLast(marker.count).dropLast(path.count > marker.count ? 1 : 0))
                let members = AnalyzerManifest.below(directory, paths, order).filter { index in
                    let relative = directory.isEmpty ? paths[index][...] : paths[index].dropFirst(directory.count + 1)
                    return relative.withUnsafeBufferPointer(claim.patterns.matches)
                }
                units.append(DirectoryUnit(directory: directory, members: members.sorted(), marker: place))
            }
        }
        return units.sorted { $0.directory.lexicographicallyPrecedes($1.directory) }
    }

    private static func directory(of path: [UInt8]) -> ArraySlice<UInt8> {
        path[..<(path.lastIndex(of: UInt8(ascii: "/")) ?? 0)]
    }

    /// Whether one of the directories lies above another one.
    private static func isBelow(one directories: Set<ArraySlice<UInt8>>, _ directory: ArraySlice<UInt8>) -> Bool {
        guard !directory.isEmpty else { return false }
        var rest = directory
        while let slash = rest.lastIndex(of: UInt8(ascii: "/")) {
            rest = rest[..<slash]
            if directories.contains(rest) { return true }
        }
        return directories.contains([])
    }

    private static func lastSegment(_ path: [UInt8]) -> ArraySlice<UInt8> {
        guard let slash = path.lastIndex(of: UInt8(ascii: "/")) else { return path[...] }
        return path[(slash + 1)...]
    }

    /// The part of `order` whose paths lie below the directory, found by bisection.
    private static func below(_ directory: [UInt8], _ paths: [[UInt8]], _ order: [Int]) -> ArraySlice<Int> {
        guard !directory.isEmpty else { return order[...] }
        let prefix = directory + [UInt8(ascii: "/")]
        var low = 0
        var high = order.count
        while low < high {
            let middle = (low + high) / 2
            if paths[order[middle]].lexicographicallyPrecedes(prefix) { low = middle + 1 } else { high = middle }
        }
        return order[low...].prefix { paths[$0].starts(with: prefix) }
    }
}
