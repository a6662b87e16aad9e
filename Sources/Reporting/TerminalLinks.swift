/// Links from a terminal to the files of a work tree (OSC 8), with the line as fragment, as kitty's tools write them.
package struct TerminalLinks: Sendable {
    /// The absolute path of the work tree.
    let root: String

    package init(root: String) { self.root = root }

    /// Every byte that is not unreserved is percent-encoded, so no name can end the sequence.
    func url(_ path: String, _ line: Int) -> String {
        "file://" + Escaping.uri((root.hasSuffix("/") ? root : root + "/") + path) + "#\(line)"
    }

    /// Whether the terminal that this environment describes shows links; others would print nothing of them at best.
    package static func isSupported(_ environment: [String: String]) -> Bool {
        if let forced = environment["FORCE_HYPERLINK"] { return forced != "0" && !forced.isEmpty }
        guard environment["TERM"] != "dumb", environment["CI"] == nil else { return false }
        if let version = environment["VTE_VERSION"].flatMap(Int.init), version >= 5000 { return true }
        let programs: Set = ["iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "rio", "Tabby"]
        if let program = environment["TERM_PROGRAM"], programs.contains(program) { return true }
        if ["KITTY_WINDOW_ID", "WT_SESSION", "KONSOLE_VERSION", "DOMTERM"].contains(where: { environment[$0] != nil }) {
            return true
        }
        let term = environment["TERM"] ?? ""
        return ["xterm-kitty", "alacritty", "foot", "xterm-ghostty", "wezterm"].contains { term.hasPrefix($0) }
    }
}
