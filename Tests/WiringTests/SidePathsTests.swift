import Testing

@testable import Wiring

@Suite struct SidePathsTests {
    @Test(
        "A word of a path says that it is for tests, and no part of a word",
        arguments: [
            ("compose.test.yml", true), ("shop/settings_testing.py", true), ("Tests/env", true),
            ("deploy/latest/.env", false), ("contest/manage.py", false), ("attestation/wsgi.py", false),
        ])
    func words(path: String, isOfTests: Bool) {
        #expect(SidePaths.speaksOfTests(path) == isOfTests)
    }

    @Test(
        "Folders whose name ends in the kind of their tests are beside the product",
        arguments: [
            ("oryx/integrationtest/Dockerfile", true), ("e2e-tests/run.sh", true), ("load_test/main.go", true),
            ("contest/main.go", false), ("latest/main.go", false), ("testimonials/main.go", false),
        ])
    func folders(path: String, isBeside: Bool) {
        #expect(SidePaths.isBeside(path) == isBeside)
    }
}
