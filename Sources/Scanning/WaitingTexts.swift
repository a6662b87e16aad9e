internal import Synchronization

/// What is read and said while the catalogue is still loaded: contents wait until they can be searched, and messages until what is
/// secret in them can be masked.
final class WaitingTexts: Sendable {
    private struct State {
        var search: TextSearch?
        var tell: (@Sendable (String) -> Void)?
        var contents: [(file: SourceFile, content: [UInt8])] = []
        var bytes = 0
        var messages: [String] = []
    }

    private let state = Mutex(State())
    /// What is more is read again in the end: it must not pile up.
    private static let mostBytes = 8 << 20

    func search(_ file: SourceFile, content: [UInt8]) {
        let search = state.withLock { state in
            if state.search == nil, state.bytes + content.count <= Self.mostBytes {
                state.contents.append((file, content))
                state.bytes += content.count
            }
            return state.search
        }
        search?.search(file, content: content)
    }

    func note(_ message: String) {
        let tell = state.withLock { state in
            if state.tell == nil { state.messages.append(message) }
            return state.tell
        }
        tell?(message)
    }

    /// Searches and tells what has waited, and from now on everything at once.
    func hand(to search: TextSearch, tell: @escaping @Sendable (String) -> Void) {
        let waiting = state.withLock { state in
            state.search = search
            defer {
                state.contents = []
                state.messages = []
            }
            // Under the lock, so that a later message comes after them.
            state.messages.forEach(tell)
            state.tell = tell
            return state.contents
        }
        for (file, content) in waiting { search.search(file, content: content) }
    }
}
