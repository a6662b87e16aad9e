import Foundation
import GRDB
import Testing

@testable import FactStore

/// A folder of its own, removed with its last owner.
final class TemporaryFolder {
    let path = FileManager.default.temporaryDirectory.path + "/gapmatrix-facts-\(UUID().uuidString)"

    init() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    var store: String { path + "/cache" }
    var file: String { store + "/facts-v1.sqlite" }

    func open(today: Int = 100, maximumPages: Int? = nil) throws(FactStoreError) -> FactStore {
        try FactStore(file: StoreFile(directory: store, maximumPages: maximumPages), today: today)
    }

    /// What lies in the store's directory, without the log and the index that SQLite makes beside a database.
    func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: store).sorted()
            .filter { !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") && !$0.hasSuffix(".lock") }
    }
}

func key(_ number: Int, analyzer: String = "go 1.0.0 abcdef") -> FactKey {
    FactKey(
        analyzer: analyzer, path: Array("src/dir\(number / 10)/file\(number).go".utf8),
        object: String(number, radix: 16))
}

/// `count` bytes that differ from number to number.
func answer(_ number: Int, bytes count: Int = 100) -> [UInt8] {
    Array("\(number):".utf8) + (0..<count).map { UInt8(truncatingIfNeeded: $0 &* number) }
}

/// The error of `body`, which must fail.
func failure<Value>(_ body: () throws(FactStoreError) -> Value) throws -> FactStoreError {
    do throws(FactStoreError) {
        _ = try body()
    } catch {
        return error
    }
    throw FactStoreError(code: .failed, message: "expected an error and there was none", location: "")
}

