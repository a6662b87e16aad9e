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

    private static let truthsOfProduction: Set<String> = ["production", "isproduction", "isprod", "productionmode"]
    private static let truthsOfDevelopment: Set<String> = [
        "development", "isdevelopment", "isdev", "devmode", "developmentmode", "testing", "istesting",
    ]

    /// Whether the name of a truth says that the program runs in production, or that it does not; nil for other names.
    private static func speaksOfProduction(_ plain: String) -> Bool? {
        if truthsOfProduction.contains(plain) { return true }
        return truthsOfDevelopment.contains(plain) ? false : nil
    }

    /// Nil where the condition asks for something else.
    static func outcome(
        _ condition: ConfiguredCondition, _ value: DefaultValue?, _ setting: String?, path: String
    ) -> DefaultFinder.Outcome? {
        let plain = value.map { ValueUses.plain($0.name) } ?? setting ?? ""
        if condition.test == .set || condition.test == .unset {
            let last = plain.hasPrefix("app") ? String(plain.dropFirst(3)) : plain
            guard let isProduction = speaksOfProduction(last) else { return nil }
            if (condition.test == .set) == isProduction { return .on }
            let off = value ?? DefaultValue(literal: .null, name: setting ?? "", path: path, line: condition.line)
            return .off(off)
        }
        guard condition.test == .equals || condition.test == .differs, !condition.values.isEmpty else { return nil }
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
