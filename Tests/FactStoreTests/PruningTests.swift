import Foundation
import GRDB
import Testing

@testable import FactStore

@Suite struct PruningTests {
    @Test func forgetsTheLeastRecentlyUsed() throws {
        let folder = try TemporaryFolder()
        try folder.open(today: 1).save((0..<300).map { (key($0), answer($0, bytes: 3_000)) })
        try folder.open(today: 2).save((300..<600).map { (key($0, analyzer: "new"), answer($0, bytes: 3_000)) })
        // Use brings the first hundred up to date.
        #expect(try folder.open(today: 3).load((0..<100).map { key($0) }).count == 100)

        let store = try folder.open(today: 3)
        let forgotten = try store.prune(toBytes: 1_000_000)
        #expect(forgotten > 300)
        #expect(try fileSize(folder) <= 1_000_000)
        #expect(try store.load((0..<100).map { key($0) }).count == 100)
        #expect(try store.load((100..<300).map { key($0) }).isEmpty)
        // Then the oldest of the next day: what is left of it are its last.
        let left = try store.load((300..<600).map { key($0, analyzer: "new") })
        #expect(left.count == 500 - forgotten)
        #expect(Set(left.keys) == Set(((forgotten + 100)..<600).map { key($0, analyzer: "new") }))
        #expect(try store.prune(toBytes: 1_000_000) == 0)
    }

    @Test func forgetsEverything() throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        try store.save((0..<100).map { (key($0), answer($0)) })
        #expect(try store.prune(toBytes: 0) == 100)
        #expect(try store.load((0..<100).map { key($0) }).isEmpty)
        let left = try DatabaseQueue(path: folder.file).read { database in
            try ["facts", "answers", "analyzers"].map { try Int.fetchOne(database, sql: "SELECT count(*) FROM \($0)") }
        }
        #expect(left == [0, 0, 0])
        try store.save([(key(1), answer(1))])
        #expect(try store.load([key(1)]) == [key(1): answer(1)])
    }

    @Test func nothingToForget() throws {
        let folder = try TemporaryFolder()
        let store = try folder.open()
        try store.save((0..<100).map { (key($0), answer($0)) })
        #expect(try store.prune(toBytes: 10_000_000) == 0)
        #expect(try store.load((0..<100).map { key($0) }).count == 100)
    }

    private func fileSize(_ folder: TemporaryFolder) throws -> Int {
        try #require(FileManager.default.attributesOfItem(atPath: folder.file)[.size] as? Int)
    }
}
