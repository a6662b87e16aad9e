internal import ArgumentParser
internal import Documents
internal import Foundation
internal import GitRepository
internal import Reporting
internal import Scanning

/// What the program answers to its caller.
enum ExitStatus: Int32 {
    case done = 0
    case gaps = 1
    case usage = 2
    case failed = 3
    case partial = 4
    /// 128 + SIGINT, as shells expect.
    case interrupted = 130
}

/// Ends a command with a status, its output having been written.
struct Ending: Error {
    let status: ExitStatus
}

@main
enum Entry {
    static func main() async {
        let work = Task { await run() }
        let interruption = Interruption.watch { work.cancel() }
        let status = await work.value
        withExtendedLifetime(interruption) { exit(status.rawValue) }
    }

    /// Parses and runs; every error becomes one clear line and a status.
    private static func run() async -> ExitStatus {
        do {
            var command = try Gapmatrix.parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            return .done
        } catch let ending as Ending {
            return ending.status
        } catch is CancellationError {
            return .interrupted
        } catch let error as TemplateError {
            Console.error(error.description)
            return .usage
        } catch let error as ScanError {
            if error.code == .cancelled { return .interrupted }
            Console.error(error.message)
            return error.code == .request ? .usage : .failed
        } catch {
            let code = Gapmatrix.exitCode(for: error)
            if code.isSuccess {
                Console.out(Gapmatrix.fullMessage(for: error) + "\n")
                return .done
            }
            if code == .validationFailure {
                // It repeats what was asked, which may be a name of the repository that a script passed on.
                let lines = Gapmatrix.fullMessage(for: error).split(separator: "\n", omittingEmptySubsequences: false)
                Console.raw(lines.map { Escaping.line(String($0)) + "\n" }.joined())
                return .usage
            }
            Console.error("\(error)")
            return .failed
        }
    }
}

/// SIGINT and SIGTERM cancel the work, which stops cleanly; if it has not within 0.7 s, the process ends all the same.
enum Interruption {
    static func watch(_ cancel: @escaping @Sendable () -> Void) -> [any DispatchSourceSignal] {
        [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                cancel()
                DispatchQueue.global().asyncAfter(deadline: .now() + 0.7) { exit(ExitStatus.interrupted.rawValue) }
            }
            source.resume()
            return source
        }
    }
}
