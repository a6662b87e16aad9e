import AnalyzerProtocol
import Foundation

/// Starts of Erlang: the script of a release, and the emulator itself.
extension Binder {
    /// What the script of a release is told to do that starts it.
    private static let releaseVerbs: Set<String> = [
        "foreground", "console", "start", "daemon", "daemon_boot", "console_clean", "console_boot", "start_boot",
    ]

    /// `/opt/shop/bin/shop foreground`: the applications of the release of that name, or of the only one where a variable of the
    /// build names it. False where it is none.
    mutating func addRelease(_ line: CommandLine, to set: inout TargetSet) -> Bool {
        guard let verb = line.arguments.first, Self.releaseVerbs.contains(verb),
            line.written.hasSuffix("bin/" + line.program),
            let node = deployment.releases[line.program] ?? deployment.applications[line.program]
                ?? (line.program.contains("$") ? deployment.onlyRelease : nil)
        else { return false }
        set.insert(.symbol(node))
        return true
    }

    /// `erl -eval "application:ensure_all_started(shop)"`, `erl -s shop start`.
    mutating func addErlangStarts(_ line: CommandLine, to set: inout TargetSet) {
        var rest = line.arguments[...]
        while let option = rest.popFirst() {
            switch option {
            case "-eval":
                for name in Self.startedApplications(rest.first ?? "") {
                    if let node = deployment.applications[name] { set.insert(.symbol(node)) }
                }
            case "-s", "-run":
                guard let module = rest.first, let namespace = namespaces.find(module, kind: "erlang-module"),
                    let file = namespaces.firstFile(namespace)
                else { continue }
                let function = rest.dropFirst().first.flatMap { $0.hasPrefix("-") ? nil : $0 } ?? "start"
                for arity in ["/0", "/1"] { lookup(names.id(function + arity), in: namespace, from: file, &set) }
            default: break
            }
        }
    }

    /// The names that a text of Erlang hands to what starts applications.
    private static func startedApplications(_ text: String) -> [String] {
        ["application:ensure_all_started(", "application:start("].flatMap { call in
            text.components(separatedBy: call).dropFirst().map { rest in
                String(
                    rest.drop { $0 == " " || $0 == "[" }.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "@" }
                )
            }
        }
    }
}
