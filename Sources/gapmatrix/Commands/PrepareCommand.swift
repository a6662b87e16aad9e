internal import ArgumentParser
internal import Scanning
internal import Secrets

/// Makes ready, in the installation, what the first scan of everybody would have to make. Building and installing call it.
struct PrepareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prepare", abstract: "Compile what the catalogue holds, so that no scan has to.",
        shouldDisplay: false)

    func run() throws {
        guard PatternDatabase.isUsable else {
            return Console.note("nothing prepared: this processor cannot run the pattern library")
        }
        try Installation.find().prepare()
    }
}