@Suite struct FactStoreTests {
    @Test func roundTrip() throws {
        let folder = try TemporaryFolder()
        let facts: [(FactKey, [UInt8])] = [
            (key(1), answer(1)), (key(2), []), (key(1, analyzer: "python 1.0.0"), [0, 255, 10]),
            (
                FactKey(analyzer: "", path: [0xFF, 0, 0x27], object: "'; DROP TABLE facts; --"),
                answer(3, bytes: 100_000)
            ),
        ]
        do {
            let store = try folder.open()
            try store.save(facts)
            #expect(try store.load(facts.map(\.0)) == Dictionary(uniqueKeysWithValues: facts))
        }
        let store = try folder.open()
        #expect(
            try store.load(facts.map(\.0) + [key(9), key(1, analyzer: "unknown")])
                == Dictionary(uniqueKeysWithValues: facts))
        #expect(try store.load([]) == [:])
        #expect(store.notices.isEmpty)
    }

    @Test func everyPartOfTheKeyCounts() throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        try store.save([(FactKey(analyzer: "a", path: [1], object: "x"), [1])])
        for other in [
            FactKey(analyzer: "b", path: [1], object: "x"), FactKey(analyzer: "a", path: [2], object: "x"),
            FactKey(analyzer: "a", path: [1], object: "y"),
        ] {
            #expect(try store.load([other]) == [:])
        }
    }

    @Test func latestAnswerCounts() throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        try store.save([(key(1), [1]), (key(1), [2])])
        try store.save([(key(1), [3])])
        #expect(try store.load([key(1), key(1)]) == [key(1): [3]])
    }

    @Test func bulk() throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        let facts = (0..<5_000).map { (key($0), answer($0)) }
        try store.save(facts)
        #expect(try store.load((2_500..<7_500).map { key($0) }) == Dictionary(uniqueKeysWithValues: facts[2_500...]))
    }

    @Test func onlyTheUserMayRead() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.store, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        try folder.open().save([(key(1), [1])])
        let mode = try FileManager.default.attributesOfItem(atPath: folder.store)[.posixPermissions] as? Int
        #expect(mode == 0o700)
    }

    @Test func severalAtOnce() async throws {
        let folder = try TemporaryFolder()
        await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<4 {
                group.addTask { [store = folder.store] in
                    // A connection of its own, as a process of its own would have.
                    let facts = try FactStore(directory: store)
                    for round in 0..<10 {
                        let numbers = (0..<20).map { worker * 1_000 + round * 20 + $0 }
                        try facts.save(numbers.map { (key($0), answer($0)) } + [(key(-1), answer(-1))])
                        #expect(try facts.load(numbers.map { key($0) }).count == 20)
                    }
                }
            }
        }
        let store = try folder.open()
        let numbers = (0..<4).flatMap { worker in (0..<200).map { worker * 1_000 + $0 } } + [-1]
        let expected = Dictionary(uniqueKeysWithValues: numbers.map { (key($0), answer($0)) })
        #expect(try store.load(numbers.map { key($0) }) == expected)
        #expect(store.notices.isEmpty)
    }

    @Test func unusableDirectory() throws {
        let folder = try TemporaryFolder()
        try Data().write(to: URL(fileURLWithPath: folder.path + "/file"))
        try FileManager.default.createDirectory(atPath: folder.file, withIntermediateDirectories: true)
        for directory in [folder.path + "/file", folder.path + "/file/below", "/proc/gapmatrix", folder.store] {
            let error = try failure { () throws(FactStoreError) in try FactStore(directory: directory) }
            #expect(error.code == .unavailable, "\(error)")
            #expect(error.location.hasPrefix(directory))
        }
    }

    @Test func fullDisk() throws {
        let folder = try TemporaryFolder()
        let store = try folder.open(maximumPages: 20)
        try store.save([(key(1), answer(1))])
        let error = try failure { () throws(FactStoreError) in
            try store.save((2..<100).map { (key($0), answer($0, bytes: 10_000)) })
        }
        #expect(error.code == .full)
        // All or none, and what was there stays.
        #expect(try store.load((1..<100).map { key($0) }) == [key(1): answer(1)])
    }

    @Test func waitsForNoOneForEver() throws {
        let folder = try TemporaryFolder()
        let file = StoreFile(directory: folder.store, patience: 0)
        let store = try FactStore(file: file, today: 100)
        try store.save([(key(1), answer(1))])
        let other = try DatabaseQueue(path: folder.file)
        try other.writeWithoutTransaction { database in
            try database.execute(sql: "BEGIN IMMEDIATE")
            defer { try? database.execute(sql: "ROLLBACK") }
            let error = try failure { () throws(FactStoreError) in try store.save([(key(2), answer(2))]) }
            #expect(error.code == .busy)
            // Readers are not disturbed by a writer, even where they wanted to note the day of use.
            #expect(try store.load([key(1)]).count == 1)
            let later = try FactStore(file: file, today: 101)
            #expect(try later.load([key(1)]).count == 1)
            #expect(later.notices.count == 1)
        }
    }

    @Test func lockThatIsNeverGivenBack() throws {
        let folder = try TemporaryFolder()
        _ = try folder.open()
        let holder = open(folder.store + "/facts-v1.lock", O_RDWR)
        defer { close(holder) }
        #expect(flock(holder, LOCK_EX) == 0)
        let error = try failure { () throws(FactStoreError) in
            try StoreFile(directory: folder.store, patience: 0).open().notices
        }
        #expect(error.code == .busy)
    }

    @Test(
        arguments: [
            (["XDG_CACHE_HOME": "/x", "HOME": "/h"], "/x/gapmatrix"),
            (["XDG_CACHE_HOME": "relative", "HOME": "/h"], "/h/.cache/gapmatrix"),
            (["XDG_CACHE_HOME": "", "HOME": "/h"], "/h/.cache/gapmatrix"), (["HOME": "relative"], nil), ([:], nil),
        ] as [([String: String], String?)])
    func directory(environment: [String: String], expected: String?) {
        #expect(defaultCacheDirectory(environment: environment) == expected)
    }

    @Test func checksums() {
        let text = Array("the quick brown fox jumps over the lazy dog".utf8)
        for length in 0...text.count {
            let bytes = Array(text.prefix(length))
            let sum = bytes.withUnsafeBytes(checksum)
            #expect((bytes + [0]).withUnsafeBytes(checksum) != sum)
            for index in bytes.indices {
                for bit in 0..<8 {
                    var changed = bytes
                    changed[index] ^= 1 << bit
                    #expect(changed.withUnsafeBytes(checksum) != sum)
                }
            }
        }
    }
}
