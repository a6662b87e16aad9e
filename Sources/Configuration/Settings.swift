package import Controls

/// Everything that a configuration file says, with the line of each entry. Names of controls and components are as written: whether they
/// exist is asked later.
package struct Settings: Sendable, Equatable {
    /// A text and the line it stands in.
    package struct Entry: Sendable, Equatable {
        package var text: String
        package var line: Int

        package init(text: String, line: Int) {
            self.text = text
            self.line = line
        }
    }

    /// Components that get a name of the team's own; several become one.
    package struct ComponentEntry: Sendable, Equatable {
        package var name: String
        /// Ids, or patterns with `*`.
        package var of: [String]
        package var line: Int

        package init(name: String, of: [String], line: Int) {
            self.name = name
            self.of = of
            self.line = line
        }
    }

    /// Symbols at which something that the linker cannot see begins.
    package struct RootEntry: Sendable, Equatable {
        /// A pattern in the form of a `.gitignore`.
        package var path: String
        /// A name or a pattern with `*`; nil for the file's top level.
        package var symbol: String?
        package var component: String
        package var kind: String
        package var line: Int
    }

    /// What is asked of a control here.
    package struct ControlEntry: Sendable, Equatable {
        package var control: String
        /// Why it is switched off.
        package var skip: String?
        package var required: State?
        package var severity: Severity?
        package var reason: String?
        package var line: Int
    }

    package struct AreaEntry: Sendable, Equatable {
        package var area: String
        package var skip: String?
        package var weight: Double?
        package var line: Int
    }

    package struct AnalyzerEntry: Sendable, Equatable {
        package var name: String
        package var skip: String?
        package var seconds: Double?
        package var line: Int
    }

    /// Where: the file's name as it is shown.
    package var file: String
    package var profile: Entry?
    package var exclude: [Entry] = []
    package var components: [ComponentEntry] = []
    package var roots: [RootEntry] = []
    package var controls: [ControlEntry] = []
    package var areas: [AreaEntry] = []
    package var analyzers: [AnalyzerEntry] = []
    /// Values files of charts that count as production.
    package var productionValues: [Entry] = []
    /// Folders and a file of the tree: controls, models, and the names of signals.
    package var ownControls: Entry?
    package var ownModels: Entry?
    package var ownSignals: Entry?
    package var waivers: [WaiverRule] = []

    package init(file: String) { self.file = file }

    /// `.gapmatrix.yml:12`.
    package func place(_ line: Int) -> String { "\(file):\(line)" }
}
