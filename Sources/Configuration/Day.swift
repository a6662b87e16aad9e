package import Foundation

/// A day of the calendar, compared as text: `2027-01-31`.
package struct Day: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
    package let description: String

    /// Nil for what is no day.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2],
            parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
            year > 0, (1...12).contains(month), day >= 1, day <= Self.days(of: month, year)
        else { return nil }
        description = text
    }

    /// The day of a moment, in UTC.
    package init(secondsSince1970 seconds: Int64) {
        var (year, day) = (1970, Int(seconds.divided(by: 86_400)))
        // By whole cycles of the calendar first.
        let cycles = Int(Int64(day).divided(by: 146_097))
        year += cycles * 400
        day -= cycles * 146_097
        while day >= Self.days(of: year) {
            day -= Self.days(of: year)
            year += 1
        }
        var month = 1
        while day >= Self.days(of: month, year) {
            day -= Self.days(of: month, year)
            month += 1
        }
        func padded(_ number: Int, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        description = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day + 1, 2))"
    }

    /// `SOURCE_DATE_EPOCH` where it is a number, else the system's day.
    ///
    /// - Returns: nil where the variable is set and is no number of seconds.
    package static func today(
        environment: [String: String] = ProcessInfo.processInfo.environment, now: Date = Date()
    ) -> Day? {
        guard let text = environment["SOURCE_DATE_EPOCH"], !text.isEmpty else {
            return Day(secondsSince1970: Int64(now.timeIntervalSince1970))
        }
        guard let seconds = Int64(text), (0..<253_402_300_800).contains(seconds) else { return nil }
        return Day(secondsSince1970: seconds)
    }

    package static func < (left: Day, right: Day) -> Bool { left.description < right.description }

    private static func isLeap(_ year: Int) -> Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }

    private static func days(of year: Int) -> Int { isLeap(year) ? 366 : 365 }

    private static func days(of month: Int, _ year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension Int64 {
    /// Rounded down.
    fileprivate func divided(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
