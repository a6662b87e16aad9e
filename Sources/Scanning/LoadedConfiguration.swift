package import Configuration
internal import Controls
internal import GitRepository
package import Models
internal import Reporting

/// The configuration of a scan: what it says, and the texts that it adds to the catalogue.
package struct LoadedConfiguration: Sendable {
    package static let fileName = ".gapmatrix.yml"
    /// Both spellings of its ending are in use everywhere; only one file may be there.
    package static let fileNames = [fileName, ".gapmatrix.yaml"]

    /// Nil where none is followed.
    package private(set) var inForce: InForce?
    /// Own controls, models and names of signals, by their paths in the tree.
    private(set) var controls: [(path: String, text: String)] = []
    private(set) var models: [(path: String, text: String)] = []
    private(set) var signals: (path: String, text: String)?
    /// What the file says, so that a report can be kept for it.
    private(set) var text = ""
    /// Whether comments and the baseline of what is scanned count.
    let trustsTree: Bool
    /// Whether the caller names the file.
    let isGiven: Bool

    init(_ options: ScanOptions, _ opened: OpenedRepository, profiles folder: String) throws(ScanError) {
        trustsTree = options.configuration != .none
        isGiven = if case .file = options.configuration { true } else { false }
        do throws(GitError) {
            try TreeFiles(opened: opened).check()
        } catch {
            throw ScanError(.repository, error.description)
        }
        do throws(ModelError) {
            guard let (text, file) = try Self.text(options.configuration, TreeFiles(opened: opened)) else { return }
            self.text = text
            let settings = try SettingsReader.read(text, file: file)
            let inForce = try InForce(
                settings, profiles: settings.profile == nil ? [] : Self.profiles(folder))
            self.inForce = inForce
            try addOwn(settings, TreeFiles(opened: opened))
        } catch {
            throw ScanError(.request, error.description)
        }
    }

    private static func text(
        _ choice: ConfigurationChoice, _ tree: TreeFiles
    ) throws(ModelError) -> (text: String, file: String)? {
        switch choice {
        case .none: return nil
        case .file(let path):
            return (try TreeFiles.text(try TreeFiles.onDisk(path, limit: SettingsLimits.bytes), path), path)
        case .tree:
            return try text(in: tree)
        }
    }

    /// The configuration of a tree, whichever way its name is spelt.
    static func text(in tree: TreeFiles) throws(ModelError) -> (text: String, file: String)? {
        var found: (text: String, file: String)?
        for name in fileNames {
            guard let bytes = try tree.content(name, limit: SettingsLimits.bytes) else { continue }
            if let found {
                throw ModelError(
                    file: name,
                    message: "is there beside \(found.file): keep one of them, so that it is clear what counts")
            }
            found = (try TreeFiles.text(bytes, name), name)
        }
        return found
    }

    /// The profiles of the catalogue.
    package static func profiles(_ folder: String) throws(ModelError) -> [Profile] {
        try CatalogueFiles.read(directory: folder, recursive: false).map { (file) throws(ModelError) in
            try SettingsReader.profile(file.text, file: file.path)
        }
    }

    private mutating func addOwn(_ settings: Settings, _ tree: TreeFiles) throws(ModelError) {
        func files(_ entry: Settings.Entry?) throws(ModelError) -> [(path: String, text: String)] {
            guard let entry else { return [] }
            let found = try tree.folder(
                entry.text, files: SettingsLimits.ownFiles, bytes: SettingsLimits.ownBytes)
            guard !found.isEmpty else {
                throw ModelError(
                    file: settings.file, line: entry.line, message: "'\(entry.text)' is no folder with YAML files")
            }
            return found
        }
        controls = try files(settings.ownControls)
        models = try files(settings.ownModels)
        guard let entry = settings.ownSignals else { return }
        guard let bytes = try tree.content(entry.text, limit: SettingsLimits.ownBytes) else {
            throw ModelError(file: settings.file, line: entry.line, message: "there is no file '\(entry.text)'")
        }
        signals = (entry.text, try TreeFiles.text(bytes, entry.text))
    }

    /// The paths of what it adds to the catalogue.
    var ownPaths: Set<String> { Set(controls.map(\.path) + models.map(\.path) + [signals?.path].compactMap(\.self)) }

    /// The analyzers that it switches off.
    func switchedOff(of names: [String]) throws(ScanError) -> Set<String> {
        guard let inForce else { return [] }
        do throws(ModelError) {
            try inForce.checkAnalyzers(names)
        } catch {
            throw ScanError(.request, error.description)
        }
        return Set(inForce.settings.analyzers.filter { $0.skip != nil }.map(\.name))
    }

    /// What it asks of a method: see ``InForce/identity``. The texts that it adds are told with the catalogue.
    var identity: [String] { inForce?.identity ?? [] }

    /// Everything that a report says of it, so that a report can be kept.
    var textIdentity: [String] { [inForce?.settings.file ?? "", text, trustsTree ? "" : "bare"] }

    /// Patterns of paths that are left out.
    var exclude: [String] { inForce?.settings.exclude.map(\.text) ?? [] }

    var areaWeights: [String: Double] { inForce?.areaWeights ?? Area.weights }

    /// The controls as they are asked here.
    func applied(to controls: [Control]) throws(ScanError) -> [Control] {
        do throws(ModelError) {
            return try inForce?.applied(to: controls) ?? controls
        } catch {
            throw ScanError(.request, error.description)
        }
    }

    func record(_ controls: [Control]) -> Report.InForce? {
        guard let inForce else { return nil }
        var record = inForce.record(controls)
        if isGiven { record.given = true }
        record.own.controls = self.controls.map {
            String(($0.path.split(separator: "/").last ?? "").split(separator: ".").first ?? "")
        }.sorted()
        record.own.models = models.map(\.path)
        record.own.signals = [signals?.path].compactMap(\.self)
        return record
    }
}
