/// Names a gap by texts that edits of the code leave as they are: of a cell its control and component.
package enum GapFingerprint {
    /// 64-bit FNV-1a over the texts with a zero between them, 16 hexadecimal digits.
    package static func of(_ texts: [String]) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in texts.map({ Array($0.utf8) }).joined(separator: [0]) {
            hash ^= UInt64(byte)
            hash &*= 0x0000_0100_0000_01b3
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    package static func of(control: String, component: String) -> String { of([control, component]) }
}
