package import Reporting

/// A first configuration file, with what a scan found and all that could be said, commented.
package enum FirstSettings {
    /// - Parameter values: values files of charts, which may be those of production.
    package static func text(_ report: Report, values: [String]) -> String {
        let (profile, why) = guess(report)
        var lines = [
            "# What gapmatrix is to know of this repository; docs/configuration.md describes every key.",
            "# `gapmatrix config show` says what is in force. Reports always tell what this file changes.",
            "# An editor completes it with the schema that `gapmatrix config schema` prints.",
            "", "# What kind of repository this is: service, library, internal-tool or chart.", "# A guess: \(why).",
            "profile: \(profile)", "", "# Paths that are left out, as in a .gitignore.", "# exclude:",
            "#   - third_party/",
            "#   - \"*.generated.go\"", "",
            "# Names for components; an entry with several makes one of them. These were found:",
        ]
        for component in report.components.prefix(60) {
            let started = component.deployment.map { ", \($0)" } ?? ""
            lines.append(
                "#   \(Escaping.line(component.id)) (\(Escaping.line(component.kind))\(Escaping.line(started)))")
        }
        if report.components.count > 60 { lines.append("#   and \(report.components.count - 60) more") }
        let example = report.components.first?.id ?? "cmd/api"
        lines += [
            "# components:", "#   - name: shop", "#     of: [\(quoted(example))]", "",
            "# Where production begins although no rule sees it: plugins, handlers that are found by name.", "# roots:",
            "#   - path: plugins/*.py", "#     symbol: handle", "#     component: plugins", "",
            "# Controls that are not asked for, with the reason, or of which more or less is asked.", "# controls:",
        ]
        let gap = report.gaps.last?.control ?? "tracing"
        lines += [
            "#   \(gap): { skip: \"Why nobody needs it here.\" }",
            "#   \(gap): { required: defined, severity: low, reason: \"Why less is enough.\" }", "",
            "# Whole areas: not asked for, or of another weight in the score.", "# areas:",
            "#   web: { skip: \"No pages for browsers.\" }", "#   security: { weight: 20 }", "",
        ]
        if values.isEmpty {
            lines += [
                "# Values files of charts that are used in production.", "# production-values:",
                "#   - deploy/chart/values-production.yaml", "",
            ]
        } else {
            lines += [
                "# Values files of charts that are used in production; these look like it. Others found are commented."
            ]
            let production = values.filter(isProduction)
            lines.append(production.isEmpty ? "# production-values:" : "production-values:")
            for path in production { lines.append("  - \(quoted(path))") }
            for path in values where !isProduction(path) { lines.append("#  - \(quoted(path))") }
            lines.append("")
        }
        lines += [
            "# Analyzers of the installation: not run, or with another limit for one file.", "# analyzers:",
            "#   helm: { skip: \"The charts here are copies of others.\" }", "#   go: { seconds: 60 }", "",
            "# Controls, models and signals of your own, in folders of this repository.", "# own:",
            "#   controls: ops/gapmatrix/controls", "#   models: ops/gapmatrix/models",
            "#   signals: ops/gapmatrix/signals.yml", "",
            "# Gaps that you live with. They stay in every report, and are counted apart.", "# waivers:",
            "#   - control: \(gap)", "#     component: \(quoted(example))", "#     reason: \"Why this is accepted.\"",
            "#     owner: team-name", "#     until: 2027-01-31",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    /// The profile that fits what was found, and why.
    static func guess(_ report: Report) -> (profile: String, why: String) {
        let kinds = report.components.map(\.kind)
        if kinds.isEmpty || kinds == ["library"] { return ("library", "nothing here runs by itself") }
        let code = report.components.filter {
            !isDeployment($0.kind)
        }
        let readers = Set(report.analyzers.filter { $0.files > 0 }.map(\.name))
        if readers.isDisjoint(with: ["go", "python", "erlang", "web"]),
            readers.contains("helm") || readers.contains("kubernetes")
        {
            return ("chart", "there are charts or manifests, and no code")
        }
        return ("service", "\(code.count) of \(kinds.count) components are code that runs")
    }

    /// Whether a component of a kind is something that starts a program, and no code by itself.
    static func isDeployment(_ kind: String) -> Bool {
        kind.hasSuffix("workload") || ["image", "compose-service", "container"].contains(kind)
    }

    /// Whether a values file's name says that it is production's.
    package static func isProduction(_ path: String) -> Bool {
        let words = path.lowercased().split { !$0.isLetter }
        return words.contains("prod") || words.contains("production") || words.contains("live")
    }

    /// A text as YAML, whatever stands in it.
    static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy {
            (97...122).contains($0) || (65...90).contains($0) || (48...57).contains($0) || "/._-".utf8.contains($0)
        }
        let begins = text.utf8.first.map { (97...122).contains($0) || (65...90).contains($0) } ?? false
        if isPlain, begins, !["true", "false", "null", "yes", "no", "on", "off"].contains(text.lowercased()) {
            return text
        }
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": out += "\\\(scalar)"
            case _
            where scalar.value < 0x20 || (0x7F...0xA0).contains(scalar.value) || scalar.value > 0xFFFF
                || Escaping.line(String(scalar)) != String(scalar):
                let digits = String(scalar.value, radix: 16)
                out += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}
