/// Finds what somebody meant who wrote a name that does not exist.
package enum NearestName {
    /// Names above this length are not compared; nobody mistypes so much.
    private static let longest = 80

    /// The name that differs least, as long as most of it is the same; nil where none comes near.
    package static func of(_ text: String, among names: some Sequence<String>) -> String? {
        let wanted = Array(text.lowercased().utf8)
        guard !wanted.isEmpty, wanted.count <= longest else { return nil }
        var best: (name: String, distance: Int)?
        for name in names {
            let other = Array(name.utf8)
            guard other.count <= longest else { continue }
            let limit = max(1, max(wanted.count, other.count) / 3)
            let distance = distance(wanted, other)
            guard distance <= limit else { continue }
            if best.map({ (distance, name) < ($0.distance, $0.name) }) ?? true { best = (name, distance) }
        }
        return best?.name
    }

    /// `; did you mean 'x'?`, or nothing.
    package static func hint(_ text: String, among names: some Sequence<String>) -> String {
        of(text, among: names).map { "; did you mean '\($0)'?" } ?? ""
    }

    /// How many letters have to be added, removed, exchanged or swapped with their neighbour.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var earlier: [Int] = []
        var previous = Array(0...right.count)
        for (row, byte) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                var cost = min(
                    previous[column + 1] + 1, current[column] + 1, previous[column] + (byte == other ? 0 : 1))
                if row > 0, column > 0, byte == right[column - 1], left[row - 1] == other {
                    cost = min(cost, earlier[column - 1] + 1)
                }
                current.append(cost)
            }
            (earlier, previous) = (previous, current)
        }
        return previous[right.count]
    }
}
