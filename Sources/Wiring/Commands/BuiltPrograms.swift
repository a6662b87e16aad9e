import AnalyzerProtocol

/// The repository's compiled programs by the file name that their build gives them, for images that a program is copied into which
/// was built before: `COPY dist/linux-amd64/shop /bin/shop`.
struct BuiltPrograms {
    private struct Program {
        /// The folder of its package.
        var directory: String
        /// Its starts: one for each variant of the platform.
        var starts: [NodeID] = []
    }

    private var programs: [Program] = []
    /// By what `go build -o` calls them.
    private var named: [String: Set<Int>] = [:]
    /// By what `go build` calls them when it is not told.
    private var usual: [String: Set<Int>] = [:]

    init(_ layout: Layout) {
        var places: [String: Int] = [:]
        var modules: [String: String] = [:]
        for (file, source) in layout.files.enumerated() {
            // Source folders of other languages have no prefix.
            for binding in source.facts.bindings where !binding.importPrefix.isEmpty {
                modules[binding.directory] = binding.importPrefix
            }
            for root in source.facts.roots where root.kind == "go-main" && root.role != "example" {
                guard let symbol = source.facts.symbols.firstIndex(where: { $0.id == root.symbol }) else { continue }
                let directory = ImportResolver.directory(of: source.path)
                let place = places[directory] ?? programs.count
                if place == programs.count {
                    programs.append(Program(directory: directory))
                    places[directory] = place
                }
                programs[place].starts.append(layout.node(file, symbolAt: symbol))
            }
        }
        guard !programs.isEmpty else { return }
        for (place, program) in programs.enumerated() {
            usual[Self.usualName(program.directory, modules), default: []].insert(place)
        }
        for source in layout.files {
            for case .command(let words, let directory?) in source.facts.refs where words.contains("build") {
                guard let (name, package) = Self.output(CommandLine(words, directory: directory), modules),
                    let place = places[package]
                else { continue }
                named[name, default: []].insert(place)
            }
        }
    }

    /// The starts of the only program of this name; none where there are several.
    subscript(name: String) -> [NodeID] {
        for found in [named[name], usual[name]].compactMap(\.self) {
            let product = found.filter { !SidePaths.isBeside(programs[$0].directory + "/") }
            let these = product.isEmpty ? found : product
            if let only = these.first, these.count == 1 { return programs[only].starts }
        }
        return []
    }

    /// The last part of the package's import path that is no version: `shop` of `example.com/shop/v2`.
    private static func usualName(_ directory: String, _ modules: [String: String]) -> String {
        let path = modules[directory] ?? directory
        let parts = path.split(separator: "/")
        guard let last = parts.last else { return "" }
        let isVersion = last.first == "v" && last.count > 1 && last.dropFirst().allSatisfy(\.isNumber)
        return String(isVersion && parts.count > 1 ? parts[parts.count - 2] : last)
    }

    /// What `go build -o bin/shop ./cmd/server` makes, and of which folder.
    private static func output(
        _ line: CommandLine, _ modules: [String: String]
    ) -> (name: String, package: String)? {
        guard line.program == "go", line.arguments.first == "build", let output = line.value(of: ["-o"]),
            !output.hasSuffix("/")
        else { return nil }
        let packages = line.positionals(values: [
            "-o", "-C", "-tags", "-ldflags", "-gcflags", "-asmflags", "-mod", "-p", "-buildmode", "-installsuffix",
            "-modfile", "-buildvcs", "-overlay", "-pkgdir",
        ]).dropFirst()
        let package = packages.first ?? "."
        guard packages.count < 2, !package.contains("...") else { return nil }
        let path: String?
        if CommandLine.isImportPath(package) {
            let module = modules.filter { package.hasPrefix($0.value + "/") }
                .max { ($0.value.count, $0.key) < ($1.value.count, $1.key) }
            path = module.map { ($0.key.isEmpty ? "" : $0.key + "/") + package.dropFirst($0.value.count + 1) }
        } else if package.hasPrefix(".") {
            let place = package.hasSuffix(".go") ? ImportResolver.directory(of: package) : package
            path = line.path(place, below: line.value(of: ["-C"]))
        } else {
            path = nil
        }
        guard let path else { return nil }
        let name = CommandLine.fileName(output)
        return (name.hasSuffix(".exe") ? String(name.dropLast(4)) : name, path)
    }
}
