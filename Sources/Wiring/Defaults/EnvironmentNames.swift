import AnalyzerProtocol

/// Conditions on the name of the environment: `ENVIRONMENT == "dev"` does not hold in production, whatever the default is.
enum EnvironmentNames {
    private static let developing: Set<String> = [
        "dev", "develop", "development", "local", "localhost", "test", "tests", "testing", "ci", "debug", "sandbox",
    ]
    private static let producing: Set<String> = ["prod", "production", "live", "release"]
    private static let endings = [
        "environment", "env", "envname", "stage", "appenv", "deployment", "ginmode", "runmode",
    ]

    /// Nil where the condition asks for something else.
    static func outcome(
        _ condition: ConfiguredCondition, _ value: DefaultValue?, _ setting: String?, path: String
    ) -> DefaultFinder.Outcome? {
        guard condition.test == .equals || condition.test == .differs, !condition.values.isEmpty else { return nil }
        let plain = value.map { ValueUses.plain($0.name) } ?? setting ?? ""
        guard endings.contains(where: plain.hasSuffix) else { return nil }
        let asksForEquality = condition.test == .equals
        let names = Set(condition.values.map(text))
        let off = value ?? DefaultValue(literal: .null, name: setting ?? "", path: path, line: condition.line)
        if names.isSubset(of: developing) { return asksForEquality ? .off(off) : .on }
        if names.isSubset(of: producing) { return asksForEquality ? .on : .off(off) }
        return nil
    }

    private static func text(_ value: Literal) -> String {
        if case .string(let text) = value { return text.lowercased() }
        return ""
    }
}
