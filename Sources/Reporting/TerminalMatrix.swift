/// The matrix: a row for each control, a column for each component, as far as the width allows.
extension TerminalReporter {
    func matrix(_ digest: Digest, _ out: inout TerminalOutput) {
        guard !digest.areas.isEmpty else {
            out.blank()
            out.line("Nothing here that a control could be applied to.")
            return
        }
        let components = digest.report.components
        let layout = MatrixLayout(digest, width: width)
        out.blank()
        var legend = Ladder.legend.split(separator: "  ").map(String.init)
        if layout.isNarrow { legend += ["B blocker", "H high", "M medium", "L low"] }
        out.flow(
            [.init("MATRIX", .bold)] + legend.map { .init($0, .dim, isWhole: true, gap: 2) }, indent: 0, hanging: 4)
        if components.count > 1 {
            out.blank()
            for (index, component) in components.enumerated() {
                let letter = TerminalOutput.padded(Self.letter(index), 2)
                out.flow(
                    [
                        .init(letter, isWhole: true), .init(Escaping.line(component.id)),
                        .init(component.kind, .dim, gap: 2),
                    ], indent: 2, hanging: 5)
                if let workloads = component.deployment { out.wrapped(Escaping.line(workloads), indent: 5, dim: true) }
            }
        } else if let workloads = components.first?.deployment {
            out.wrapped(Escaping.line(workloads), indent: 2, dim: true)
        }
        let explanations = explained.map { CellExplanations($0, digest.report) }
        for area in digest.areas {
            for (number, columns) in layout.blocks(of: area.controls).enumerated() {
                out.blank()
                let title = Escaping.line(area.name) + (number == 0 ? "" : ", continued")
                let letters = columns.map { TerminalOutput.padded(Self.letter($0), 3) }.joined()
                out.line(out.bold(TerminalOutput.padded(title, layout.prefix)) + out.dim(letters))
                for control in area.controls {
                    guard number == 0 || layout.applies(control, columns) else { continue }
                    out.line(row(control, columns, layout, isFirst: number == 0, out))
                    if number == 0 { explanations?.write(control, self, &out) }
                }
            }
        }
        if let explanations {
            // What applies nowhere has no row, and is explained all the same.
            let shown = Set(digest.areas.flatMap(\.controls).map(\.id))
            let others = digest.report.controls.filter { !shown.contains($0.id) }
            guard !others.isEmpty else { return }
            out.blank()
            out.line(out.bold("WITHOUT A ROW"))
            for control in others {
                out.line("  " + Escaping.line(control.id))
                explanations.write(control, self, &out)
            }
        }
    }

    private func row(
        _ control: Report.Control, _ columns: [Int], _ layout: MatrixLayout, isFirst: Bool, _ out: TerminalOutput
    ) -> String {
        let name =
            "  " + TerminalOutput.padded(TerminalOutput.cut(Escaping.line(control.id), to: layout.id), layout.id) + "  "
        let cells = columns.map { column in
            let state = layout.state(control, column)
            return out.paint(TerminalOutput.padded(state.map(Ladder.mark) ?? "", 3), state: state ?? "n/a")
        }.joined()
        guard isFirst else { return TerminalOutput.padded(name, layout.prefix) + cells }
        let mark = Ladder.mark(control.state)
        let severity =
            layout.isNarrow
            ? TerminalOutput.padded(String(control.severity.prefix(1)).uppercased(), 2)
            : TerminalOutput.padded(control.severity, 9)
        let state = TerminalOutput.padded(layout.isNarrow ? mark : "\(mark) \(control.state)", layout.state)
        let gain = TerminalOutput.padded(TerminalOutput.points(control.gain), MatrixLayout.gain)
        return name + out.dim(severity) + out.paint(state, state: control.state) + out.bold(gain) + cells
            + out.dim(control.tested == true ? " tested" : "")
    }
}

/// How wide the columns of the matrix are, and which components share a block of it.
struct MatrixLayout {
    static let gain = 6
    private static let tested = 7

    /// Columns of the control's name.
    let id: Int
    /// Columns of its state.
    let state: Int
    /// Whether severities and states are one character.
    let isNarrow: Bool
    /// Columns before the first cell.
    let prefix: Int
    private let width: Int
    private let count: Int
    private let states: [String: [String?]]

    init(_ digest: Digest, width: Int) {
        self.width = width
        let components = digest.report.components
        count = components.count > 1 ? components.count : 0
        let longest = digest.areas.flatMap(\.controls).map { TerminalOutput.columns($0.id) }.max() ?? 0
        id = min(longest, max(16, width / 3))
        let full = 2 + id + 2 + 9 + 11 + Self.gain
        isNarrow = full + 3 * min(count, 10) + Self.tested > width
        state = isNarrow ? 2 : 11
        prefix = isNarrow ? 2 + id + 2 + 2 + 2 + Self.gain : full
        let places = Dictionary(
            components.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        var states: [String: [String?]] = [:]
        for control in digest.areas.flatMap(\.controls) {
            var row = [String?](repeating: nil, count: components.count)
            for cell in control.cells {
                if let place = places[cell.component] { row[place] = cell.state }
            }
            states[control.id] = row
        }
        self.states = states
    }

    func state(_ control: Report.Control, _ column: Int) -> String? { states[control.id]?[column] }

    func applies(_ control: Report.Control, _ columns: [Int]) -> Bool {
        columns.contains { state(control, $0).map { $0 != "n/a" } ?? false }
    }

    /// All components in one block where there is room; else as many as fit at a time, without those that the area says
    /// nothing of.
    func blocks(of controls: [Report.Control]) -> [[Int]] {
        let room = max(3, (width - prefix - Self.tested) / 3)
        if count <= room { return [Array(0..<count)] }
        let spoken = (0..<count).filter { column in controls.contains { applies($0, [column]) } }
        guard !spoken.isEmpty else { return [[]] }
        return stride(from: 0, to: spoken.count, by: room).map { Array(spoken[$0..<min($0 + room, spoken.count)]) }
    }
}
