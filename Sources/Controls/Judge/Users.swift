import Wiring

/// Which columns use which signals: what is asked of one column about all others, found once for all of them.
struct Users {
    /// For each signal that a symbol holds, whether a column reaches it.
    private(set) var hasUser: [Bool]
    /// For each such signal, the folders of the columns that reach it and in whose folders it stands.
    private(set) var homes: [[String]]

    init(_ program: Program, columns: [Column], members: (Column) -> [Bool]) {
        hasUser = Array(repeating: false, count: program.signals.count)
        homes = Array(repeating: [], count: program.signals.count)
        for column in columns {
            let folder = column.folder
            for (index, isMember) in members(column).enumerated() where isMember && program.signals[index].node != nil {
                hasUser[index] = true
                guard !folder.isEmpty, program.signals[index].path.hasPrefix(folder) else { continue }
                if !homes[index].contains(folder) { homes[index].append(folder) }
            }
        }
    }
}
