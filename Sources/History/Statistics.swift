package import Reporting

/// The lives of gaps in numbers.
package struct Statistics: Codable, Sendable, Equatable {
    package struct Group: Codable, Sendable, Equatable {
        package var open = 0
        package var closed = 0
        /// Days from opening to closing, of those that were closed; null where none was or the opening is not known.
        @Nullable package var meanDaysToClose: Double? = nil
        /// Of those that are open and whose opening is known.
        @Nullable package var meanDaysOpen: Double? = nil

        enum CodingKeys: String, CodingKey {
            case open, closed
            case meanDaysToClose = "mean_days_to_close"
            case meanDaysOpen = "mean_days_open"
        }

        fileprivate init(_ gaps: [GapLife]) {
            let open = gaps.filter(\.isStillOpen), closed = gaps.filter { $0.status == .closed }
            self.open = open.count
            self.closed = closed.count
            meanDaysToClose = Self.mean(closed.compactMap(\.ageDays))
            meanDaysOpen = Self.mean(open.compactMap(\.ageDays))
        }

        private static func mean(_ days: [Double]) -> Double? {
            guard !days.isEmpty else { return nil }
            return (days.reduce(0, +) / Double(days.count) * 10).rounded() / 10
        }
    }

    package var all: Group
    package var byArea: [String: Group]
    package var bySeverity: [String: Group]
    /// How many gaps the commits of each author closed.
    package var closedBy: [String: Int]

    enum CodingKeys: String, CodingKey {
        case all
        case byArea = "by_area"
        case bySeverity = "by_severity"
        case closedBy = "closed_by"
    }

    init(_ gaps: [GapLife]) {
        all = Group(gaps)
        byArea = Dictionary(grouping: gaps, by: \.area).mapValues(Group.init)
        bySeverity = Dictionary(grouping: gaps, by: \.severity).mapValues(Group.init)
        closedBy = [:]
        for gap in gaps where gap.status == .closed {
            if let author = gap.closed?.author { closedBy[author, default: 0] += 1 }
        }
    }
}
