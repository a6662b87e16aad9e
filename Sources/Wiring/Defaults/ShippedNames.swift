/// The variables that files of the deployment turn on: what they name is off by default, and not where it is deployed so.
struct ShippedNames {
    /// By plain name.
    private let places: [String: String]
    private var known = Memory()
    /// More variables than this are not compared by their endings.
    private static let limit = 1000

    /// Answers given before: few names come again and again.
    private final class Memory {
        var answers: [String: String?] = [:]
    }

    init(_ places: [String: String]) { self.places = places }

    /// Where a setting is turned on; a field `api_token` of the settings may take its value from `SHOP_API_TOKEN`.
    func place(of name: String) -> String? {
        guard !places.isEmpty else { return nil }
        if let answer = known.answers[name] { return answer }
        let answer = search(name)
        known.answers[name] = .some(answer)
        return answer
    }

    private func search(_ name: String) -> String? {
        let plain = ValueUses.plain(name)
        if let place = places[plain] { return place }
        let last = ValueUses.plain(String(name.split(separator: ".").last ?? ""))
        guard last.count >= 4, places.count <= Self.limit else { return nil }
        return places.filter { $0.key.hasSuffix(last) }.map(\.value).min()
    }
}
