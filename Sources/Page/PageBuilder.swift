internal import Reporting

/// Puts a report into the few bytes of a page. Every text of the repository's is made safe to be looked at on its way.
struct PageBuilder {
    private(set) var data: PageData
    let limits: PageLimits
    private let report: Report
    private var textPlaces: [String: Int] = [:]
    private var filePlaces: [String: Int] = [:]
    private var stepPlaces: [[Int]: Int] = [:]
    private(set) var componentPlaces: [String: Int] = [:]
    private(set) var controlPlaces: [String: Int] = [:]
    /// The paths of `data.files`, as the repository has them.
    private var paths: [String] = []
    private var wanted = WantedLines()

    init(_ report: Report, limits: PageLimits) {
        self.report = report
        self.limits = limits
        var repository = report.repository
        repository.path = Escaping.line(repository.path)
        repository.branch = repository.branch.map(Escaping.line)
        data = PageData(
            tool: report.tool, repository: repository, score: report.summary.score, omitted: PageData.Omitted())
        data.areas = report.summary.byArea
            .sorted { (Ladder.rank(area: $0.key), $0.key) < (Ladder.rank(area: $1.key), $1.key) }
            .map {
                PageData.Area(
                    name: $0.key, score: $0.value.score, judged: $0.value.judged, unknown: $0.value.unknown,
                    notApplicable: $0.value.notApplicable)
            }
        data.analyzers = report.analyzers.map { analyzer in
            var analyzer = analyzer
            analyzer.message = analyzer.message.map(shown)
            return analyzer
        }
        addComponents()
        addControls()
        addGaps()
        addWires()
        addDiagnostics()
    }

    func shown(_ text: String) -> String {
        let safe = Escaping.line(text)
        return safe.utf8.count > limits.textLength ? String(safe.prefix(limits.textLength)) + "…" : safe
    }

    private func shown(_ waiver: Report.Waiver) -> Report.Waiver {
        Report.Waiver(
            reason: shown(waiver.reason), owner: waiver.owner.map(shown), until: waiver.until.map(shown),
            source: waiver.source,
            path: shown(waiver.path), line: waiver.line)
    }

    /// The place of a text, which stands once however often it is meant.
    mutating func place(ofText text: String) -> Int {
        if let known = textPlaces[text] { return known }
        textPlaces[text] = data.texts.count
        data.texts.append(shown(text))
        return data.texts.count - 1
    }

    mutating func place(ofFile path: String) -> Int {
        if let known = filePlaces[path] { return known }
        filePlaces[path] = data.files.count
        data.files.append(PageData.File(path: shown(path)))
        paths.append(path)
        return data.files.count - 1
    }

    /// -1 for none, and for the repository as a whole.
    func place(ofComponent id: String?) -> Int { id.flatMap { componentPlaces[$0] } ?? -1 }

    private mutating func addComponents() {
        for component in report.components where componentPlaces[component.id] == nil {
            componentPlaces[component.id] = data.components.count
            data.components.append(
                PageData.Component(
                    id: shown(component.id), kind: shown(component.kind), path: shown(component.path),
                    workloads: (component.workloads ?? []).map(shown)))
        }
    }

    private mutating func addControls() {
        // Of what is worst the evidence has room first.
        let order = report.controls.indices.sorted { left, right in
            let (one, other) = (report.controls[left], report.controls[right])
            return (one.gap == nil ? 1 : 0, Ladder.rank(severity: one.severity), left)
                < (other.gap == nil ? 1 : 0, Ladder.rank(severity: other.severity), right)
        }
        for control in report.controls {
            controlPlaces[control.id] = data.controls.count
            let entry = entry(of: control)
            data.controls.append(entry)
        }
        var room = limits.evidence
        for index in order {
            let all = report.controls[index].evidence
            let taken = all.prefix(min(room, limits.evidencePerControl))
            room -= taken.count
            for item in taken { data.controls[index].evidence.append(evidence(item)) }
            data.controls[index].omitted = all.count - taken.count
            data.omitted.evidence += all.count - taken.count
        }
    }

    private mutating func entry(of control: Report.Control) -> PageData.Control {
        var letters = [Character](repeating: ".", count: data.components.count)
        var tested = letters
        var reasons = [Int](repeating: -1, count: letters.count)
        var reason = -1
        var isWhole = true
        for cell in control.cells {
            let why = cell.reason.map { place(ofText: $0) } ?? -1
            guard let place = componentPlaces[cell.component] else {
                reason = why
                continue
            }
            isWhole = false
            letters[place] = PageData.letter(cell.state)
            tested[place] = cell.tested.map { $0 ? "t" : "f" } ?? "."
            reasons[place] = why
        }
        return PageData.Control(
            id: shown(control.id), area: control.area, title: shown(control.title), severity: control.severity,
            state: String(PageData.letter(control.state)), required: String(PageData.letter(control.required)),
            gain: control.gain, tested: control.tested, cells: isWhole ? "" : String(letters),
            testedCells: isWhole ? "" : String(tested),
            reasons: isWhole ? [] : reasons, reason: reason)
    }

