import Foundation
import GRDB

/// Writes within a transaction of the caller.
struct FactWriting {
    let database: Database
    let today: Int

    func save(_ facts: [(FactKey, [UInt8])]) throws {
        let insertAnswer = try database.makeStatement(sql: Statements.insertAnswer)
        let insertFact = try database.makeStatement(sql: Statements.insertFact)
        var analyzers: [String: Int64] = [:]
        for (key, value) in facts {
            let analyzer = try analyzers[key.analyzer] ?? AnalyzerNumbers.number(of: key.analyzer, in: database)
            analyzers[key.analyzer] = analyzer
            try delete(key, analyzer: analyzer)
            try insertAnswer.execute(arguments: [value.withUnsafeBytes(checksum), Data(value)])
            let arguments: StatementArguments = [
                analyzer, Data(key.path), key.object, database.lastInsertedRowID, value.count, today,
            ]
            try insertFact.execute(arguments: arguments)
        }
    }

    func delete(_ keys: [FactKey]) throws {
        let analyzers = try AnalyzerNumbers.all(database)
        for key in keys {
            if let analyzer = analyzers[key.analyzer] { try delete(key, analyzer: analyzer) }
        }
    }

    func touch(_ keys: [FactKey]) throws {
        let analyzers = try AnalyzerNumbers.all(database)
        let statement = try database.cachedStatement(sql: Statements.touch)
        for key in keys {
            guard let analyzer = analyzers[key.analyzer] else { continue }
            try statement.execute(arguments: [today, analyzer, Data(key.path), key.object])
        }
    }

    private func delete(_ key: FactKey, analyzer: Int64) throws {
        let arguments: StatementArguments = [analyzer, Data(key.path), key.object]
        let find = try database.cachedStatement(sql: Statements.findAnswer)
        guard let answer = try Int64.fetchOne(find, arguments: arguments) else { return }
        try database.cachedStatement(sql: Statements.deleteFact).execute(arguments: arguments)
        try database.cachedStatement(sql: Statements.deleteAnswer).execute(arguments: [answer])
    }
}
