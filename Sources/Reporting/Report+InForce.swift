extension Report {
    /// The configuration that was in force: what was asked otherwise than by the catalogue alone, why, and where that stands. Absent where
    /// nothing was, so that a repository cannot hide a gap in silence.
    public struct InForce: Codable, Sendable, Equatable {
        /// The configuration file; null where there is none and only comments or a baseline counted.
        @Nullable public var file: String?
        /// True where somebody named the file who scanned, so that it is none of what is scanned; absent otherwise.
        public var given: Bool?
        @Nullable public var profile: String?
        public var controlsOff: [ControlOff] = []
        public var controlsChanged: [ControlChange] = []
        /// Weights of areas that are not the catalogue's.
        public var areaWeights: [String: Double] = [:]
        public var excluded = Excluded()
        public var components: [Component] = []
        public var roots: [Root] = []
        public var analyzers: [Analyzer] = []
        public var productionValues: [String] = []
        public var own = Own()
        public var waivers = Waivers()
        @Nullable public var baseline: Baseline?

        package init(file: String? = nil, profile: String? = nil) {
            self._file = Nullable(wrappedValue: file)
            self._profile = Nullable(wrappedValue: profile)
            self._baseline = Nullable(wrappedValue: nil)
        }

        enum CodingKeys: String, CodingKey {
            case file, given, profile, excluded, components, roots, analyzers, own, waivers, baseline
            case controlsOff = "controls_off"
            case controlsChanged = "controls_changed"
            case areaWeights = "area_weights"
            case productionValues = "production_values"
        }

        /// A control that is not asked for. `by` is the place of the setting, or the profile.
        public struct ControlOff: Codable, Sendable, Equatable {
            public var control: String
            public var reason: String
            public var by: String

            package init(control: String, reason: String, by: String) {
                self.control = control
                self.reason = reason
                self.by = by
            }
        }

        /// A control of which more or less is asked; what did not change is null.
        public struct ControlChange: Codable, Sendable, Equatable {
            public var control: String
            @Nullable public var required: Change?
            @Nullable public var severity: Change?
            @Nullable public var reason: String?
            public var by: String

            package init(control: String, required: Change?, severity: Change?, reason: String?, by: String) {
                self.control = control
                self._required = Nullable(wrappedValue: required)
                self._severity = Nullable(wrappedValue: severity)
                self._reason = Nullable(wrappedValue: reason)
                self.by = by
            }
        }

        public struct Change: Codable, Sendable, Equatable {
            public var from: String
            public var to: String

            package init(from: String, to: String) {
                self.from = from
                self.to = to
            }
        }

        /// Files that were left out.
        public struct Excluded: Codable, Sendable, Equatable {
            public var patterns: [String] = []
            public var files = 0
        }

        /// A component that was named, or made of several.
        public struct Component: Codable, Sendable, Equatable {
            public var name: String
            public var of: [String]

            package init(name: String, of: [String]) {
                self.name = name
                self.of = of
            }
        }

        /// Roots that were added; `symbol` is null for a file's top level.
        public struct Root: Codable, Sendable, Equatable {
            public var path: String
            @Nullable public var symbol: String?
            public var component: String

            package init(path: String, symbol: String?, component: String) {
                self.path = path
                self._symbol = Nullable(wrappedValue: symbol)
                self.component = component
            }
        }

        /// An analyzer that did not run (`off` says why), or got another limit.
        public struct Analyzer: Codable, Sendable, Equatable {
            public var name: String
            @Nullable public var off: String?
            @Nullable public var seconds: Double?

            package init(name: String, off: String?, seconds: Double?) {
                self.name = name
                self._off = Nullable(wrappedValue: off)
                self._seconds = Nullable(wrappedValue: seconds)
            }
        }

        /// What the repository's own folders added to the catalogue.
        public struct Own: Codable, Sendable, Equatable {
            /// Ids.
            public var controls: [String] = []
            /// Files.
            public var models: [String] = []
            /// Files.
            public var signals: [String] = []
        }

        /// How many waivers counted, and how many did not.
        public struct Waivers: Codable, Sendable, Equatable {
            public var used = 0
            public var expired = 0
            public var unused = 0

            package init() {}
        }

        /// The baseline: how many gaps it knows, which got worse since, and which of its entries are no gap any more.
        public struct Baseline: Codable, Sendable, Equatable {
            public var path: String
            public var known = 0
            public var worse = 0
            public var closed: [ClosedGap] = []

            package init(path: String) { self.path = path }
        }

        public struct ClosedGap: Codable, Sendable, Equatable {
            public var control: String
            public var component: String

            package init(control: String, component: String) {
                self.control = control
                self.component = component
            }
        }
    }
}

extension Report.InForce {
    /// The same with every text of the repository's passed through `mask`.
    func redacted<Failure: Error>(_ mask: (String) throws(Failure) -> String) throws(Failure) -> Report.InForce {
        var result = self
        for index in result.controlsOff.indices {
            result.controlsOff[index].reason = try mask(result.controlsOff[index].reason)
        }
        for index in result.controlsChanged.indices {
            guard let reason = result.controlsChanged[index].reason else { continue }
            result.controlsChanged[index].reason = try mask(reason)
        }
        for index in result.excluded.patterns.indices {
            result.excluded.patterns[index] = try mask(result.excluded.patterns[index])
        }
        for index in result.components.indices {
            result.components[index].name = try mask(result.components[index].name)
            for part in result.components[index].of.indices {
                result.components[index].of[part] = try mask(result.components[index].of[part])
            }
        }
        for index in result.roots.indices {
            result.roots[index].path = try mask(result.roots[index].path)
            if let symbol = result.roots[index].symbol { result.roots[index].symbol = try mask(symbol) }
            result.roots[index].component = try mask(result.roots[index].component)
        }
        for index in result.analyzers.indices {
            guard let off = result.analyzers[index].off else { continue }
            result.analyzers[index].off = try mask(off)
        }
        return result
    }
}