    private mutating func evidence(_ item: Report.Evidence) -> PageData.Evidence {
        let file = place(ofFile: item.path)
        let end = max(item.line, item.endLine)
        wanted.add(
            file, from: item.line - limits.linesBefore,
            to: min(end, item.line + limits.linesWithin) + limits.linesAfter)
        // What the report masks in its words is masked in the code, too.
        if WantedLines.isMasked(item.message) { wanted.hide(file, from: item.line, to: min(end, item.line + 100)) }
        return PageData.Evidence(
            role: item.role, file: file, line: item.line, end: end, symbol: shown(item.symbol),
            message: shown(item.message), component: place(ofComponent: item.component),
            witness: item.witness.map { step($0) })
    }

    private mutating func step(_ step: Report.Step) -> Int {
        let file = place(ofFile: step.path)
        wanted.add(file, from: step.line, to: step.line)
        let entry = [place(ofText: step.symbol), file, step.line, step.guess ? 1 : 0]
        if let known = stepPlaces[entry] { return known }
        stepPlaces[entry] = data.steps.count
        data.steps.append(entry)
        return data.steps.count - 1
    }

    private mutating func addGaps() {
        var guides: [PageData.Guide: Int] = [:]
        for gap in report.gaps {
            guard let control = controlPlaces[gap.control] else { continue }
            let guide = PageData.Guide(
                why: shown(gap.why), remedy: shown(gap.remedy), acceptance: gap.acceptance.map(shown))
            if guides[guide] == nil {
                guides[guide] = data.guides.count
                data.guides.append(guide)
            }
            let waived = gap.waived.map(shown)
            data.gaps.append(
                PageData.Gap(
                    control: control, component: place(ofComponent: gap.component),
                    state: String(PageData.letter(gap.state)), severity: gap.severity, fingerprint: gap.fingerprint,
                    guide: guides[guide] ?? 0, files: gap.files.prefix(100).map { place(ofFile: $0) }, waived: waived,
                    known: gap.inBaseline == true))
        }
    }

    private mutating func addWires() {
        for wire in report.brokenWires {
            let file = place(ofFile: wire.from.path)
            wanted.add(file, from: wire.from.line - 1, to: wire.from.line + 1)
            data.wires.append(
                PageData.Wire(
                    join: wire.join, severity: wire.severity, file: file, line: wire.from.line,
                    name: shown(wire.to.name), toFile: wire.to.path.map { place(ofFile: $0) } ?? -1,
                    toLine: wire.to.line ?? 0, why: shown(wire.why), controls: wire.controls))
        }
    }

    private mutating func addDiagnostics() {
        // What was not read before what is only told.
        let sorted = report.diagnostics.filter { !$0.isOfConfiguration }.enumerated().sorted {
            ($0.element.severity == "info" ? 1 : 0, $0.offset) < ($1.element.severity == "info" ? 1 : 0, $1.offset)
        }
        let warnings = report.diagnostics.filter(\.isOfConfiguration)
        data.inForce = AcceptedText.lines(report).map(shown)
        data.omitted.diagnostics =
            max(0, sorted.count - limits.diagnostics) + max(0, warnings.count - limits.diagnostics)
        for (_, diagnostic) in sorted.prefix(limits.diagnostics) { data.diagnostics.append(entry(of: diagnostic)) }
        for diagnostic in warnings.prefix(limits.diagnostics) { data.warnings.append(entry(of: diagnostic)) }
    }

    private mutating func entry(of diagnostic: Report.Diagnostic) -> PageData.Diagnostic {
        PageData.Diagnostic(
            severity: diagnostic.severity, file: diagnostic.path.map { place(ofFile: $0) } ?? -1,
            line: diagnostic.line ?? 0, message: shown(diagnostic.message))
    }

    /// The code around every place that the page names, as far as there is room.
    mutating func addCode(_ lines: Page.Lines) throws {
        var room = limits.code
        for (file, pieces) in wanted.pieces {
            guard room > 0 else {
                data.omitted.excerpts += 1
                continue
            }
            guard let found = try lines(paths[file], pieces, wanted.hidden(file)) else { continue }
            for (range, lines) in zip(pieces, found) where !lines.isEmpty {
                let texts = lines.map(code)
                room -= texts.reduce(0) { $0 + $1.utf8.count }
                data.files[file].pieces.append(PageData.Piece(from: range.lowerBound, lines: texts))
            }
        }
    }

    /// A line as it may be shown: tabs as blanks, nothing that hides or turns what follows, and not too long.
    private func code(_ line: String) -> String {
        // Ends of lines of other systems are no part of the text.
        let text = line.hasSuffix("\r") ? line.dropLast() : line[...]
        let cut = text.count > limits.lineLength ? String(text.prefix(limits.lineLength)) + "…" : String(text)
        return Escaping.line(cut.replacing("\t", with: "    "))
    }
}

extension PageBuilder {
    mutating func set(_ history: PageHistory, commits: Int, cells: Int, changes: Int) {
        data.history = history
        data.omitted.commits = commits
        data.omitted.cells = cells
        data.omitted.changes = changes
    }
}
