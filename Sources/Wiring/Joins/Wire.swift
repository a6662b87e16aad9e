/// Two artifacts that should meet and do not: the code says one thing, a manifest or a configuration another.
package struct Wire: Sendable, Hashable {
    /// Which join found it.
    package enum Join: String, Sendable, Hashable, CaseIterable {
        case importToDependency = "import-dependency"
        case environment
        case setting
        case chartValue = "chart-value"
        case swallowedObject = "swallowed-object"
        case probeToRoute = "probe-route"
        case selector
        case port
        case scrape
        case mount
        case grace = "termination-grace"
        case document
        case metric
        case image = "image-content"
        /// What a pipeline, target or script runs, and the target or script that it names.
        case command
        /// A file that a pipeline, a build file or a compose file includes.
        case include
    }

    package enum Severity: Int, Sendable, Hashable {
        case high, medium, low

        package var word: String {
            switch self {
            case .high: "high"
            case .medium: "medium"
            case .low: "low"
            }
        }
    }

    package struct Place: Sendable, Hashable {
        package var path: String
        package var line: Int

        package init(path: String, line: Int) {
            self.path = path
            self.line = line
        }
    }

    package var join: Join
    package var from: Place
    /// What it should lead to: a package, a variable, a setting.
    package var name: String
    /// Where the other end is, or should be; nil where it is nowhere.
    package var to: Place?
    package var why: String
    package var severity: Severity

    package init(join: Join, from: Place, name: String, to: Place? = nil, why: String, severity: Severity) {
        self.join = join
        self.from = from
        self.name = name
        self.to = to
        self.why = why
        self.severity = severity
    }

    /// Worst first, then by place.
    static func precedes(_ left: Wire, _ right: Wire) -> Bool {
        (left.severity.rawValue, left.from.path, left.from.line, left.join.rawValue, left.name)
            < (right.severity.rawValue, right.from.path, right.from.line, right.join.rawValue, right.name)
    }
}
