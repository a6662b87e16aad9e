private import Foundation
import Reporting

/// Which files a gap rests on: where a comment may speak for it.
///
/// Counter-evidence is in the way of the control, so each file that holds some needs a comment of its own. Without any, a comment beside
/// what is there already (a definition that nobody calls) speaks for the gap, or one in the file where the component begins.
struct GapPlaces {
    private struct Key: Hashable {
        let control: String
        let component: String?
    }

    private struct Files {
        var counter: Set<String> = []
        var other: Set<String> = []
        /// The report shows some of it only.
        var isCutShort = false
    }

    private var files: [Key: Files] = [:]
    private var homes: [String: String] = [:]

    init(_ report: Report) {
        let withGaps = Set(report.gaps.map(\.control))
        for control in report.controls where withGaps.contains(control.id) {
            for item in control.evidence {
                let key = Key(control: control.id, component: item.component)
                if item.role == "counter" {
                    files[key, default: Files()].counter.insert(item.path)
                    if Self.isCutShort(item.message) { files[key]?.isCutShort = true }
                } else if item.role != "test" {
                    files[key, default: Files()].other.insert(item.path)
                }
            }
        }
        for component in report.components { homes[component.id] = component.path }
    }

    /// - Parameter speaks: whether a file has a comment for the gap's control.
    func accepts(_ path: String, _ gap: Report.Gap, speaks: (String) -> Bool) -> Bool {
        let own = places(of: gap)
        if !own.counter.isEmpty {
            return !own.isCutShort && own.counter.contains(path) && own.counter.allSatisfy(speaks)
        }
        return own.other.contains(path) || homes[gap.component] == path
    }

    func mentions(_ path: String, _ gap: Report.Gap) -> Bool { places(of: gap).counter.contains(path) }

    private func places(of gap: Report.Gap) -> Files {
        var own = files[Key(control: gap.control, component: gap.component)] ?? Files()
        if let shared = files[Key(control: gap.control, component: nil)] {
            own.counter.formUnion(shared.counter)
            own.other.formUnion(shared.other)
            own.isCutShort = own.isCutShort || shared.isCutShort
        }
        return own
    }

    /// The last of a list that leaves some out ends in `(and 3 more)`.
    private static func isCutShort(_ message: String) -> Bool {
        guard message.hasSuffix(" more)"), let start = message.range(of: "(and ", options: .backwards) else {
            return false
        }
        let digits = message[start.upperBound...].dropLast(6)
        return !digits.isEmpty && digits.allSatisfy { $0.isASCII && $0.isNumber }
    }
}
