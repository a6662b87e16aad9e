internal import Foundation
internal import History
internal import Reporting

/// How far a control is, in the words of a scorecard.
enum Status: String {
    /// It is what is required, wherever it applies.
    case done
    /// Something of it is there.
    case partial
    /// Nothing of it is there, or nothing but words.
    case pending
    case unknown
    case notApplicable = "n/a"

    init(of control: Report.Control) {
        switch control.state {
        case "unknown": self = .unknown
        case "n/a": self = .notApplicable
        case _ where control.gap == nil: self = .done
        case "missing", "declared": self = .pending
        default: self = .partial
        }
    }
}

extension Report.Evidence {
    /// Whether it shows that something is there.
    fileprivate var isProof: Bool { ["wiring", "definition", "declaration"].contains(role) }
}

extension ModelBuilder {
    func control(_ control: Report.Control) -> Fields {
        let own = gaps[control.id] ?? []
        let unknown = control.cells.filter { $0.state == "unknown" }
        return Fields(
            "control",
            [
                "id": word(control.id), "area": word(control.area), "title": text(control.title),
                "severity": word(control.severity), "need": Need(severity: control.severity).rawValue,
                "state": word(control.state), "mark": Ladder.mark(control.state),
                "status": Status(of: control).rawValue,
                "required": word(control.required), "tested": control.tested, "gain": points(control.gain),
                "asked": text(words.asked(of: control.id, state: control.required)),
                "applies": text(words.need(of: control.id)),
                "cells": list(control.cells.map { cell($0, of: control) }),
                "proof": list(
                    Self.onePerPlace(control.evidence.filter(\.isProof)).map { evidence($0, of: control.id) }),
                "against": list(Self.onePerPlace(control.evidence.filter(\.isAgainst)).map(evidence)),
                "evidence": list(control.evidence.map { evidence($0, of: control.id) }),
                "where": texts(
                    Self.places(
                        control.evidence.filter { $0.role != "test" && !words.isByAbsence($0, of: control.id) })),
                "gaps": list(own.filter(\.isOpen).map(gap)), "known": list(own.filter(\.isKnown).map(gap)),
                "waived": list(own.filter { $0.waived != nil }.map(gap)),
                "lacking": texts(own.filter(\.isOpen).map(\.component).filter { $0 != "(repository)" }),
                "unknown": list(unknown.map { cell($0, of: control) }),
                "unsure": texts(unknown.map(\.component).filter { $0 != "(repository)" }),
                "reasons": texts(Self.distinct(unknown.compactMap(\.reason))),
                "wires": list(wires(of: control.id).map(wire)),
            ])
    }

    func cell(_ cell: Report.Cell, of control: Report.Control) -> Fields {
        Fields(
            "cell",
            [
                "component": component(named: cell.component), "state": word(cell.state),
                "mark": Ladder.mark(cell.state),
                "tested": cell.tested, "reason": text(cell.reason), "control": word(control.id),
            ])
    }

    /// - Parameter control: whose it is, where it may stand for the whole tree and so for no place in it.
    func evidence(_ evidence: Report.Evidence, of control: String) -> Fields {
        self.evidence(evidence, hasPlace: !words.isByAbsence(evidence, of: control))
    }

    func evidence(_ evidence: Report.Evidence) -> Fields { self.evidence(evidence, hasPlace: true) }

    private func evidence(_ evidence: Report.Evidence, hasPlace: Bool) -> Fields {
        let root = evidence.witness.count > 1 ? evidence.witness.first : nil
        return Fields(
            "piece of evidence",
            [
                "role": word(evidence.role), "path": text(evidence.path), "line": evidence.line,
                "end_line": evidence.endLine, "place": hasPlace ? place(evidence.path, evidence.line) : nil,
                "symbol": text(evidence.symbol),
                "message": text(evidence.message), "component": evidence.component.flatMap(component(named:)),
                "witness": root == nil ? nil : text(Digest.path(evidence.witness)),
                "root": text(root?.symbol), "start": root.flatMap { start($0, of: evidence) },
                "object": text(evidence.object),
            ])
    }

    /// Where the path to what is wired begins; nothing new where that is the same file.
    private func start(_ root: Report.Step, of evidence: Report.Evidence) -> SafeText? {
        evidence.role == "wiring" && root.path != evidence.path ? place(root.path, root.line) : nil
    }

    func gap(_ gap: Report.Gap) -> Fields {
        Fields(
            "gap",
            [
                "id": String(gap.fingerprint.prefix(8)), "fingerprint": word(gap.fingerprint),
                "control": word(gap.control),
                "component": component(named: gap.component), "state": word(gap.state), "mark": Ladder.mark(gap.state),
                "required": word(gap.required), "severity": word(gap.severity),
                "need": Need(severity: gap.severity).rawValue, "gain": points(gap.gain), "title": text(gap.title),
                "why": text(gap.why), "remedy": text(gap.remedy), "acceptance": texts(gap.acceptance),
                "files": texts(gap.files), "known": gap.inBaseline == true, "waiver": gap.waived.map(waiver),
                "since": lives[gap.fingerprint]?.opened.map(commit), "older": isOlder(gap),
            ])
    }

    /// Whether it was open before the history begins.
    func isOlder(_ gap: Report.Gap) -> Bool { lives[gap.fingerprint].map { $0.opened == nil } ?? false }

    private func waiver(_ waiver: Report.Waiver) -> Fields {
        Fields(
            "waiver",
            [
                "reason": text(waiver.reason), "owner": text(waiver.owner), "until": text(waiver.until),
                "path": text(waiver.path), "line": waiver.line, "place": place(waiver.path, waiver.line),
            ])
    }

    /// A line that says several things, of several components or as need and as weakness, is shown once, by what says most.
    static func onePerPlace(_ evidence: [Report.Evidence]) -> [Report.Evidence] {
        var places: [String: Int] = [:]
        var result: [Report.Evidence] = []
        for piece in evidence {
            let place = "\(piece.path):\(piece.line)"
            guard let index = places[place] else {
                places[place] = result.count
                result.append(piece)
                continue
            }
            if piece.message.count > result[index].message.count { result[index] = piece }
        }
        return result
    }

    /// `path:line`, each once, in the order of the evidence.
    static func places(_ evidence: [Report.Evidence]) -> [String] { distinct(evidence.map { "\($0.path):\($0.line)" }) }

    static func distinct(_ values: [String]) -> [String] {
        var seen: Set<String> = []
        return values.filter { seen.insert($0).inserted }
    }
}
