internal import Reporting

/// The parts of SARIF 2.1.0 that a report needs, named as in the standard. What is nil is left out.
///
/// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
enum Sarif {
    struct Log: Encodable {
        var schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
        var version = "2.1.0"
        var runs: [Run]

        enum CodingKeys: String, CodingKey {
            case version, runs
            case schema = "$schema"
        }
    }

    struct Run: Encodable {
        var tool: Tool
        var automationDetails: AutomationDetails
        var invocations: [Invocation]
        var versionControlProvenance: [VersionControl]?
        var originalUriBaseIds: [String: ArtifactLocation]
        var artifacts: [Artifact]
        var results: [Result]
        var columnKind = "unicodeCodePoints"
        var properties: Properties
    }

    struct AutomationDetails: Encodable { var id: String }

    struct Tool: Encodable { var driver: Driver }

    struct Driver: Encodable {
        var name: String
        var version: String
        var semanticVersion: String
        var rules: [Rule]
    }

    struct Rule: Encodable {
        var id: String
        var shortDescription: Message
        var fullDescription: Message?
        var help: Message?
        var helpUri: String?
        var defaultConfiguration: Configuration
        var properties: Properties
    }

    struct Configuration: Encodable { var level: String }

    struct Message: Encodable {
        var text: String
        var markdown: String?
    }

    struct Invocation: Encodable {
        var executionSuccessful: Bool
        var toolExecutionNotifications: [Notification]?
        var toolConfigurationNotifications: [Notification]?
    }

    struct Notification: Encodable {
        var level: String
        var message: Message
        var locations: [Location]?
    }

    struct VersionControl: Encodable {
        var repositoryUri: String
        var revisionId: String?
        var branch: String?
        var mappedTo: ArtifactLocation
    }

    struct Artifact: Encodable { var location: ArtifactLocation }

    struct ArtifactLocation: Encodable {
        var uri: String?
        var uriBaseId: String?
        var index: Int?
        var description: Message?
    }

    struct Location: Encodable {
        var id: Int?
        var physicalLocation: PhysicalLocation?
        var logicalLocations: [LogicalLocation]?
        var message: Message?
    }

    struct PhysicalLocation: Encodable {
        var artifactLocation: ArtifactLocation
        var region: Region?
    }

    struct Region: Encodable {
        var startLine: Int
        var endLine: Int?
    }

    struct LogicalLocation: Encodable {
        var fullyQualifiedName: String
        var kind: String?
    }

    struct Result: Encodable {
        var ruleId: String
        var ruleIndex: Int
        var kind: String
        var level: String
        var message: Message
        var locations: [Location]
        var relatedLocations: [Location]?
        var codeFlows: [CodeFlow]?
        var partialFingerprints: [String: String]
        var suppressions: [Suppression]
        var baselineState: String?
        var properties: Properties
    }

    struct CodeFlow: Encodable {
        var message: Message
        var threadFlows: [ThreadFlow]
    }

    struct ThreadFlow: Encodable { var locations: [FlowLocation] }

    struct FlowLocation: Encodable {
        var location: Location
        var importance: String?
    }

    /// Without a status it is accepted.
    struct Suppression: Encodable {
        var kind: String
        var justification: String
        var location: Location
    }

    /// A property bag, which may hold anything.
    struct Properties: Encodable {
        var tags: [String]?
        var precision: String?
        var problemSeverity: String?
        var securitySeverity: String?
        var area: String?
        var severity: String?
        var component: String?
        var state: String?
        var required: String?
        var remedy: String?
        var acceptance: [String]?
        var waivedUntil: String?
        var score: Int?
        var configuration: Report.InForce?

        enum CodingKeys: String, CodingKey {
            case tags, precision, area, severity, component, state, required, remedy, acceptance, waivedUntil, score
            case configuration
            case problemSeverity = "problem.severity"
            case securitySeverity = "security-severity"
        }
    }
}
