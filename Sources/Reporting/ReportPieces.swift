internal import Dispatch
internal import Foundation
internal import Synchronization

/// A report whose long lists are encoded in pieces, at the same time and each by the same encoder: to encode a large report takes as
/// long as to judge it.
///
/// Each piece is an object that holds a part of one list, encoded as the report itself would be with that part alone. So its lines are
/// what stands between the list's first line and its last.
struct ReportPieces {
    fileprivate enum Piece: Sendable {
        case controls(ArraySlice<Report.Control>)
        case gaps(ArraySlice<Report.Gap>)

        var key: Report.CodingKeys {
            switch self {
            case .controls: .controls
            case .gaps: .gaps
            }
        }
    }

    /// Everything but the lists, which are empty.
    private let rest: Report
    private let pieces: [Piece]

    /// - Parameters:
    ///   - controls: how many of them make a piece.
    ///   - gaps: likewise.
    init(_ report: Report, controls: Int = 4, gaps: Int = 400) {
        var rest = report
        rest.controls = []
        rest.gaps = []
        self.rest = rest
        pieces =
            Self.parts(of: report.controls, controls).map(Piece.controls)
            + Self.parts(of: report.gaps, gaps).map(Piece.gaps)
    }

    private static func parts<Entry>(of list: [Entry], _ size: Int) -> [ArraySlice<Entry>] {
        stride(from: 0, to: list.count, by: size).map { list[$0..<min($0 + size, list.count)] }
    }

    func text(workers: Int) throws -> String {
        let encoded = try encoded(workers: workers)
        var rest = Data(try JSONReporter.text(of: rest).utf8)[...]
        var text = ""
        for key in [Report.CodingKeys.controls, .gaps] {
            let lines = zip(pieces, encoded).filter { $0.0.key == key }.map(\.1)
            if lines.isEmpty { continue }
            let layout = ListLayout(key)
            // Line breaks are layout, never a part of a text, so nothing else looks like the empty list.
            guard let place = rest.range(of: Data(layout.empty.utf8)) else { throw layout.unknown }
            text += String(decoding: rest[..<place.lowerBound], as: UTF8.self) + layout.opening
            text += lines.joined(separator: ",\n") + layout.closing
            rest = rest[place.upperBound...]
        }
        return text + String(decoding: rest, as: UTF8.self)
    }

    /// The lines of each piece: whichever worker is free takes the next one.
    private func encoded(workers: Int) throws -> [Substring] {
        let next = Atomic(0)
        let done = Mutex([Result<Substring, any Error>?](repeating: nil, count: pieces.count))
        let work: @Sendable (Int) -> Void = { [pieces] _ in
            while true {
                let index = next.add(1, ordering: .relaxed).oldValue
                guard index < pieces.count else { return }
                let lines = Result { try Self.lines(of: pieces[index]) }
                done.withLock { $0[index] = lines }
            }
        }
        DispatchQueue.concurrentPerform(iterations: min(workers, pieces.count), execute: work)
        return try done.withLock { $0 }.compactMap { try $0?.get() }
    }

    private static func lines(of piece: Piece) throws -> Substring {
        let layout = ListLayout(piece.key)
        let text = try JSONReporter.text(of: piece)
        let (start, end) = ("{" + layout.opening, layout.closing + "\n}")
        guard text.hasPrefix(start), text.hasSuffix(end) else { throw layout.unknown }
        return Substring(text.utf8.dropFirst(start.utf8.count).dropLast(end.utf8.count))
    }
}

/// How the encoder lays out one list of an object that nothing surrounds.
private struct ListLayout {
    let key: Report.CodingKeys

    init(_ key: Report.CodingKeys) { self.key = key }

    var opening: String { "\n  \"\(key.rawValue)\" : [\n" }
    var closing: String { "\n  ]" }
    var empty: String { opening + closing }

    var unknown: EncodingError {
        EncodingError.invalidValue(
            key.rawValue,
            EncodingError.Context(codingPath: [key], debugDescription: "the encoder lays lists out otherwise"))
    }
}

extension ReportPieces.Piece: Encodable {
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Report.CodingKeys.self)
        switch self {
        case .controls(let controls): try container.encode(Array(controls), forKey: .controls)
        case .gaps(let gaps): try container.encode(Array(gaps), forKey: .gaps)
        }
    }
}
