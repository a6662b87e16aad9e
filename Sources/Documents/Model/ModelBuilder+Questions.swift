internal import Reporting

/// What could not be judged, and what to do so that it can be.
extension ModelBuilder {
    /// By its cause and the components that it concerns: those with most controls first. Each says what is so of each of its controls.
    func questions(of controls: [Report.Control]) -> [Fields] {
        struct Key: Hashable {
            let cause: String
            let components: [String]
        }
        var found: [Key: (controls: [String], reasons: [String], answer: String)] = [:]
        for control in controls {
            var causes: [String: (components: Set<String>, reasons: [String], answer: String)] = [:]
            for cell in control.cells where cell.state == "unknown" {
                let reason = cell.reason ?? "no reason given"
                let cause = UnknownCause(reason)
                causes[cause.words, default: ([], [], cause.answer)].components.insert(cell.component)
                causes[cause.words]?.reasons.append(reason)
            }
            for (words, own) in causes {
                let key = Key(cause: words, components: own.components.sorted())
                found[key, default: ([], [], own.answer)].controls.append(control.id)
                found[key]?.reasons += own.reasons
            }
        }
        return found.sorted {
            ($1.value.controls.count, $0.key.cause, $0.key.components.joined(separator: "\n"))
                < ($0.value.controls.count, $1.key.cause, $1.key.components.joined(separator: "\n"))
        }.map { key, question in
            Fields(
                "question",
                [
                    "reason": text(key.cause), "answer": text(question.answer),
                    "reasons": texts(Self.distinct(question.reasons)),
                    "controls": list(question.controls.map(word)),
                    "components": texts(key.components.filter { $0 != "(repository)" }),
                    "count": question.controls.count,
                ])
        }
    }
}

/// Why something could not be judged, without what differs from image to image and from control to control, and what to do about it.
struct UnknownCause: Equatable {
    let words: String
    let answer: String

    private static let causes: [(mark: String, words: String?, answer: String)] = [
        (
            " is built here, and its entry point leads to no code that ",
            "its image is built here, and its entry point leads to no code that an analyzer reads",
            "Look at its code by hand; where that is in Go, Python or Erlang, name what the image starts under roots in .gapmatrix.yml."
        ),
        (
            " serves files by a server whose configuration no analyzer reads",
            "its image serves files by a server whose configuration no analyzer reads",
            "Look at the configuration of that server by hand."
        ),
        ("the analyzer ", nil, "gapmatrix doctor says what the analyzer lacks; mend that and scan again."),
        ("no analyzer reads this repository's files", nil, "Nothing here is in a language that an analyzer reads."),
        ("not supported: ", nil, "Look at that code by hand."),
        ("not read: ", nil, "See why these files were not read, mend that and scan again, or look at them by hand."),
        (", which is kept elsewhere ", nil, "Look at what the pipeline runs there by hand."),
        ("read by no analyzer of this version", nil, "Look at these files by hand."),
        ("that no analyzer of this version reads", nil, "Look at these files by hand."),
        ("the chart that is installed is not in this repository", nil, "Look at what that chart renders by hand."),
        ("in another language than in English", nil, "Look for it in these documents by hand."),
        (
            "the routes of the code that the container runs are not all known", nil,
            "Compare what the probes ask for with the routes of the program by hand."
        ),
    ]

    init(_ reason: String) {
        let known = Self.causes.first { reason.lowercased().contains($0.mark) }
        words = known?.words ?? reason
        answer = known?.answer ?? "Look at it by hand."
    }
}
