/// Names a gap by its control and component alone, so that edits of the code keep it.
package enum GapFingerprint {
    /// 64-bit FNV-1a, 16 hexadecimal digits.
    package static func of(control: String, component: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in Array(control.utf8) + [0] + Array(component.utf8) {
            hash ^= UInt64(byte)
            hash &*= 0x0000_0100_0000_01b3
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
