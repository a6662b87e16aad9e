import Testing

@testable import Wiring

@Suite struct RoutePatternTests {
    @Test(
        "A route answers a path surely, perhaps or not",
        arguments: [
            ("/healthz", "/healthz", RoutePattern.Answer.yes), ("GET /healthz", "/healthz", .yes),
            ("/healthz/", "/healthz?full=1", .yes), ("", "/", .yes), ("/", "/", .yes),
            ("/", "/healthz", .perhaps), ("/static/", "/static/a", .perhaps), ("/api/", "/healthz", .no),
            ("/{name}", "/healthz", .perhaps), ("/users/:id", "/users/1", .perhaps), ("/users/<int:id>", "/users", .no),
            ("/*", "/healthz", .perhaps), ("/api/*path", "/api/v1/x", .perhaps), ("/api/*path", "/healthz", .no),
            // A router may be mounted below a prefix.
            ("/healthz", "/api/healthz", .perhaps), ("/api/healthz", "/healthz", .no), ("/health", "/healthz", .no),
            ("/{$}", "/", .yes), ("/{$}", "/healthz", .no), ("^healthz/$", "/healthz", .perhaps),
            ("example.com/healthz", "/healthz", .yes),
        ])
    func answers(_ route: String, _ path: String, _ expected: RoutePattern.Answer) {
        #expect(RoutePattern(route).answers(path) == expected)
    }
}
