internal import Scanning

/// The program's version, the same in `--version` and in every report.
enum ToolVersion {
    static var current: String { Scanner.version }
}
