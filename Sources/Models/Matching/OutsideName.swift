/// The parts of an external name: `example.com/common/middlewares.Auth.Verify` is the member `Verify` of `Auth` in the package
/// `example.com/common/middlewares`, `common.web.cors` the member `cors` of `web` in the package `common`.
struct OutsideName {
    /// Empty for a name without a package.
    let package: String
    /// The type or, of a function, the package's last part; nil for what has neither.
    let owner: String?
    let member: String

    init(_ name: String) {
        // What a call gives goes by the call's name: `NewAuth().Verify`.
        let plain = name.filter { $0 != "(" && $0 != ")" }
        let start = plain.lastIndex(of: "/").map { plain.index(after: $0) } ?? plain.startIndex
        let parts = plain[start...].split(separator: ".")
        member = parts.last.map(String.init) ?? ""
        owner = parts.count > 1 ? String(parts[parts.count - 2]) : nil
        package = parts.count > 1 ? String(plain[..<start] + parts[0]) : ""
    }
}
