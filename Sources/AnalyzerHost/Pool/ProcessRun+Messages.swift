internal import AnalyzerProtocol
internal import Subprocess

// MARK: Requests out

extension ProcessRun {
    /// Sends the handshake, what is unsent, then what the queue gives; asks the process to exit when there is no more.
    ///
    /// A write that fails ends the writing only: the reader sees the process's end, or the watchdog its silence.
    func write(_ execution: Running, _ unsent: Unsent) async {
        let writer = execution.standardInputWriter
        guard await put(.hello(limits: options.limits), writer), await ledger.waitForStart() else { return }
        var nextID = 1
        while true {
            guard let attempt = unsent.first else {
                guard await ledger.waitForRoom(window: options.window, bytes: options.windowBytes) else { return }
                switch await queue.take() {
                case .request(let request): unsent.append(Attempt(request: request))
                case .cancelled: return
                case .ended:
                    await finish(execution, writer)
                    return
                }
                continue
            }
            // What was outstanding when a process broke is suspect. A process may break late, after its answer, so only
            // one that has seen nothing else tells whose fault it is: a suspect comes first, or to another process.
            let isSuspect = attempt.failures > 0
            if isSuspect, nextID > 1 {
                await finish(execution, writer)
                return
            }
            guard await ledger.waitForRoom(window: options.window, bytes: options.windowBytes) else { return }
            let line = Request.analyze(
                id: nextID, files: attempt.request.files, analyzer: attempt.request.analyzer
            ).encoded()
            if let excess = excess(attempt.request, lineBytes: line.count - 1) {
                unsent.removeFirst()
                await settle(attempt, .failure(kind: HostFailure.limit.rawValue, message: excess))
                continue
            }
            ledger.register(attempt, id: nextID)
            nextID += 1
            unsent.removeFirst()
            guard await put(line, writer) else { return }
            if isSuspect { guard await ledger.waitUntilSettled() else { return } }
        }
    }

    private func excess(_ request: AnalyzerRequest, lineBytes: Int) -> String? {
        let limits = options.limits
        if let file = request.files.first(where: { $0.content.count > limits.fileBytes }) {
            let path = String(decoding: file.path, as: UTF8.self)
            return "\(path) has \(file.content.count) bytes, more than the limit of \(limits.fileBytes)"
        }
        guard lineBytes > limits.lineBytes else { return nil }
        return "the request for \(request.name) has \(lineBytes) bytes, more than the limit of \(limits.lineBytes)"
    }

    private func finish(_ execution: Running, _ writer: StandardInputWriter) async {
        guard await ledger.waitUntilSettled() else { return }
        health.note(ProcessUsage(of: execution.processIdentifier.value))
        ledger.beginClosing()
        guard await put(.shutdown, writer) else { return }
        do {
            try await writer.finish()
        } catch {
            log("warning", "the standard input of analyzer \"\(name)\" cannot be closed: \(error)")
        }
    }

    private func put(_ request: Request, _ writer: StandardInputWriter) async -> Bool {
        await put(request.encoded(), writer)
    }

    /// False when the process takes no more: it has gone, or closed its input.
    private func put(_ line: [UInt8], _ writer: StandardInputWriter) async -> Bool {
        (try? await writer.write(line)) == line.count
    }
}

// MARK: Answers in

extension ProcessRun {
    func read(_ execution: Running) async {
        var splitter = LineSplitter(limit: options.limits.lineBytes)
        let decoder = AnswerDecoder()
        do {
            for try await buffer in execution.standardOutput {
                let lines = try buffer.withUnsafeBytes { bytes throws(ProtocolError) in try splitter.append(bytes) }
                for line in lines {
                    // Whoever writes without end lines that need no answer is never cancelled by a wait.
                    guard ledger.ending == nil, await accept(line, decoder) else { return }
                }
            }
            ledger.outputEnded()
        } catch let error as ProtocolError {
            ledger.end(.violation("wrote \(error.message)"))
        } catch {
            ledger.end(.systemFailure("\(error)"))
        }
    }

    /// False when the run is over.
    private func accept(_ line: [UInt8], _ decoder: AnswerDecoder) async -> Bool {
        do throws(ProtocolError) {
            switch try decoder.decode(line) {
            case .facts(let id, let facts): return await settle(id, .answer(bytes: line, facts: facts))
            case .failure(let id, let kind, let message):
                return await settle(id, .failure(kind: kind, message: message))
            case .log(let level, let message):
                if let shown = health.shownLog("\(name): \(message)") { log(level, shown) }
                return true
            case .hello(let version, _, _): return greet(version)
            case .unknown: return true
            }
        } catch {
            // An answer that can be told, with facts that cannot be used, costs its content and nothing else.
            if let id = error.answerID {
                let message = "analyzer \"\(name)\" answered with invalid facts: \(error)"
                return await settle(id, .failure(kind: HostFailure.protocol.rawValue, message: message))
            }
            ledger.end(.violation("wrote a line that is no message: \(error)"))
            return false
        }
    }

    private func greet(_ version: Int) -> Bool {
        guard ProtocolVersion.supported.contains(version) else {
            let spoken = ProtocolVersion.supported.map(String.init).joined(separator: ", ")
            ledger.end(.wrongProtocol("it speaks protocol \(version), this gapmatrix speaks \(spoken)"))
            return false
        }
        // A second hello changes nothing.
        _ = ledger.start()
        return true
    }

    private func settle(_ id: Int, _ outcome: AnalyzerOutcome) async -> Bool {
        switch ledger.settle(id) {
        case .attempt(let attempt):
            health.noteAnswer()
            ledger.pause()
            await settle(attempt, outcome)
            ledger.resume()
            return true
        case .twice(let key):
            health.takeBack(key)
            ledger.end(.violation("answered request \(id) twice"))
        case .unknown:
            ledger.end(.violation("answered request \(id), which was never sent"))
        }
        return false
    }

    /// Delivers in a task of its own: the end of a run cancels the task that reads, and must not cut off a delivery.
    private func settle(_ attempt: Attempt, _ outcome: AnalyzerOutcome) async {
        health.count(outcome)
        await Task { await deliver(attempt.request.key, outcome) }.value
    }
}
