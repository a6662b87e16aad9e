import Foundation
import Testing

/// Compares with a golden file in Snapshots/. `GAPMATRIX_RECORD=1 swift test` writes it anew, and then fails.
func expectSnapshot(_ text: String, _ name: String, file: String = #filePath) throws {
    let folder = URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent("Snapshots")
    let url = folder.appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["GAPMATRIX_RECORD"] == "1" {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
        Issue.record("recorded \(name); look at the change, then run without GAPMATRIX_RECORD")
        return
    }
    let golden = try String(contentsOf: url, encoding: .utf8)
    #expect(text == golden, "differs from Snapshots/\(name)")
}
