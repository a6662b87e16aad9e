import Configuration
import Foundation
import Testing

@Suite("Days")
struct DayTests {
    @Test(
        "Days of the calendar, and nothing else",
        arguments: [
            ("2027-01-31", true), ("2024-02-29", true), ("2000-02-29", true), ("2023-02-29", false),
            ("1900-02-29", false),
            ("2027-13-01", false), ("2027-00-10", false), ("2027-04-31", false), ("2027-1-31", false),
            ("27-01-31", false),
            ("2027-01-31T00:00", false), ("", false), ("tomorrow", false), ("٢٠٢٧-٠١-٣١", false), ("0000-01-01", false),
        ])
    func days(text: String, isDay: Bool) {
        #expect((Day(text) != nil) == isDay)
    }

    @Test(
        "The day of a moment, in UTC",
        arguments: [
            (Int64(0), "1970-01-01"), (86_399, "1970-01-01"), (86_400, "1970-01-02"), (951_782_400, "2000-02-29"),
            (1_709_164_800, "2024-02-29"), (4_102_444_799, "2099-12-31"), (-1, "1969-12-31"),
        ])
    func moments(seconds: Int64, day: String) {
        #expect(Day(secondsSince1970: seconds).description == day)
    }

    @Test("Today is SOURCE_DATE_EPOCH where it is set, and nothing where that is wrong")
    func today() {
        let now = Date(timeIntervalSince1970: 86_400)
        #expect(Day.today(environment: [:], now: now)?.description == "1970-01-02")
        #expect(Day.today(environment: ["SOURCE_DATE_EPOCH": "951782400"], now: now)?.description == "2000-02-29")
        #expect(Day.today(environment: ["SOURCE_DATE_EPOCH": "soon"], now: now) == nil)
        #expect(Day.today(environment: ["SOURCE_DATE_EPOCH": "99999999999999"], now: now) == nil)
    }
}
