import Foundation
import GRDB
import Testing

@testable import FactStore

@Suite struct DamageTests {
    @Test(arguments: [
        Data("no database at all, but some text".utf8), Data(repeating: 0, count: 65_536),
        Data("SQLite format 3\0".utf8),
    ])
    func fileThatIsNoDatabase(content: Data) throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.store, withIntermediateDirectories: true)
        try content.write(to: URL(fileURLWithPath: folder.file))
        let store = try folder.open()
        try store.save([(key(1), answer(1))])
        #expect(try store.load([key(1)]) == [key(1): answer(1)])
        #expect(store.notices.count == 1)
        #expect(store.notices.first?.contains("facts-v1.sqlite.damaged-1") == true)
        #expect(try folder.names() == ["facts-v1.sqlite", "facts-v1.sqlite.damaged-1"])
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file + ".damaged-1")) == content)
    }

    @Test func emptyFileIsANewStore() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.store, withIntermediateDirectories: true)
        try Data().write(to: URL(fileURLWithPath: folder.file))
        #expect(try folder.open().notices.isEmpty)
    }

    @Test func damageFoundInUse() throws {
        let folder = try TemporaryFolder()
        let keys = (0..<500).map { key($0) }
        try folder.open().save((0..<500).map { (key($0), answer($0, bytes: 1_000)) })
        let store = try folder.open()
        // Everything behind the first page, while the store is open.
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: folder.file))
        let size = try handle.seekToEnd()
        try handle.seek(toOffset: 8_192)
        try handle.write(contentsOf: Data(repeating: 0xA5, count: Int(size) - 8_192))
        try handle.close()
        #expect(try store.load(keys) == [:])
        #expect(store.notices.count == 1)
        try store.save([(key(1), answer(1))])
        #expect(try store.load(keys) == [key(1): answer(1)])
        #expect(try folder.names() == ["facts-v1.sqlite", "facts-v1.sqlite.damaged-1"])
    }

    @Test func anyDamagedPlaceIsNoticedOrHarmless() throws {
        let folder = try TemporaryFolder()
        let expected = Dictionary(uniqueKeysWithValues: (0..<60).map { (key($0), answer($0, bytes: 2_000)) })
        do {
            let store = try folder.open()
            try store.save(expected.map { ($0.key, $0.value) })
        }
        let sound = try Data(contentsOf: URL(fileURLWithPath: folder.file))
        for offset in stride(from: 0, to: sound.count, by: 4_093) {
            var damaged = sound
            for index in offset..<min(offset + 16, sound.count) { damaged[index] ^= 0x5A }
            for name in try FileManager.default.contentsOfDirectory(atPath: folder.store) {
                try FileManager.default.removeItem(atPath: folder.store + "/" + name)
            }
            try damaged.write(to: URL(fileURLWithPath: folder.file))
            let store = try folder.open()
            // Never a wrong answer; perhaps none, and then the place is usable again. Some damage is only met by
            // a later page that is written or read.
            var loaded: [FactKey: [UInt8]] = [:]
            for _ in 0..<3 where loaded != expected {
                for (key, value) in try store.load(Array(expected.keys)) {
                    #expect(expected[key] == value, "at \(offset)")
                }
                try store.save(expected.map { ($0.key, $0.value) })
                loaded = try store.load(Array(expected.keys))
            }
            #expect(loaded == expected, "at \(offset)")
        }
    }

    @Test func fileCutOff() throws {
        let folder = try TemporaryFolder()
        let expected = Dictionary(uniqueKeysWithValues: (0..<60).map { (key($0), answer($0, bytes: 2_000)) })
        do {
            let store = try folder.open()
            try store.save(expected.map { ($0.key, $0.value) })
        }
        let sound = try Data(contentsOf: URL(fileURLWithPath: folder.file))
        for length in [
            1, 99, 100, 512, 4_096, 8_191, 8_192, 8_193, sound.count / 2, sound.count - 8_192, sound.count - 1,
        ] {
            for name in try FileManager.default.contentsOfDirectory(atPath: folder.store) {
                try FileManager.default.removeItem(atPath: folder.store + "/" + name)
            }
            try sound.prefix(length).write(to: URL(fileURLWithPath: folder.file))
            let store = try folder.open()
            for (key, value) in try store.load(Array(expected.keys)) { #expect(expected[key] == value, "of \(length)") }
            try store.save(expected.map { ($0.key, $0.value) })
            #expect(try store.load(Array(expected.keys)) == expected, "of \(length)")
        }
    }

    /// SQLite keeps any type of value in any column, and a damaged page may say anything.
    @Test(arguments: [
        "UPDATE answers SET checksum = 'text'", "UPDATE answers SET value = 7", "UPDATE facts SET used_day = x'00'",
        "UPDATE facts SET answer = 'text'", "UPDATE facts SET bytes = 'text'",
        "UPDATE facts SET bytes = -9223372036854775807",
        "UPDATE facts SET bytes = 9223372036854775807", "UPDATE analyzers SET fingerprint = x'FF'",
        "DELETE FROM answers",
    ])
    func valuesOfOtherTypes(change: String) throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        let facts = (0..<3).map { (key($0), answer($0)) }
        try store.save(facts)
        try DatabaseQueue(path: folder.file).write { try $0.execute(sql: change) }
        for (key, value) in try store.load(facts.map(\.0)) { #expect(facts.contains { $0.0 == key && $0.1 == value }) }
        try store.prune(toBytes: 100)
        try store.save(facts)
        #expect(try store.load(facts.map(\.0)) == Dictionary(uniqueKeysWithValues: facts))
    }

    @Test func damagedAnswerIsForgotten() throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        try store.save([(key(1), answer(1)), (key(2), answer(2))])
        try DatabaseQueue(path: folder.file).write { database in
            try database.execute(sql: "UPDATE answers SET value = zeroblob(length(value)) WHERE id = 1")
        }
        #expect(try store.load([key(1), key(2)]) == [key(2): answer(2)])
        #expect(store.notices == ["\(folder.file): damaged facts: 1; they are extracted again"])
        #expect(try store.load([key(1)]) == [:])
        #expect(store.notices.count == 1)
    }

    @Test(arguments: [
        "PRAGMA user_version = 2", "PRAGMA user_version = 0", "PRAGMA application_id = 7", "DROP TABLE facts",
        "DROP TABLE answers",
        "ALTER TABLE answers RENAME COLUMN checksum TO crc",
    ])
    func foreignVersion(change: String) throws {
        let folder = try TemporaryFolder()
        try folder.open().save([(key(1), answer(1))])
        try DatabaseQueue(path: folder.file).write { try $0.execute(sql: change) }
        let store = try folder.open()
        #expect(store.notices.count == 1)
        #expect(try store.load([key(1)]) == [:])
        try store.save([(key(1), answer(1))])
        #expect(try folder.names() == ["facts-v1.sqlite", "facts-v1.sqlite.foreign-1"])
        #expect(try folder.open().notices.isEmpty)
    }

    @Test func fewOldFilesAreKept() throws {
        let folder = try TemporaryFolder()
        for _ in 0..<5 {
            try folder.open().save([(key(1), answer(1))])
            try Data("damaged".utf8).write(to: URL(fileURLWithPath: folder.file))
        }
        _ = try folder.open()
        #expect(try folder.names() == ["facts-v1.sqlite", "facts-v1.sqlite.damaged-4", "facts-v1.sqlite.damaged-5"])
    }

    @Test func setAsideByAnotherProcess() throws {
        let folder = try TemporaryFolder()
        let first = try folder.open()
        try first.save([(key(1), answer(1))])
        let damaged = try #require(FileIdentity(folder.file))
        let (_, notices) = try StoreFile(directory: folder.store).open(replacing: damaged)
        #expect(notices.count == 1)
        // The one who comes second finds the new file and leaves it alone.
        let (_, later) = try StoreFile(directory: folder.store).open(replacing: damaged)
        #expect(later.isEmpty)
        // Whoever still has the old file open is not disturbed.
        #expect(try first.load([key(1)]).count == 1)
        try first.save([(key(2), answer(2))])
        #expect(try folder.open().load([key(1), key(2)]) == [:])
    }

    /// What kill -9 or a power cut leaves: the file and a log whose end belongs to no finished transaction.
    @Test func endedInTheMiddleOfAWrite() throws {
        let folder = try TemporaryFolder()
        let sound = (0..<50).map { (key($0), answer($0)) }
        let store = try folder.open()
        try store.save(sound)
        let writer = try DatabaseQueue(path: folder.file)
        let copy = try TemporaryFolder()
        try writer.writeWithoutTransaction { database in
            // A small memory makes SQLite write pages to the log before the end of the transaction.
            try database.execute(sql: "PRAGMA cache_size = 5; BEGIN IMMEDIATE")
            try FactWriting(database: database, today: 100).save((50..<400).map { (key($0), answer($0, bytes: 5_000)) })
            try FileManager.default.copyItem(atPath: folder.store, toPath: copy.store)
            try database.execute(sql: "ROLLBACK")
        }
        let log = copy.file + "-wal"
        let logSize = try #require(FileManager.default.attributesOfItem(atPath: log)[.size] as? Int)
        #expect(logSize > 1_000_000)
        try FileManager.default.removeItem(atPath: copy.file + "-shm")
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: log))
        try handle.truncate(atOffset: UInt64(logSize - 1_000))
        try handle.close()
        let reopened = try copy.open()
        #expect(try reopened.load((0..<400).map { key($0) }) == Dictionary(uniqueKeysWithValues: sound))
        #expect(reopened.notices.isEmpty)
        let check = try DatabaseQueue(path: copy.file).read { try String.fetchAll($0, sql: "PRAGMA integrity_check") }
        #expect(check == ["ok"])
    }
}
