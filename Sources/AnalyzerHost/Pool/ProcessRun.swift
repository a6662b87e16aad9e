internal import AnalyzerProtocol
internal import Subprocess
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// One process from its start to its end: the handshake, requests out, answers in, a watchdog, and the end.
///
/// Reading never waits for writing, nor writing for reading: each has a task. Answers are delivered by the reading
/// task, so a slow receiver stops the reading, then the analyzer, then the writing; memory stays bounded by the window.
struct ProcessRun: Sendable {
    typealias Running = Execution<CustomWriteInput, SequenceOutput, SequenceOutput>

    struct Reason: Sendable {
        var kind: HostFailure
        /// Follows the analyzer's name: "exited with status 1".
        var message: String
    }

    struct Result: Sendable {
        var ending: Ledger.Ending
        var reason: Reason
        var outstanding: [Attempt]
        /// What was taken from the queue or the backlog and not sent.
        var untouched: [Attempt]
        var hasStarted: Bool
        var answers: Int
    }

    let name: String
    let launch: Launch
    let options: PoolOptions
    let health: Health
    let queue: RequestQueue
    let log: HostLog
    let deliver: @Sendable (Int, AnalyzerOutcome) async -> Void
    let ledger = Ledger()

    /// Starts the process and returns when it, and all of its process group, is gone.
    func run(backlog: [Attempt]) async -> Result {
        let unsent = Unsent(backlog)
        var status: TerminationStatus?
        do {
            let result = try await Subprocess.run(
                launch.configuration, input: .inputWriter, output: .sequence, error: .sequence
            ) { execution in
                await serve(execution, unsent)
            }
            status = result.terminationStatus
        } catch {
            ledger.end(.systemFailure("\(error)"))
        }
        let ending = ledger.ending ?? .cancelled
        return Result(
            ending: ending, reason: Reason(ending, status, options), outstanding: ledger.abandon(),
            untouched: unsent.all, hasStarted: ledger.hasStarted, answers: ledger.answers)
    }

    private func serve(_ execution: Running, _ unsent: Unsent) async {
        await withTaskCancellationHandler {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await keepStandardError(execution) }
                await withTaskGroup(of: Void.self) { tasks in
                    tasks.addTask { await read(execution) }
                    tasks.addTask { await write(execution, unsent) }
                    tasks.addTask { await watch() }
                    // The writer may end before the run does; the reader and the watchdog end it.
                    while ledger.ending == nil { await tasks.next() }
                    tasks.cancelAll()
                }
                await stop(execution.processIdentifier.value)
                // Standard error ends with the process.
            }
        } onCancel: {
            ledger.end(.cancelled)
        }
    }

    private func watch() async {
        let answer = options.deadline ?? .seconds(options.limits.seconds)
        while let pause = ledger.checkDeadline(start: options.startDeadline, answer: answer, grace: options.grace) {
            // Cancelled when the run is over.
            guard (try? await Task.sleep(for: pause)) != nil else { return }
        }
    }

    private func keepStandardError(_ execution: Running) async {
        do {
            for try await buffer in execution.standardError {
                buffer.withUnsafeBytes { health.noteStandardError($0) }
            }
        } catch {
            log("warning", "the standard error of analyzer \"\(name)\" cannot be read: \(error)")
        }
    }

    // MARK: The end

    private func stop(_ pid: pid_t) async {
        switch ledger.ending {
        case .finished, .streamClosed:
            // The exit follows the end of the output; waiting for it gives the exit status.
            await waitForExit(pid, .milliseconds(300))
        case .lingered:
            kill(-pid, SIGTERM)
            await waitForExit(pid, .milliseconds(300))
        default:
            break
        }
        // The process leads its group and is not reaped before this run ends, so the number is still its own.
        // This also ends helpers that it left behind.
        kill(-pid, SIGKILL)
    }

    private func waitForExit(_ pid: pid_t, _ allowed: Duration) async {
        let end = ContinuousClock.now + allowed
        while ContinuousClock.now < end {
            var info = siginfo_t()
            // WNOWAIT leaves the process to swift-subprocess, which reaps it.
            if waitid(P_PID, id_t(pid), &info, WEXITED | WNOHANG | WNOWAIT) == 0, info.si_signo == SIGCHLD { return }
            guard (try? await Task.sleep(for: .milliseconds(2))) != nil else { return }
        }
    }
}

/// What a run was given or has taken, and has not sent.
final class Unsent: Sendable {
    private let attempts: Mutex<[Attempt]>

    init(_ backlog: [Attempt]) {
        attempts = Mutex(backlog)
    }

    var first: Attempt? { attempts.withLock { $0.first } }
    var all: [Attempt] { attempts.withLock { $0 } }
    func removeFirst() { attempts.withLock { _ = $0.removeFirst() } }
    func append(_ attempt: Attempt) { attempts.withLock { $0.append(attempt) } }
}

extension ProcessRun.Reason {
    init(_ ending: Ledger.Ending, _ status: TerminationStatus?, _ options: PoolOptions) {
        switch ending {
        case .streamClosed:
            kind = .crash
            switch status {
            case .exited(let code): message = "exited with status \(code)"
            case .signaled(SIGKILL): message = "closed its output, or was killed"
            case .signaled(let signal): message = "was ended by signal \(signal)"
            case nil: message = "closed its output"
            }
        case .violation(let what):
            kind = .protocol
            message = what
        case .silent:
            kind = .timeout
            message = "gave no answer within \(options.deadline ?? .seconds(options.limits.seconds))"
        case .noHandshake:
            kind = .timeout
            message = "did not say hello within \(options.startDeadline)"
        case .systemFailure(let what):
            kind = .crash
            message = "could not be run: \(what)"
        case .finished, .lingered, .cancelled, .wrongProtocol:
            kind = .unavailable
            message = "ended"
        }
    }
}
