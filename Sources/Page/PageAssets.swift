package import Foundation

/// The files that a page is made of; they lie with the catalogue, so that nobody has to build anything to change them.
package struct PageAssets: Sendable {
    package let template: String
    package let style: String
    package let script: String

    /// Parts of the script, in the order in which they stand in the page.
    package static let scripts = [
        "data.js", "dom.js", "filters.js", "matrix.js", "code.js", "gaps.js", "past.js", "timeline.js", "commits.js",
        "history.js",
        "detail.js", "wires.js", "page.js",
    ]

    package init(template: String, style: String, script: String) {
        self.template = template
        self.style = style
        self.script = script
    }

    /// - Parameter folder: where `page.html`, `page.css` and the scripts lie.
    /// - Throws: where one of them is not there.
    package init(folder: URL) throws {
        func text(_ name: String) throws -> String {
            String(decoding: try Data(contentsOf: folder.appendingPathComponent(name)), as: UTF8.self)
        }
        template = try text("page.html")
        style = try text("page.css")
        script = try Self.joined(Self.scripts.map(text))
    }

    /// The parts share one scope, which is not the window's.
    private static func joined(_ parts: [String]) -> String {
        "(() => {\n\"use strict\";\n" + parts.joined(separator: "\n") + "})();\n"
    }
}
