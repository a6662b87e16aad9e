package main

import (
	"go/ast"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// findRoots reports where execution begins: main, tests and what C calls.
func (a *analysis) findRoots(file *ast.File, h header) {
	exported := map[string]bool{}
	if a.usesC && file.Name.Name == "main" {
		exported = exportedNames(a.source)
	}
	for _, d := range file.Decls {
		x, ok := d.(*ast.FuncDecl)
		if !ok {
			continue
		}
		id := a.functionIDs[x]
		switch {
		case a.isTest:
			if kind := testKind(x); kind != "" {
				a.addRoot(root{symbol: id, class: "test", kind: kind, why: a.facts.symbols[id-1].name})
			}
		case x.Recv != nil:
		case file.Name.Name == "main" && x.Name.Name == "main":
			role := roleOf(a.directory)
			if h.ignored || role == "" && writesCode(file) {
				role = "tool"
			}
			a.addRoot(root{symbol: id, class: "production", component: a.component(h), kind: "go-main",
				role: role, why: "func main"})
		case exported[x.Name.Name]:
			a.addRoot(root{symbol: id, class: "production", component: a.component(h), kind: "c-export",
				role: roleOf(a.directory), why: "//export " + x.Name.Name})
		}
	}
}

func (a *analysis) addRoot(r root) { a.facts.roots = append(a.facts.roots, r) }

func (a *analysis) component(h header) string {
	if h.ignored {
		return a.path
	}
	if a.directory == "" {
		return "."
	}
	return a.directory
}

// exportedNames are the functions that cgo exports.
func exportedNames(source []byte) map[string]bool {
	names := map[string]bool{}
	for line := range strings.Lines(string(source)) {
		if name, ok := strings.CutPrefix(strings.TrimRight(line, "\r\n"), "//export "); ok {
			names[strings.TrimSpace(name)] = true
		}
	}
	return names
}

// roleOf is what the path says of a main package: example, tool, or nothing.
func roleOf(directory string) string {
	role := ""
	for _, segment := range strings.Split(directory, "/") {
		switch strings.ToLower(strings.TrimLeft(segment, "_.")) {
		case "example", "examples", "demo", "demos", "sample", "samples", "tutorial", "tutorials", "docs", "doc":
			return "example"
		case "hack", "tool", "tools", "script", "scripts", "ci", "build", "dev", "gen", "generate", "generator",
			"test", "tests", "e2e", "testing", "testutil", "mocks", "testsuite", "integration-tests",
			// What a repository runs for itself stands below internal; programs for others do not.
			"internal", "contrib", "debug", "buildscripts", "bench", "benchmark", "benchmarks", "loadtest", "loadtests":
			role = "tool"
		}
	}
	return role
}

// writesCode says whether a file prints Go source: its program is a generator.
func writesCode(file *ast.File) bool {
	for _, s := range file.Imports {
		switch s.Path.Value {
		case `"go/format"`, `"go/printer"`, `"golang.org/x/tools/imports"`:
			return true
		}
	}
	return false
}

// suiteMethods are the methods that testify calls beside the tests of a suite.
var suiteMethods = map[string]bool{
	"SetupSuite": true, "SetupTest": true, "SetupSubTest": true, "TearDownSuite": true, "TearDownTest": true,
	"TearDownSubTest": true, "BeforeTest": true, "AfterTest": true,
}

// testKind says what kind of test a function of a _test.go file is, if any. Methods are those of suites, whose
// embedding may stand in another file.
func testKind(x *ast.FuncDecl) string {
	name := x.Name.Name
	if x.Recv != nil {
		if hasTestName(name, "Test") && x.Type.Params.NumFields() <= 1 || suiteMethods[name] {
			return "test"
		}
		return ""
	}
	switch parameters := x.Type.Params.NumFields(); {
	case hasTestName(name, "Test") && parameters == 1:
		return "test"
	case hasTestName(name, "Benchmark") && parameters == 1:
		return "benchmark"
	case hasTestName(name, "Fuzz") && parameters == 1:
		return "fuzz"
	case hasTestName(name, "Example") && parameters == 0:
		return "example"
	}
	return ""
}

// hasTestName is go test's own rule: the prefix is not followed by a lower-case letter.
func hasTestName(name, prefix string) bool {
	rest, ok := strings.CutPrefix(name, prefix)
	if !ok || rest == "" {
		return ok
	}
	r, _ := utf8.DecodeRuneInString(rest)
	return !unicode.IsLower(r)
}

// cleanJoin joins paths of a repository; ok is false where the result leaves it.
func cleanJoin(directory, relative string) (joined string, ok bool) {
	joined = path.Join(directory, relative)
	if joined == "." {
		return "", true
	}
	return joined, joined != ".." && !strings.HasPrefix(joined, "../") && !strings.HasPrefix(joined, "/")
}
