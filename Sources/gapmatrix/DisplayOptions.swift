internal import ArgumentParser
internal import Foundation

/// Where an answer goes, and whether it is coloured.
struct DisplayOptions: ParsableArguments {
    enum ColorMode: String, ExpressibleByArgument, CaseIterable { case auto, always, never }

    @Option(name: .shortAndLong, help: "Write to this file instead of standard output.", completion: .file())
    var output: String?

    @Option(name: .long, help: "When to use colours. NO_COLOR is respected.")
    var color: ColorMode = .auto

    var useColor: Bool { Self.useColor(color, isFile: output != nil) }

    static func useColor(_ mode: ColorMode, isFile: Bool) -> Bool {
        switch mode {
        case .always: return true
        case .never: return false
        case .auto:
            let environment = ProcessInfo.processInfo.environment
            let refused = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
            return !isFile && !refused && environment["TERM"] != "dumb" && Console.isTerminal(STDOUT_FILENO)
        }
    }

    func write(_ text: String) throws {
        if let output {
            try OutputFile.write(text, to: output)
        } else {
            Console.out(text)
        }
    }
}
