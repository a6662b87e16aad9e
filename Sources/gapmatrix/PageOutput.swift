internal import Foundation
internal import History
internal import Page
internal import Reporting
internal import Scanning

/// The page of a report, with the code of the commit that was scanned.
enum PageOutput {
    static func render(_ report: Report, history: History? = nil, _ options: ScanOptions) throws -> String {
        let installation = try Installation.find()
        let assets: PageAssets
        do {
            assets = try PageAssets(folder: URL(fileURLWithPath: installation.page))
        } catch {
            throw ScanError(.installation, "the files of the page cannot be read: \(error.localizedDescription)")
        }
        let source = try SourceLines(options, installation: installation)
        return try Page.render(report, name: name(options.path), history: history, assets: assets) {
            path, ranges, hidden in
            try source.lines(of: path, ranges, hidden: hidden)
        }
    }

    /// What a repository is called by the folder that it lies in: `shop` of `../shop`, `shop/.git` and `shop.git`.
    private static func name(_ path: String) -> String {
        var folder = URL(fileURLWithPath: path).standardizedFileURL
        if folder.lastPathComponent == ".git" { folder.deleteLastPathComponent() }
        return folder.pathExtension == "git"
            ? folder.deletingPathExtension().lastPathComponent : folder.lastPathComponent
    }
}
