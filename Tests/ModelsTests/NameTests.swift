import AnalyzerProtocol
import Models
import Testing

@Suite struct NameTests {
    @Test(arguments: [
        ("github.com/a/b/v2.New", "github.com/a/b.New"),
        ("github.com/a/b/v12/c.New", "github.com/a/b/c.New"),
        ("github.com/a/b/v2", "github.com/a/b"),
        ("github.com/a/b/v2.New().Do", "github.com/a/b.New().Do"),
        ("github.com/a/b/v2beta1.New", "github.com/a/b/v2beta1.New"),
        ("github.com/a/video.New", "github.com/a/video.New"),
        ("github.com/a/v.New", "github.com/a/v.New"),
        ("gopkg.in/yaml.v3.Decode", "gopkg.in/yaml.v3.Decode"),
        ("v2.New", "v2.New"),
        ("", ""),
    ])
    func majorVersionsAreDropped(name: String, expected: String) throws {
        #expect(try compile("[]").canonicalName(name) == expected)
    }

    @Test(arguments: [
        ("fastapi.middleware.cors.CORSMiddleware", "starlette.middleware.cors.CORSMiddleware"),
        ("fastapi.middleware.cors", "starlette.middleware.cors"),
        ("fastapi.middleware.corset.X", "fastapi.middleware.corset.X"),
        ("old.thing.m", "newest.thing.m"),
        ("fastapi.middleware.cors().x", "starlette.middleware.cors().x"),
    ])
    func aliasesReplacePrefixesAtBorders(name: String, expected: String) throws {
        let models = try compile(
            """
            - alias: fastapi.middleware.cors
              of: starlette.middleware.cors
            - alias: old
              of: new
            - alias: new
              of: newest
            """)
        #expect(models.canonicalName(name) == expected)
    }

    @Test func longestAliasWins() throws {
        let models = try compile("- { alias: a, of: x }\n- { alias: a.b, of: y }")
        #expect(models.canonicalName("a.b.c") == "y.c")
        #expect(models.canonicalName("a.c") == "x.c")
    }

    @Test func aliasRingsEnd() throws {
        let models = try compile("- { alias: a, of: b }\n- { alias: b, of: a }")
        #expect(["a.x", "b.x"].contains(models.canonicalName("a.x")))
    }

    @Test(arguments: [
        ("lib.New().Do", "lib.Client.Do"),
        ("lib/v3.New().Do", "lib.Client.Do"),
        ("fastapi.FastAPI().get", "fastapi.FastAPI.get"),
        ("lib.create().m", "lib.create().m"),
        ("lib.New()[].Do", "lib.Client[].Do"),
        ("lib.New().Pool().Get", "lib.Pool.Get"),
    ])
    func callsBecomeWhatTheyReturn(name: String, expected: String) throws {
        let models = try compile(
            """
            - { type: lib.Client, returned-by: [lib/v2.New] }
            - { type: lib.Pool, returned-by: lib.Client.Pool }
            """)
        #expect(models.instanceName(name) == expected)
        #expect(models.instanceType(ofCall: "lib.New") == "lib.Client")
        #expect(models.instanceType(ofCall: "lib.Other") == nil)
    }

    @Test func registersAndWraps() throws {
        let models = try compile(
            """
            - registers: [celery.shared_task, click.*]
            - wraps: [functools.lru_cache]
            """)
        #expect(models.registers("celery.shared_task") == true)
        #expect(models.registers("click.command") == true)
        #expect(models.registers("functools.lru_cache") == false)
        #expect(models.registers("functools.wraps") == nil)
    }
}
