internal import AnalyzerProtocol
internal import Foundation
internal import Subprocess

extension ConformanceTranscript {
    /// Plays the transcript to a process of the analyzer.
    ///
    /// - Returns: nil if it conforms, else the first deviation in words.
    /// - Throws: ``HostError`` when the analyzer's program is not there.
    package func replay(
        _ manifest: AnalyzerManifest, within deadline: Duration = .seconds(30)
    ) async throws(HostError) -> String? {
        let launch = try Launch(
            manifest, memoryBytes: PoolOptions().memoryBytes, fileBytes: PoolOptions().fileBytes)
        return await withTaskGroup(of: String?.self) { group in
            group.addTask { await play(launch) }
            group.addTask {
                // Cancelled when the play is over first; the result is not looked at then.
                try? await Task.sleep(for: deadline)
                return "\(name): it is not done within \(deadline)"
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }

    private func play(_ launch: Launch) async -> String? {
        do {
            let result = try await Subprocess.run(
                launch.configuration, input: .inputWriter, output: .sequence, error: .discarded
            ) { execution -> String? in
                var replies = Replies(execution.standardOutput)
                for (number, step) in steps.enumerated() {
                    if let deviation = try await take(step, execution.standardInputWriter, &replies) {
                        return "\(name), step \(number + 1): \(deviation)"
                    }
                }
                return nil
            }
            if let deviation = result.closureResult { return deviation }
            if case .exit(let status)? = steps.last, result.terminationStatus != .exited(status) {
                return "\(name): expected exit with status \(status), got \(result.terminationStatus)"
            }
            return nil
        } catch {
            return "\(name): \(error)"
        }
    }

    private func take(
        _ step: Step, _ writer: StandardInputWriter, _ replies: inout Replies
    ) async throws -> String? {
        switch step {
        case .send(let message):
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            let line = Array(try encoder.encode(message)) + [0x0A]
            return try await writer.write(line) == line.count ? nil : "it takes no more input"
        case .expect(let patterns):
            var open = patterns
            while !open.isEmpty {
                guard let reply = try await replies.next() else { return "the output ended; expected \(text(open))" }
                guard let index = open.firstIndex(where: { reply.matches($0) }) else {
                    return "expected \(text(open)), got \(text([reply]))"
                }
                open.remove(at: index)
            }
            return nil
        case .endOfInput:
            try await writer.finish()
            return nil
        case .exit:
            guard let reply = try await replies.next() else { return nil }
            return "expected the end of the output, got \(text([reply]))"
        }
    }

    private func text(_ nodes: [JSONNode]) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return nodes.map { node in
            (try? encoder.encode(node)).map { String(decoding: $0, as: UTF8.self) } ?? "\(node)"
        }.joined(separator: " and ")
    }
}

/// The messages of a process, one after the other, without its log.
private struct Replies {
    private var chunks: SubprocessOutputSequence.Iterator
    private var splitter = LineSplitter(limit: Limits.standard.lineBytes)
    private var lines: [[UInt8]] = []

    init(_ output: SubprocessOutputSequence) {
        chunks = output.makeAsyncIterator()
    }

    mutating func next() async throws -> JSONNode? {
        while true {
            while !lines.isEmpty {
                let node = try JSONDecoder().decode(JSONNode.self, from: Data(lines.removeFirst()))
                if !node.matches(.object(["type": .string("log")])) { return node }
            }
            guard let chunk = try await chunks.next() else { return nil }
            lines = try chunk.withUnsafeBytes { try splitter.append($0) }
        }
    }
}
