/// A commit, as a value.
package struct Commit: Sendable, Hashable {
    package let id: ObjectID
    package let tree: ObjectID
    /// In order: the first is the branch that was merged into. A shallow clone may lack them as objects.
    package let parents: [ObjectID]
    package let authorName: String
    package let authorEmail: String
    /// When it was committed, RFC 3339 with the commit's own offset: `2024-02-29T23:59:59+05:30`.
    package let committed: String
    /// Seconds since 1970, as the commit says; hostile commits may say anything.
    package let committedSeconds: Int64
    /// The first paragraph of the message on one line. Not escaped.
    package let subject: String
}

/// Seconds since 1970 with an offset from UTC in minutes, written as RFC 3339.
///
/// The format has four digits for the year and an offset below a day; what lies outside is moved to the nearest
/// time inside, and an offset outside is UTC.
func rfc3339(seconds: Int64, offsetMinutes: Int) -> String {
    let offset = (-1439...1439).contains(offsetMinutes) ? offsetMinutes : 0
    let firstYear: Int64 = -62_167_219_200, lastYear: Int64 = 253_402_300_799
    let local = min(max(min(max(seconds, firstYear), lastYear) + Int64(offset) * 60, firstYear), lastYear)
    let (day, second) = local.quotientAndRemainderFloored(by: 86_400)

    // Days to a civil date: http://howardhinnant.github.io/date_algorithms.html#civil_from_days
    let shifted = day + 719_468
    let (era, dayOfEra) = shifted.quotientAndRemainderFloored(by: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)

    let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(dayOfYear - (153 * marchMonth + 2) / 5 + 1, 2))"
    let time = "\(padded(second / 3_600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
    if offset == 0 { return "\(date)T\(time)Z" }
    let sign = offset < 0 ? "-" : "+"
    return "\(date)T\(time)\(sign)\(padded(Int64(abs(offset) / 60), 2)):\(padded(Int64(abs(offset) % 60), 2))"
}

private func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

extension Int64 {
    /// Division whose remainder is never negative.
    fileprivate func quotientAndRemainderFloored(by divisor: Int64) -> (Int64, Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
