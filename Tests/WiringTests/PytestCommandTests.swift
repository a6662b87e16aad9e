import Testing

@testable import Wiring

@Suite("Commands that run tests of Python")
struct PytestCommandTests {
    @Test(
        "An expression ends where its grammar ends",
        arguments: [
            ("pytest -m not slow tests", "tests", ["slow": false, "fast": true]),
            ("pytest -q -k not e2e and not kafka", "", ["e2e": false, "kafka": false, "store": true]),
            ("pytest -m (unit or api) and not slow app", "app", ["unit": true, "slow": false, "web": false]),
            ("pytest -m=integration -rs tests/store", "tests/store", ["integration": true, "unit": false]),
            (
                "coverage run --source=shop -m pytest -mslow tests/a tests/b", "tests/a tests/b",
                ["slow": true, "a": false]
            ),
        ] as [(String, String, [String: Bool])])
    func expressions(_ text: String, _ operands: String, _ chosen: [String: Bool]) throws {
        let command = try #require(PytestCommand(text))
        #expect(command.operands.joined(separator: " ") == operands)
        let expression = try #require(command.marks ?? command.keywords)
        for (name, isChosen) in chosen { #expect(expression.holds { $0 == name } == isChosen) }
    }

    @Test(
        "Values of options are no places",
        arguments: [
            ("pytest -n auto --tb short tests", "tests"), ("pytest -s -vvv tests/e2e", "tests/e2e"),
            ("python manage.py test --parallel 4 shop.tests", "shop.tests"),
            ("unittest discover -s tests", "tests"), ("pytest {posargs:tests}", "tests"),
            ("pytest --ignore=tests/slow tests", "tests"), ("pytest --deselect tests/a.py::b tests", "tests"),
        ])
    func operands(_ text: String, _ operands: String) throws {
        #expect(try #require(PytestCommand(text)).operands.joined(separator: " ") == operands)
    }

    @Test(
        "What is known only where it runs is not understood",
        arguments: ["pytest -m $MARK", "pytest -k (a or", "pytest -m"])
    func unclear(_ text: String) throws { #expect(try #require(PytestCommand(text)).isUnclear) }

    @Test("Other commands are none", arguments: ["go test ./...", "python manage.py migrate", "jest"])
    func others(_ text: String) { #expect(PytestCommand(text) == nil) }

    @Test("Options of the configuration come first, so that the command overrides them")
    func configured() throws {
        let command = try #require(PytestCommand("pytest -m slow", before: "-q -m \"not slow\""))
        #expect(command.marks == .name("slow"))
    }

    @Test(
        "Names of files match patterns",
        arguments: [
            ("test_a.py", "test_*.py", true), ("a_test.py", "*_test.py", true), ("e2e_test_a.py", "test_*.py", false),
            ("tests.py", "test*.py", true), ("conftest.py", "test_*.py", false), ("a.py", "a.py", true),
            ("test_x_spec.py", "test_*_*.py", true), ("test_.py", "test_*_*.py", false),
        ])
    func patterns(_ name: String, _ pattern: String, _ expected: Bool) {
        #expect(PythonTests.matches(name[...], pattern) == expected)
    }
}
