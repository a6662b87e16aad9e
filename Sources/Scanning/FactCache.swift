internal import FactStore
internal import Synchronization

/// The fact store behind a scan, which goes on without it when it cannot be used.
final class FactCache: Sendable {
    private let store: Mutex<FactStore?>
    private let notice: @Sendable (String) -> Void

    /// - Parameter directory: nil for no cache.
    init(directory: String?, notice: @escaping @Sendable (String) -> Void) {
        self.notice = notice
        var opened: FactStore?
        if let directory {
            do {
                opened = try FactStore(directory: directory)
            } catch {
                notice("scanning without the fact cache: \(error)")
            }
        }
        store = Mutex(opened)
    }

    func load(_ keys: [FactKey]) -> [FactKey: [UInt8]] {
        attempt { store throws(FactStoreError) in try store.load(keys) } ?? [:]
    }

    func save(_ facts: [(FactKey, [UInt8])]) {
        guard !facts.isEmpty else { return }
        _ = attempt { store throws(FactStoreError) in try store.save(facts) }
    }

    func forget(_ keys: [FactKey]) {
        guard !keys.isEmpty else { return }
        _ = attempt { store throws(FactStoreError) in try store.forget(keys) }
    }

    /// After the first failure the cache is left alone: a full disk does not get better within a scan.
    private func attempt<Value>(_ body: (FactStore) throws(FactStoreError) -> Value) -> Value? {
        guard let store = store.withLock({ $0 }) else { return nil }
        do {
            return try body(store)
        } catch {
            let isFirst = self.store.withLock { store in
                defer { store = nil }
                return store != nil
            }
            if isFirst { notice("going on without the fact cache: \(error)") }
            return nil
        }
    }

    /// Tells what happened to the store itself, and keeps it from growing without bound.
    func finish() {
        guard let store = store.withLock({ $0 }) else { return }
        store.notices.forEach(notice)
        _ = attempt { store throws(FactStoreError) in try store.prune(toBytes: Self.largestBytes) }
    }

    /// 4 GiB: some hundred thousand files.
    private static let largestBytes = 4 << 30
}
