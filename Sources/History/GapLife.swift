internal import Controls
package import Reporting

/// A gap from its opening to its end: a cell below the state that its control requires, or one weakness within a cell.
package struct GapLife: Codable, Sendable, Equatable {
    package enum Kind: String, Codable, Sendable { case cell, weakness }

    package enum Status: String, Codable, Sendable {
        case open, closed
        /// Its component is gone: nobody closed it.
        case removed
        /// It was open when it could be judged last.
        case unjudged
    }

    package struct Event: Codable, Sendable, Equatable {
        package enum Kind: String, Codable, Sendable {
            case opened, closed, reopened, changed, moved, removed, unjudged, judged
        }

        package var kind: Kind
        package var commit: HistoryCommit
        @Nullable package var from: String?
        @Nullable package var to: String?
        /// The changed file that it rests on, where one can be told.
        @Nullable package var cause: String?

        init(_ kind: Kind, _ commit: HistoryCommit, from: String? = nil, to: String? = nil, cause: String? = nil) {
            self.kind = kind
            self.commit = commit
            self._from = Nullable(wrappedValue: from)
            self._to = Nullable(wrappedValue: to)
            self._cause = Nullable(wrappedValue: cause)
        }
    }

    package var kind: Kind
    /// Of a cell the fingerprint that reports show; of a weakness one of its own, which it keeps when it moves.
    package var fingerprint: String
    package var control: String
    package var component: String
    package var area: String
    package var severity: String
    package var title: String
    package var required: String
    /// The present state, or the last one; of a weakness `open` or `closed` says all.
    package var state: String
    package var status: Status
    /// Of a weakness: where it is, or was.
    @Nullable package var place: String?
    /// Of a weakness: what it is.
    @Nullable package var message: String?
    /// Null where it was open before the history begins.
    @Nullable package var opened: HistoryCommit?
    @Nullable package var closed: HistoryCommit?
    /// From the last opening to the end, or to the last commit of the history; null where the opening is not known.
    @Nullable package var ageDays: Double?
    package var events: [Event]
    /// Names that the component had before.
    package var formerComponents: [String]

    enum CodingKeys: String, CodingKey {
        case kind, fingerprint, control, component, area, severity, title, required, state, status, place, message,
            opened
        case closed, events
        case ageDays = "age_days"
        case formerComponents = "former_components"
    }

    init(
        kind: Kind, fingerprint: String, control: ControlFacts, component: String, state: String, place: String? = nil,
        message: String? = nil
    ) {
        self.kind = kind
        self.fingerprint = fingerprint
        self.control = control.id
        self.component = component
        area = control.area
        severity = control.severity
        title = control.title
        required = control.required
        self.state = state
        status = .open
        self._place = Nullable(wrappedValue: place)
        self._message = Nullable(wrappedValue: message)
        self._opened = Nullable(wrappedValue: nil)
        self._closed = Nullable(wrappedValue: nil)
        self._ageDays = Nullable(wrappedValue: nil)
        events = []
        formerComponents = []
    }

    /// Nobody closed it, as far as anyone knows.
    package var isStillOpen: Bool { status == .open || status == .unjudged }

    mutating func open(_ commit: HistoryCommit?, as event: Event?) {
        status = .open
        opened = commit
        closed = nil
        if let event { events.append(event) }
    }

    mutating func end(_ status: Status, _ event: Event) {
        self.status = status
        closed = event.commit
        events.append(event)
    }
}

/// What a history needs to know of a control.
package struct ControlFacts: Sendable {
    package var id: String
    package var area: String
    package var severity: String
    package var title: String
    package var required: String

    package init(id: String, area: String, severity: String, title: String, required: String) {
        self.id = id
        self.area = area
        self.severity = severity
        self.title = title
        self.required = required
    }

    /// Whether a cell of this state is a gap.
    func isGap(_ state: String?) -> Bool {
        guard let state = state.flatMap(State.init(rawValue:)), let needed = State(rawValue: required) else {
            return false
        }
        return state.rung != nil && state < needed
    }
}
