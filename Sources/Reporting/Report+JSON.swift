/// Each part of a report with its keys in the order of their bytes, as ``JSONReporter`` promises.
extension Report {
    func write(to json: inout JSONText) {
        json.object { json in
            json.key("analyzers")
            json.array(analyzers) { $1.write(to: &$0) }
            json.key("broken_wires")
            json.array(brokenWires) { $1.write(to: &$0) }
            json.key("components")
            json.array(components) { $1.write(to: &$0) }
            json.key("controls")
            json.array(controls) { $1.write(to: &$0) }
            json.key("diagnostics")
            json.array(diagnostics) { $1.write(to: &$0) }
            json.key("gaps")
            json.array(gaps) { $1.write(to: &$0) }
            json.key("repository")
            repository.write(to: &json)
            json.key("schema")
            json.string(schema)
            json.key("summary")
            summary.write(to: &json)
            json.key("tool")
            json.object { json in
                json.key("name")
                json.string(tool.name)
                json.key("version")
                json.string(tool.version)
            }
        }
    }
}

extension JSONText {
    fileprivate mutating func field(_ name: StaticString, _ text: String) {
        key(name)
        string(text)
    }

    fileprivate mutating func field(_ name: StaticString, _ text: String?) {
        key(name)
        optional(text) { $0.string($1) }
    }

    fileprivate mutating func field(_ name: StaticString, _ value: Int?) {
        key(name)
        optional(value) { $0.number($1) }
    }

    fileprivate mutating func field(_ name: StaticString, _ value: Bool?) {
        key(name)
        optional(value) { $0.bool($1) }
    }

    fileprivate mutating func field(_ name: StaticString, _ texts: [String]) {
        key(name)
        array(texts) { $0.string($1) }
    }
}

extension Report.Repository {
    fileprivate func write(to json: inout JSONText) {
        json.object { json in
            json.field("branch", branch)
            json.field("commit", commit)
            json.field("committed_at", committedAt)
            json.field("path", path)
        }
    }
}

extension Report.Analyzer {
    fileprivate func write(to json: inout JSONText) {
        json.object { json in
            json.field("failures", failures)
            json.field("files", files)
            json.field("message", message)
            json.field("name", name)
            json.field("status", status)
            json.field("version", version)
        }
    }
}

extension Report.BrokenWire {
    fileprivate func write(to json: inout JSONText) {
        json.object { json in
            json.field("controls", controls)
            json.key("from")
            json.object { json in
                json.field("line", from.line)
                json.field("path", from.path)
            }
            json.field("join", join)
            json.field("severity", severity)
            json.key("to")
            json.object { json in
                json.field("line", to.line)
                json.field("name", to.name)
                json.field("path", to.path)
            }
            json.field("why", why)
        }
    }
}

extension Report.Component {
    fileprivate func write(to json: inout JSONText) {
        json.object { json in
            json.field("id", id)
            json.field("kind", kind)
            json.field("path", path)
            if let workloads { json.field("workloads", workloads) }
        }
    }
}

extension Report.Control {
    fileprivate func write(to json: inout JSONText) {
        json.object { json in
            json.field("area", area)
            json.key("cells")
            json.array(cells) { $1.write(to: &$0) }
            json.key("evidence")
            json.array(evidence) { $1.write(to: &$0) }
            json.field("gap", gap)
            json.field("id", id)
            json.field("required", required)
            json.field("severity", severity)
            json.field("state", state)
            json.field("tested", tested)
            json.field("title", title)
        }
    }
}

extension Report.Cell {
    fileprivate func write(to json: inout JSONText) {
        json.object { json in
            json.field("component", component)
            json.field("reason", reason)
            json.field("state", state)
            json.field("tested", tested)
        }
    }
}

extension Report.Evidence {
    fileprivate func write(to json: inout JSONText) {
        json.object { json in
            json.field("component", component)
            json.field("end_line", endLine)
            json.field("line", line)
            json.field("message", message)
            json.field("object", object)
            json.field("path", path)
            json.field("role", role)
            json.field("symbol", symbol)
            json.key("witness")
            json.array(witness) { json, step in
                json.object { json in
                    json.field("guess", step.guess)
                    json.field("line", step.line)
                    json.field("path", step.path)
                    json.field("symbol", step.symbol)
                }
            }
        }
    }
}

extension Report.Gap {
    fileprivate func write(to json: inout JSONText) {
        json.object { json in
            json.field("acceptance", acceptance)
            json.field("component", component)
            json.field("control", control)
            json.field("files", files)
            json.field("fingerprint", fingerprint)
            json.field("remedy", remedy)
            json.field("required", required)
            json.field("severity", severity)
            json.field("state", state)
            json.field("title", title)
            json.field("waived", waived)
            json.field("why", why)
        }
    }
}

extension Report.Summary {
    fileprivate func write(to json: inout JSONText) {
        json.object { json in
            json.key("by_area")
            json.dictionary(byArea) { json, area in
                json.object { json in
                    json.field("judged", area.judged)
                    json.field("not_applicable", area.notApplicable)
                    json.field("score", area.score)
                    json.field("unknown", area.unknown)
                }
            }
            json.key("by_severity")
            json.dictionary(bySeverity) { $0.number($1) }
            json.key("by_state")
            json.dictionary(byState) { $0.number($1) }
            json.field("score", score)
        }
    }
}

extension Report.Diagnostic {
    fileprivate func write(to json: inout JSONText) {
        json.object { json in
            json.field("line", line)
            json.field("message", message)
            json.field("path", path)
            json.field("severity", severity)
        }
    }
}
