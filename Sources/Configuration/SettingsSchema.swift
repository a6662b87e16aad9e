private import Foundation
package import Controls

/// The JSON Schema of the configuration, for editors: made of the same keys that the reader takes, and of the names that exist.
package enum SettingsSchema {
    /// - Parameters:
    ///   - controls: their ids, which an editor then offers; others are the repository's own.
    package static func text(
        controls: [Control], analyzers: [String], profiles: [(name: String, title: String)]
    ) throws -> String {
        let data = try JSONSerialization.data(
            withJSONObject: schema(controls, analyzers, profiles),
            options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
        return String(decoding: data, as: UTF8.self) + "\n"
    }

    private typealias Node = [String: Any]

    private static func schema(
        _ controls: [Control], _ analyzers: [String], _ profiles: [(name: String, title: String)]
    ) -> Node {
        let words = profiles.map { "`\($0.name)`: \($0.title)." }.joined(separator: " ")
        return object(
            "What gapmatrix is to know of this repository. Every key may be left out.", SettingsKeys.file,
            [
                "profile": [
                    "description": "What kind of repository this is: what is not asked of it. \(words)",
                    "enum": profiles.map(\.name),
                ],
                "exclude": texts("Paths that are left out, as in a .gitignore.", SettingsLimits.patterns),
                "components": list(
                    "Components with names of your own; several become one.", SettingsLimits.components,
                    object(
                        "A component.", SettingsKeys.component,
                        [
                            "name": text("What it is called.", SettingsLimits.pattern),
                            "of": texts(
                                "The ids that it stands for, as a report shows them; `*` stands for any letters.", 50),
                        ], required: ["name", "of"])),
                "roots": list(
                    "Symbols at which production begins where no rule sees it: plugins, handlers that a framework finds by name.",
                    SettingsLimits.roots,
                    object(
                        "Roots.", SettingsKeys.root,
                        [
                            "path": text("Files, as in a .gitignore.", SettingsLimits.pattern),
                            "symbol": text(
                                "Names of symbols, `*` for any letters; the file's top level without it.",
                                SettingsLimits.pattern),
                            "component": text("The component that begins there.", SettingsLimits.pattern),
                            "kind": text("What kind of component it is.", SettingsLimits.pattern),
                        ], required: ["path", "component"])),
                "controls": map(
                    "What is asked of single controls.", known(controls.map(\.id)),
                    object(
                        "Either `skip`, or another state or severity.", SettingsKeys.control,
                        [
                            "skip": text("Why the control is not asked for: it is switched off."),
                            "required": [
                                "description": "The state that closes the gap.",
                                "enum": State.ladder.dropFirst().map(\.rawValue),
                            ],
                            "severity": [
                                "description": "How much a gap matters.", "enum": Severity.allCases.map(\.rawValue),
                            ],
                            "reason": text("Why."),
                        ], isOneAtLeast: true)),
                "areas": map(
                    "What is asked of whole areas.", ["enum": Area.all],
                    object(
                        "An area.", SettingsKeys.area,
                        [
                            "skip": text("Why none of its controls is asked for."),
                            "weight": number("What it weighs in the score.", 0...SettingsLimits.weight),
                        ], isOneAtLeast: true)),
                "analyzers": map(
                    "Analyzers of the installation.", known(analyzers),
                    object(
                        "An analyzer.", SettingsKeys.analyzer,
                        [
                            "skip": text("Why it does not run. What only it could tell is then unknown."),
                            "seconds": number("Longest time for one file.", SettingsLimits.seconds),
                        ], isOneAtLeast: true)),
                "production-values": texts(
                    "Values files of charts that are used in production, from the repository's root.",
                    SettingsLimits.patterns),
                "own": object(
                    "What the repository adds to the catalogue: paths within it.", SettingsKeys.own,
                    [
                        "controls": text("A folder with <area>/<id>.yml.", SettingsLimits.pattern),
                        "models": text("A folder with models.", SettingsLimits.pattern),
                        "signals": text("A file that names signals.", SettingsLimits.pattern),
                    ]),
                "waivers": list(
                    "Gaps that the team lives with.", SettingsLimits.waivers,
                    object(
                        "A waiver.", SettingsKeys.waiver,
                        [
                            "control": known(controls.map(\.id)).merging(["description": "The control."]) { $1 },
                            "component": text(
                                "The component, `*` for any letters; every component without it.",
                                SettingsLimits.pattern),
                            "fingerprint": [
                                "description": "The gap's fingerprint, or the beginning of it.", "type": "string",
                                "pattern": "^[0-9A-Fa-f]{8,}$",
                            ],
                            "reason": text("Why the gap is accepted."),
                            "owner": text("Who answers for it.", SettingsLimits.pattern),
                            "until": [
                                "description": "The last day on which it holds.", "type": "string",
                                "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
                            ],
                        ], required: ["control", "reason"])),
            ]
        ).merging([
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": "https://gapmatrix.dev/schema/gapmatrix.json",
            "title": ".gapmatrix.yml",
        ]) { $1 }
    }

    /// A mapping with these keys and no others; a key without a value, `exclude:`, is none.
    private static func object(
        _ words: String, _ keys: [String], _ properties: [String: Node], required: [String] = [],
        isOneAtLeast: Bool = false
    ) -> Node {
        precondition(Set(keys) == Set(properties.keys), "the schema's keys are the reader's")
        var node: Node = [
            "description": words, "type": "object", "properties": properties, "additionalProperties": false,
        ]
        if !required.isEmpty { node["required"] = required }
        if isOneAtLeast { node["minProperties"] = 1 }
        return node
    }

    private static func text(_ words: String, _ limit: Int = SettingsLimits.text) -> Node {
        ["description": words, "type": "string", "minLength": 1, "maxLength": limit]
    }

    private static func texts(_ words: String, _ limit: Int) -> Node {
        let item: Node = ["type": "string", "minLength": 1, "maxLength": SettingsLimits.pattern]
        return [
            "description": words,
            "anyOf": [item, ["type": "array", "items": item, "maxItems": limit], ["type": "null"]],
        ]
    }

    private static func list(_ words: String, _ limit: Int, _ item: Node) -> Node {
        ["description": words, "type": ["array", "null"], "items": item, "maxItems": limit]
    }

    private static func map(_ words: String, _ names: Node, _ value: Node) -> Node {
        ["description": words, "type": ["object", "null"], "propertyNames": names, "additionalProperties": value]
    }

    private static func number(_ words: String, _ range: ClosedRange<Double>) -> Node {
        ["description": words, "type": "number", "minimum": Int(range.lowerBound), "maximum": Int(range.upperBound)]
    }

    /// Names that an editor offers, and others that only the repository knows.
    private static func known(_ names: [String]) -> Node {
        ["anyOf": [["enum": names.sorted()], ["type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"]]]
    }
}
