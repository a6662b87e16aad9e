import Scanning
import Testing
import Wiring

@Suite("Configuration files that set variables")
struct EnvironmentFileTests {
    @Test(
        "What is set for the repository's own code",
        arguments: [
            (".env", "A=1\nexport B = 2\n#C=3\nD\n9E=1\n", ["A:1", "B:2"]),
            (".envrc", "A=1\n", []),
            (
                "Dockerfile", "FROM python:3.12-slim\nENV A=1 B=\"x y\" \\\n  # note\n  C=2\nENV D some words\n",
                ["A:2", "B:2", "C:4", "D:5"]
            ),
            ("Dockerfile", "FROM golang:1 AS build\nFROM build\nENV A=/x B=$A/y\n", ["B:3"]),
            ("Dockerfile", "FROM acme/keycloak\nENV A=1\n", []),
            ("config.yaml", "services:\n  a:\n    build: .\n    environment: { A: 1 }\n", []),
        ])
    func variables(_ path: String, _ text: String, _ found: [String]) {
        let settings = EnvironmentSetting.all(of: [(path, Array(text.utf8))])
        #expect(settings.map { "\($0.variable):\($0.place.line)" } == found)
    }

    @Test(
        "What is turned on",
        arguments: [
            (".env", "A=1\nB=\nC=false\nD=\"x\" # note\nE='off'\nF= # note\n", ["A", "D"]),
            (".env.example", "A=1\n", []),
            ("Dockerfile", "FROM alpine\nENV A=1 B=\"\" C=no\nENV D some words\n", ["A", "D"]),
        ])
    func turnedOn(_ path: String, _ text: String, _ found: [String]) {
        let settings = EnvironmentSetting.all(of: [(path, Array(text.utf8))])
        #expect(settings.filter(\.turnsOn).map(\.variable) == found)
    }

    @Test(
        "Names are found whole, packages in every spelling",
        arguments: [
            ("SHOP_A", false, "echo $SHOP_A ${SHOP_A:-x} SHOP_AB XSHOP_A X_SHOP_A shop_a\nSHOP_A", [1, 2]),
            (
                "python-dateutil", true, "Python_DateUtil\npython.dateutil>=2\npython-dateutil2\nxpython-dateutil",
                [1, 2]
            ),
            ("github.com/a/b", false, "github.com/a/b/c\ngithub.com/a/bc\ngithub.com/x", [1]),
            ("a", false, "", []),
        ] as [(String, Bool, String, [Int])])
    func mentions(_ name: String, _ isPackage: Bool, _ text: String, _ lines: [Int]) {
        let query = MentionQuery(name, isPackage: isPackage)
        let found = Mentions([query], in: [("f", Array(text.utf8))])
        #expect(found.places(query).map(\.line) == lines)
    }
}
