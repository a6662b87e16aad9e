internal import Foundation

/// A stable hash of an analyzer's own files.
///
/// FNV-1a with 128 bits; offset basis and prime from draft-eastlake-fnv, section 5. It tells builds apart; it is no defence
/// against someone who may write the analyzer's files, and so runs code here anyway.
package struct Fingerprint {
    package init() {}

    private var state: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d

    package mutating func add(_ bytes: [UInt8]) {
        let prime: UInt128 = 0x0000_0000_0100_0000_0000_0000_0000_013B
        // A field's length before its bytes: no two lists of fields give the same stream.
        for byte in withUnsafeBytes(of: UInt64(bytes.count).littleEndian, Array.init) + bytes {
            state = (state ^ UInt128(byte)) &* prime
        }
    }

    /// 32 hex digits.
    package var text: String {
        let digits = String(state, radix: 16)
        return String(repeating: "0", count: 32 - digits.count) + digits
    }

    /// The fingerprint of the manifest and of every file below the directory that a pattern matches; `../kit/src/**` is of the
    /// directory beside it, which several analyzers share.
    static func of(directory: String, patterns: [String], manifest: [UInt8]) throws(HostError) -> String {
        var fingerprint = Fingerprint()
        fingerprint.add(manifest)
        let own = patterns.filter { !$0.hasPrefix("../") }.map { PathPattern($0) }
        var paths = files(in: directory, patterns: own).sorted()
        for pattern in patterns where pattern.hasPrefix("../") {
            let parts = pattern.dropFirst(3).split(separator: "/", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let beside = files(in: "\(directory)/../\(parts[0])", patterns: [PathPattern(String(parts[1]))])
            paths += beside.sorted().map { "../\(parts[0])/\($0)" }
        }
        for path in paths {
            do {
                let content = try Data(contentsOf: URL(fileURLWithPath: directory + "/" + path))
                fingerprint.add(Array(path.utf8))
                fingerprint.add(Array(content))
            } catch {
                throw HostError(
                    .invalidManifest, "a file of the fingerprint cannot be read", location: directory + "/" + path,
                    cause: "\(error)")
            }
        }
        return fingerprint.text
    }

    private static func files(in directory: String, patterns: [PathPattern]) -> [String] {
        // A file by its name needs no walk over what lies beside it: virtual environments have thousands of files.
        let named = patterns.filter(\.isLiteral)
        let patterns = patterns.filter { !$0.isLiteral }
        var found = named.map(\.text).filter { FileManager.default.fileExists(atPath: "\(directory)/\($0)") }
        guard !patterns.isEmpty, let enumerator = FileManager.default.enumerator(atPath: directory) else {
            return found
        }
        while let path = enumerator.nextObject() as? String {
            if enumerator.fileAttributes?[.type] as? FileAttributeType == .typeDirectory {
                // Environments and build trees beside an analyzer can be huge: stay where a pattern can match.
                if !patterns.contains(where: { $0.reaches(below: path) }) { enumerator.skipDescendants() }
            } else if patterns.contains(where: { $0.matches(path) }), !found.contains(path) {
                found.append(path)
            }
        }
        return found
    }
}
