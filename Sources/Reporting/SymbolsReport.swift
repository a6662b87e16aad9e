/// Every symbol of a commit, who reaches it, and how: the answer of `gapmatrix symbols`.
public struct SymbolsReport: Codable, Sendable, Equatable {
    public var schema = "gapmatrix/symbols/1"
    public var symbols: [Entry]

    package init(symbols: [Entry]) { self.symbols = symbols }

    /// One symbol. `reachedBy` lists the classes of roots that lead to it; `witness` is the first such class's path.
    public struct Entry: Codable, Sendable, Equatable {
        public var name: String
        public var path: String
        public var line: Int
        public var kind: String
        public var reachedBy: [String]
        public var witness: [Report.Step]

        package init(
            name: String, path: String, line: Int, kind: String, reachedBy: [String], witness: [Report.Step]
        ) {
            self.name = name
            self.path = path
            self.line = line
            self.kind = kind
            self.reachedBy = reachedBy
            self.witness = witness
        }

        enum CodingKeys: String, CodingKey {
            case name, path, line, kind, witness
            case reachedBy = "reached_by"
        }
    }
}
