package import Models

/// Loads the controls.
package enum ControlCatalog {
    /// Reads `<directory>/<area>/<id>.yml`.
    ///
    /// - Returns: the controls in the order of the areas, then of their ids.
    package static func load(directory: String, vocabulary: SignalVocabulary) throws(ControlError) -> [Control] {
        do throws(ModelError) {
            return try load(
                files: try CatalogueFiles.read(directory: directory, recursive: true), vocabulary: vocabulary)
        } catch {
            throw ControlError(file: error.file, line: error.line, message: error.message)
        }
    }

    /// Reads controls from texts; the last two parts of a path are the area and the id.
    package static func load(
        files: [(path: String, text: String)], vocabulary: SignalVocabulary, parsed: ParsedDocuments = ParsedDocuments()
    ) throws(ModelError) -> [Control] {
        var controls: [Control] = []
        var places: [String: String] = [:]
        for (path, text) in files {
            let parts = path.split(separator: "/")
            let name = parts.last ?? ""
            let id = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? String(name)
            let control = try ControlReader(file: path, vocabulary: vocabulary).read(
                try parsed.root(text, file: path), expectedID: id)
            guard parts.dropLast().last.map(String.init) == control.area else {
                throw ModelError(file: path, message: "the area '\(control.area)' is not the file's folder")
            }
            if let other = places.updateValue(path, forKey: id) {
                throw ModelError(file: path, message: "the id '\(id)' is that of \(other) too")
            }
            controls.append(control)
        }
        let order = Dictionary(uniqueKeysWithValues: Area.all.enumerated().map { ($1, $0) })
        return controls.sorted { (order[$0.area]!, $0.id) < (order[$1.area]!, $1.id) }
    }
}
