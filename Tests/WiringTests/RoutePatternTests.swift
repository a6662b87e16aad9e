import Testing

@testable import Wiring

@Suite struct RoutePatternTests {
    @Test(
        "A route answers a path surely, perhaps or not",
        arguments: [
            ("/healthz", "/healthz", RoutePattern.Answer.yes), ("GET /healthz", "/healthz", .yes),
            ("/healthz/", "/healthz?full=1", .yes), ("", "/", .yes), ("/", "/", .yes),
            ("/static/", "/static", .yes), ("/api/", "/healthz", .no),
            ("/{name}", "/healthz", .perhaps), ("/users/:id", "/users/1", .perhaps), ("/users/<int:id>", "/users", .no),
            ("/*", "/healthz", .perhaps), ("/api/*path", "/api/v1/x", .perhaps), ("/api/*path", "/healthz", .no),
            // A router may be mounted below a prefix.
            ("/healthz", "/api/healthz", .perhaps), ("/api/healthz", "/healthz", .no), ("/health", "/healthz", .no),
            ("/{$}", "/", .yes), ("^healthz/$", "/healthz", .perhaps),
            ("example.com/healthz", "/healthz", .yes),
        ])
    func answers(_ route: String, _ path: String, _ expected: RoutePattern.Answer) {
        #expect(RoutePattern(route, isTree: false).answers(path) == expected)
    }

    @Test(
        "A route that ends in a slash is that of a tree for some routers only",
        arguments: [
            ("/", true, RoutePattern.Answer.perhaps), ("/", false, .no), ("", false, .no), ("/static/", true, .perhaps),
            ("/static/", false, .no), ("/{$}", true, .no), ("/static", true, .no),
        ])
    func trees(_ route: String, _ isTree: Bool, _ expected: RoutePattern.Answer) {
        let asked = route.hasPrefix("/static") ? "/static/a" : "/healthz"
        #expect(RoutePattern(route, isTree: isTree, outer: .below("")).answers(asked) == expected)
    }

    @Test(
        "A router that is mounted answers below its place alone",
        arguments: [
            ("/healthz", "/api", "/healthz", RoutePattern.Answer.no), ("/healthz", "/api", "/api/healthz", .yes),
            ("", "/orders", "/orders", .yes), ("/", "/orders", "/orders", .yes), ("/{id}", "/orders", "/healthz", .no),
            ("/{id}", "/orders", "/orders/1", .perhaps), ("/healthz", "", "/api/healthz", .no),
        ])
    func mounted(_ route: String, _ prefix: String, _ asked: String, _ expected: RoutePattern.Answer) {
        #expect(RoutePattern(route, isTree: false, outer: .below(prefix)).answers(asked) == expected)
    }

    @Test("Where nothing is mounted no prefix is missing; below an unknown path nothing is sure")
    func places() {
        let open = RoutePattern("/healthz", isTree: false)
        #expect(open.answers("/api/healthz", mounts: []) == .no)
        #expect(open.answers("/api/healthz", mounts: ["/api"]) == .perhaps)
        #expect(open.answers("/api/healthz", mounts: ["/{version}"]) == .perhaps)
        let unknown = RoutePattern("/healthz", isTree: false, outer: .unknown)
        #expect(unknown.answers("/healthz") == .perhaps)
        #expect(unknown.answers("/api/healthz", mounts: []) == .perhaps)
    }
}
