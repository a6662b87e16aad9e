internal import AnalyzerHost
internal import FactStore
internal import GitRepository
internal import Models
internal import Secrets

/// Has every content that some commits hold analysed, each once however many commits have it, in the order of the paths.
struct ContentsReader: Sendable {
    let start: ScanStart
    let equipment: Equipment
    let memory: ExtractionMemory
    let progress: @Sendable (HistoryProgress) -> Void

    /// Versions of files handed over together: bounds what is in memory, and what is lost when the process is killed.
    private static let batch = 2_000

    /// - Parameter commits: along a line as far as possible: what neighbours share is not listed again.
    func read(_ commits: [Commit]) async throws {
        // Without a store nothing is kept, and each commit asks for its own.
        guard start.method != nil, commits.count > 1 else { return }
        let contents: [TreeEntry]
        do throws(GitError) {
            contents = try versions(commits)
        } catch {
            throw ScanError(.repository, error.description)
        }
        var done = 0
        while done < contents.count {
            progress(.reading(done: done, total: contents.count))
            let part = Array(contents[done..<min(done + Self.batch, contents.count)])
            try await read(part)
            done += part.count
        }
    }

    /// Every version of every file, by path.
    private func versions(_ commits: [Commit]) throws(GitError) -> [TreeEntry] {
        let repository = start.opened.repository
        var seen: Set<TreeEntry> = []
        var previous: Commit?
        for commit in commits {
            if let previous {
                for change in try repository.changes(from: previous.tree, to: commit.tree) {
                    if let entry = change.after, entry.kind.isRegular { seen.insert(entry) }
                }
            } else {
                seen.formUnion(try repository.snapshot(of: commit).entries.lazy.filter(\.kind.isRegular))
            }
            previous = commit
        }
        return seen.sorted { ($0.path, $0.id) < ($1.path, $1.id) }
    }

    private func read(_ entries: [TreeEntry]) async throws {
        let repository = start.opened.repository
        let source = Source(
            snapshot: Snapshot(entries: entries), repository: repository, leavingOut: start.configuration.exclude)
        do {
            let texts = TextSearch(
                source: source, models: equipment.models, secrets: equipment.secrets,
                fingerprint: equipment.textFingerprint, cache: start.cache)
            var options = start.options
            options.progress = { _ in }
            let secrets = equipment.secrets
            let waiting = WaitingTexts()
            waiting.hand(to: texts) { start.options.progress(.notice(secrets.masked($0))) }
            _ = try await Extraction.run(
                source: source, analyzers: start.analyzers, options: options, cache: start.cache, texts: waiting,
                memory: memory, filesAlone: true
            ) { level, message in
                if level != "info" { waiting.note(message) }
            }
            _ = try await texts.finish(workers: options.workers)
        } catch is CancellationError {
            throw ScanError(.cancelled, "stopped")
        } catch let error as SecretError {
            throw ScanError(.installation, "secrets cannot be searched for: \(error)")
        } catch let error as GitError {
            throw ScanError(.repository, error.description)
        }
        // What these versions gave lies in the store; commits take from there what they hold.
        memory.forgetUnused()
        memory.forgetUnused()
    }
}
