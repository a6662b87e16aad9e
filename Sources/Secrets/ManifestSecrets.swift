internal import Models

/// Manifests of Kubernetes that hold secrets in plain text: a `kind: Secret` with values, and variables of containers
/// whose name says secret and whose value stands beside it.
///
/// Reads lines, not YAML: only the plain block form is judged, everything else is left to an analyzer.
enum ManifestSecrets {
    static func matches(_ bytes: UnsafeRawBufferPointer, place: SecretPlace) -> [ContentMatch] {
        guard contains(bytes, "kind:"), contains(bytes, "apiVersion:") else { return [] }
        var result: [ContentMatch] = []
        var document = Document()
        var number = 0
        for line in bytes.split(separator: 0x0A, maxSplits: 200_000, omittingEmptySubsequences: false) {
            number += 1
            guard line.count <= 8_192 else { continue }
            let text = Array(line)[...]
            if text.starts(with: "---".utf8) {
                result += document.found(place)
                document = Document()
            } else {
                document.take(text, number: number)
            }
        }
        return Array((result + document.found(place)).prefix(256))
    }

    private static func contains(_ bytes: UnsafeRawBufferPointer, _ text: String) -> Bool {
        LiteralSearch(text).find(in: bytes, from: 0) != nil
    }

    /// One document of a file.
    private struct Document {
        private var kind = ""
        private var isTemplate = false
        private var section = ""
        private var values: [(line: Int, name: String, value: [UInt8], isEncoded: Bool)] = []
        private var variable: (name: String, indentation: Int)?
        private var variables: [(line: Int, name: String, value: [UInt8])] = []

        mutating func take(_ line: ArraySlice<UInt8>, number: Int) {
            let indentation = line.prefix { $0 == 0x20 }.count
            let text = line.trimmed
            guard !text.isEmpty, text.first != UInt8(ascii: "#") else { return }
            if indentation == 0, let (name, value) = SettingLine.split(Array(text)) ?? key(text) {
                section = name
                if name == "kind" { kind = String(decoding: value, as: UTF8.self) }
                return
            }
            if section == "data" || section == "stringData", indentation > 0,
                let (name, value) = SettingLine.split(Array(text))
            {
                values.append((number, name, value, section == "data"))
            }
            takeVariable(text, indentation: indentation, number: number)
        }

        /// `- name: DB_PASSWORD` and on the next line `value: …`.
        private mutating func takeVariable(_ text: ArraySlice<UInt8>, indentation: Int, number: Int) {
            guard let (name, value) = SettingLine.split(Array(text)) else {
                variable = nil
                return
            }
            if name == "name", text.first == UInt8(ascii: "-") {
                variable = (String(decoding: value, as: UTF8.self), indentation + 2)
            } else if name == "value", let known = variable, known.indentation == indentation {
                variables.append((number, known.name, value))
                variable = nil
            } else {
                variable = nil
            }
        }

        private func key(_ text: ArraySlice<UInt8>) -> (name: String, value: [UInt8])? {
            guard text.last == UInt8(ascii: ":") else { return nil }
            return (String(decoding: text.dropLast(), as: UTF8.self), [])
        }

        func found(_ place: SecretPlace) -> [ContentMatch] {
            var result: [ContentMatch] = []
            if kind == "Secret" {
                for entry in values {
                    var plain = entry.value
                    if entry.isEncoded { plain = SecretCheck.base64(entry.value) ?? [] }
                    guard !plain.isEmpty, !Placeholder.isSample(entry.value[...]), isValue(plain),
                        SecretName.isSecret(entry.name) || entry.name.hasSuffix(".key")
                            || entry.name == "ssh-privatekey"
                    else { continue }
                    result.append(match(entry.line, "the key \(entry.name) of a Secret", plain, place))
                }
            }
            let workloads: Set<String> = [
                "Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob", "Pod", "ReplicaSet",
                "ReplicationController",
            ]
            if workloads.contains(kind) {
                for entry in variables where SecretName.isSecret(entry.name) {
                    guard !Placeholder.isTemplate(entry.value[...]), isValue(entry.value) else { continue }
                    result.append(match(entry.line, "the variable \(entry.name)", entry.value, place))
                }
            }
            return result
        }

        /// Not empty, no sample, no certificate, no path.
        private func isValue(_ value: [UInt8]) -> Bool {
            guard value.count >= 4, value.first != UInt8(ascii: "/"), value.first != UInt8(ascii: "|"),
                value.first != UInt8(ascii: ">")
            else { return false }
            let text = String(decoding: value, as: UTF8.self)
            if text.hasPrefix("-----BEGIN CERT") || text == "true" || text == "false" { return false }
            return Placeholder.mayBePassword(value[...])
        }

        private func match(_ line: Int, _ what: String, _ value: [UInt8], _ place: SecretPlace) -> ContentMatch {
            var attributes = [
                "name": what, "masked": Masking.masked(value), "weight": place.note.isEmpty ? "full" : "less",
            ]
            if !place.note.isEmpty {
                attributes["note"] = ", \(place.note)"
            } else if Placeholder.isCommonPassword(value[...]) {
                attributes["note"] = ", a password of tutorials"
                attributes["weight"] = "less"
            }
            return ContentMatch(signal: "kubernetes-secret.literal", line: line, attributes: attributes)
        }
    }
}
