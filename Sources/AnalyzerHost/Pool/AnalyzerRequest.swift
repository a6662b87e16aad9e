package import AnalyzerProtocol
internal import Foundation

/// One content, or one directory, that an analyzer is to look at.
package struct AnalyzerRequest: Sendable {
    /// The caller's; it comes back with the outcome. The host does not look at it.
    package var key: Int
    package var files: [RequestFile]
    /// Who is asked, where the process serves several analyzers.
    package var analyzer: String?

    package init(key: Int, files: [RequestFile], analyzer: String? = nil) {
        self.key = key
        self.files = files
        self.analyzer = analyzer
    }

    package init(key: Int, path: String, object: String, content: [UInt8]) {
        self.init(key: key, files: [RequestFile(path: path, object: object, content: content)])
    }

    var byteCount: Int { files.reduce(0) { $0 + $1.content.count } }

    /// What messages call this request.
    var name: String {
        let path = String(decoding: files.first?.path ?? [], as: UTF8.self)
        return files.count == 1 ? path : "\(path) and \(files.count - 1) more"
    }
}

/// What became of a request.
package enum AnalyzerOutcome: Sendable, Equatable {
    /// `bytes` is the answer's line, for the cache: `Facts(answerBytes:)` reads it again.
    case answer(bytes: [UInt8], facts: Facts)
    /// No facts. From the analyzer: `syntax`, `unsupported`, `limit`, `internal`, or what else it says.
    /// From the host: the words of ``HostFailure``. Those depend on the run, and are nothing for a cache.
    case failure(kind: String, message: String)
}

/// Why the host says that there are no facts.
package enum HostFailure: String, Sendable, CaseIterable {
    /// The content, or its request, is over a limit. It was not sent.
    case limit
    /// The analyzer died of it, twice.
    case crash
    /// The analyzer gave no answer in time, twice.
    case timeout
    /// The analyzer broke the protocol over it.
    case `protocol`
    /// The analyzer cannot be used, or no longer.
    case unavailable
}

/// How a pool treats its analyzer. The defaults are those of docs/protocol.md.
package struct PoolOptions: Sendable {
    package var limits = Limits.standard
    /// The most processes at a time; by default one for each core.
    package var processes = ProcessInfo.processInfo.activeProcessorCount
    /// A process more is started for every this many requests, or bytes: starting one has to pay. An interpreter with
    /// its libraries takes a tenth of a second to start, in which it would have answered dozens of small requests.
    package var requestsPerProcess = 192
    package var bytesPerProcess = 2 << 20
    /// Requests that one process may have outstanding, and their bytes: more keeps it busy, less bounds memory.
    package var window = 4
    package var windowBytes = 8 << 20
    /// How long the oldest outstanding request may take; by default what `limits` says.
    package var deadline: Duration?
    /// How long the handshake may take.
    package var startDeadline: Duration = .seconds(30)
    /// How long an analyzer may take to exit when asked to.
    package var grace: Duration = .seconds(2)
    /// The pause before a restart, doubled with each one that brought no answer, up to 64 times.
    package var restartDelay: Duration = .milliseconds(50)
    /// Starts in a row without a handshake after which the analyzer is unavailable.
    package var maximumFailedStarts = 3
    /// Runs in a row without one answer after which it is unavailable: an analyzer that dies of everything would
    /// otherwise be started twice for every content.
    package var maximumBarrenRuns = 12
    /// Private memory of one process.
    package var memoryBytes = 4 << 30
    /// Size of a file that it may write.
    package var fileBytes = 256 << 20

    package init() {}
}

/// How a pool fared.
package struct PoolReport: Sendable, Equatable {
    package enum Status: String, Sendable {
        /// It answered, though single contents may have failed.
        case ok
        /// It never answered, and was given up.
        case unavailable
        /// It answered, and was given up later.
        case failed
    }

    package var status = Status.ok
    package var requests = 0
    /// Outcomes that are failures, of the analyzer or of the host.
    package var failures = 0
    /// Keys of what was delivered as an answer, and then answered once more: neither answer is to be believed.
    package var takenBack: [Int] = []
    package var processes = 0
    package var restarts = 0
    /// Why it was given up.
    package var message: String?
    /// The last 64 KiB that it wrote on standard error.
    package var standardErrorTail = ""
    /// Peak resident memory of its largest process, sampled before it was asked to exit; 0 where not known.
    package var peakMemoryBytes = 0
    /// Processor seconds of all its processes that ended in order.
    package var processorSeconds = 0.0
}

/// Where the host reports what is worth telling, and passes on the analyzer's own log: a level (info, warning, error)
/// and a message that names the analyzer.
package typealias HostLog = @Sendable (_ level: String, _ message: String) -> Void
