internal import Synchronization

extension AnalyzerManifest {
    /// Starts the analyzer and asks it about an empty file that nobody claims: what keeps it from answering, or nil.
    ///
    /// That it has nothing to say of such a file is an answer.
    package func trouble() async throws -> String? {
        var options = PoolOptions()
        options.processes = 1
        options.deadline = .seconds(10)
        let request = AnalyzerRequest(key: 0, path: "doctor", object: "00", content: [])
        let breakdown = Mutex<String?>(nil)
        let report = try await AnalyzerPool(manifest: self, options: options).run([request]) { _, outcome in
            if case .failure(let kind, let message) = outcome, HostFailure(rawValue: kind) != nil {
                breakdown.withLock { $0 = message }
            }
        }
        return report.message ?? breakdown.withLock { $0 }
    }
}
