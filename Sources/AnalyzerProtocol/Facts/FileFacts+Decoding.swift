/// The facts that hold for the file: where its names live, where execution begins, what it depends on.
extension FactsDecoder {
    mutating func readNamespace(_ section: JSONValue?) throws(ProtocolError) {
        guard let section else { return }
        do throws(ProtocolError) {
            var namespace = Namespace(kind: "", name: "")
            var name: String?
            try members(section) { key, value throws(ProtocolError) in
                switch key {
                case "kind": namespace.kind = try value.requireString("kind")
                case "name": name = try value.requireString("name")
                case "separator": namespace.separator = try value.requireString("separator")
                case "search": namespace.search = value.isNull ? [] : try value.requireStrings("search")
                case "variant": namespace.variant = try value.optionalString("variant")
                default: break
                }
            }
            guard let name else { throw .missing("name") }
            namespace.name = name
            facts.namespace = namespace
        } catch {
            throw error.inside("namespace")
        }
    }

    mutating func readBindings(_ section: JSONValue?) throws(ProtocolError) {
        try forEach(section, "bindings") { element throws(ProtocolError) in
            var binding = ImportBinding(importPrefix: "", directory: "")
            try members(element) { key, value throws(ProtocolError) in
                switch key {
                case "import_prefix": binding.importPrefix = try value.requireString("import_prefix")
                case "directory": binding.directory = try value.requireString("directory")
                default: break
                }
            }
            facts.bindings.append(binding)
        }
    }

    mutating func readRoots(_ section: JSONValue?) throws(ProtocolError) {
        try forEach(section, "roots") { element throws(ProtocolError) in
            var rootClass: RootClass?
            var root = Root(rootClass: .production, why: "")
            try members(element) { key, value throws(ProtocolError) in
                switch key {
                case "symbol": root.symbol = value.isNull ? nil : try readSymbolID(value, "symbol")
                case "to": root.to = try readOptionalRef(value, "to")
                case "class":
                    rootClass = RootClass(rawValue: try value.requireString("class"))
                    guard rootClass != nil else { throw .expected("production, pipeline or test", "class") }
                case "component": root.component = try value.optionalString("component")
                case "kind": root.kind = try value.optionalString("kind")
                case "role": root.role = try value.optionalString("role")
                case "standalone": root.isStandalone = value.bool ?? false
                case "why": root.why = try value.optionalString("why") ?? ""
                default: break
                }
            }
            guard let rootClass else { throw .missing("class") }
            guard root.symbol != nil || root.to != nil else { throw .missing("symbol") }
            root.rootClass = rootClass
            facts.roots.append(root)
        }
    }

    mutating func readSignals(_ section: JSONValue?) throws(ProtocolError) {
        try forEach(section, "signals") { element throws(ProtocolError) in
            var kind: String?
            var symbol = 0
            var line: Int?
            var attributes: [String: Literal] = [:]
            try members(element) { key, value throws(ProtocolError) in
                switch key {
                case "kind": kind = try value.requireString("kind")
                case "symbol": symbol = value.isNull ? 0 : try readSymbolID(value, "symbol")
                case "line": line = try value.requireInteger("line", from: 1)
                case "attributes": attributes = try value.requireAttributes("attributes")
                default: break
                }
            }
            guard let kind else { throw .missing("kind") }
            guard let line else { throw .missing("line") }
            var signal = AnalyzerSignal(kind: kind, symbol: symbol, line: line)
            signal.attributes = attributes
            facts.signals.append(signal)
        }
    }

    mutating func readDependencies(_ section: JSONValue?) throws(ProtocolError) {
        try forEach(section, "dependencies") { element throws(ProtocolError) in
            var name: String?
            var ecosystem: String?
            var dependency = Dependency(ecosystem: "", name: "", line: 1)
            try members(element) { key, value throws(ProtocolError) in
                switch key {
                case "ecosystem": ecosystem = try value.requireString("ecosystem")
                case "name": name = try value.requireString("name")
                case "version": dependency.version = try value.optionalString("version")
                case "line": dependency.line = try value.requireInteger("line", from: 1)
                case "scope": dependency.scope = try value.optionalString("scope") ?? "runtime"
                default: break
                }
            }
            guard let ecosystem else { throw .missing("ecosystem") }
            guard let name else { throw .missing("name") }
            dependency.ecosystem = ecosystem
            dependency.name = name
            facts.dependencies.append(dependency)
        }
    }

    mutating func readManifest(_ section: JSONValue?) throws(ProtocolError) {
        guard let section else { return }
        do throws(ProtocolError) {
            var ecosystem: String?
            var manifest = Manifest(ecosystem: "")
            try members(section) { key, value throws(ProtocolError) in
                switch key {
                case "ecosystem": ecosystem = try value.requireString("ecosystem")
                case "open": manifest.isOpen = value.bool == true
                case "includes": manifest.includes = value.isNull ? [] : try value.requireStrings("includes")
                default: break
                }
            }
            guard let ecosystem else { throw .missing("ecosystem") }
            manifest.ecosystem = ecosystem
            facts.manifest = manifest
        } catch {
            throw error.inside("manifest")
        }
    }

    mutating func readDiagnostics(_ section: JSONValue?) throws(ProtocolError) {
        try forEach(section, "diagnostics") { element throws(ProtocolError) in
            var message: String?
            var diagnostic = Diagnostic(severity: .warning, message: "")
            try members(element) { key, value throws(ProtocolError) in
                switch key {
                case "severity":
                    guard let severity = Diagnostic.Severity(rawValue: try value.requireString("severity")) else {
                        throw .expected("info, warning or error", "severity")
                    }
                    diagnostic.severity = severity
                case "line": diagnostic.line = try value.optionalInteger("line", from: 1)
                case "message": message = try value.requireString("message")
                case "unless_file": diagnostic.unlessFile = try value.requireString("unless_file")
                default: break
                }
            }
            guard let message else { throw .missing("message") }
            diagnostic.message = message
            facts.diagnostics.append(diagnostic)
        }
    }
}
