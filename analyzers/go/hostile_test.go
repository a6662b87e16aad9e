package main

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestHostileSources(t *testing.T) {
	const depth = 10_000
	repeat := strings.Repeat
	for name, source := range map[string]string{
		"nothing":              "",
		"no package":           "func f() {}",
		"only a package":       "package p",
		"half a function":      "package p\nfunc f( {",
		"half a type":          "package p\ntype T struct { a",
		"NUL bytes":            "package p\x00\nvar x = \"\x00\"\nfunc f() { g() }",
		"byte order mark":      "\uFEFFpackage p\nfunc f() { g() }",
		"CRLF":                 "package p\r\nfunc f() {\r\n\tg()\r\n}\r\n",
		"latin-1":              "package p\n// caf\xe9\nvar x = \"caf\xe9\"\nfunc f() { g() }",
		"parentheses":          "package p\nvar x = " + repeat("(", depth) + "1" + repeat(")", depth),
		"calls":                "package p\nfunc f() { x" + repeat(".a()", depth) + " }",
		"selectors":            "package p\nfunc f() { x" + repeat(".a", depth) + " = 1 }",
		"indexes":              "package p\nfunc f() { g(x" + repeat("[0]", depth) + ") }",
		"nested calls":         "package p\nfunc f() { " + repeat("g(", depth) + repeat(")", depth) + " }",
		"blocks":               "package p\nfunc f() " + repeat("{", depth) + repeat("}", depth),
		"ifs":                  "package p\nfunc f() { " + repeat("if a { ", depth) + repeat("}", depth) + " }",
		"else ifs":             "package p\nfunc f() { " + repeat("if a { b() } else ", depth) + "{ } }",
		"closures":             "package p\nvar x = " + repeat("func() any { return ", depth) + "1" + repeat("}", depth),
		"structs":              "package p\ntype x " + repeat("struct { A ", depth) + "int" + repeat("}", depth),
		"interfaces":           "package p\ntype x " + repeat("interface { A() ", depth) + "int" + repeat("}", depth),
		"structs of variables": "package p\nvar x " + repeat("[]struct { A ", depth) + "int" + repeat("}", depth),
		"functions of results": "package p\nvar x " + repeat("func() ", depth) + "int",
		"constants doubled":    "package p\nconst a = \"xx\"\nconst (\n" + doubled(64) + ")\nvar x = f(c63 + " + repeat("c6 + ", depth) + "a)",
		"strings added":        "package p\nvar x = f(" + repeat(`"a" + `, depth) + `"b")`,
		"variables added":      "package p\nfunc f() { g(" + repeat("a + ", depth) + "b) }",
		"pointers":             "package p\nvar x " + repeat("*", depth) + "int",
		"slices":               "package p\nvar x " + repeat("[]", depth) + "int",
		"composites":           "package p\nvar x = T{" + repeat("{", depth) + repeat("}", depth) + "}",
		"shifts":               "package p\nvar x = f(1 << 1000000000, 1 << 0., 1 << -1, 1 / 0, 1 / 0., 1e1000000000 * 1e1000000000, 0x" + repeat("f", 100000) + ")",
		"self assignment":      "package p\nfunc f() { x := a(); for { x = g(x); y := x; x = y.z(); x, y = y, x } }",
		"builtins without any": "package p\nfunc f() { new(); make(); append(); len(); recover(1) }",
		"strange targets":      "package p\nfunc f() { f() = 1; 1 = 2; _, g().x, (*p).y = h(); *q() = 3; <-c = 1; for 1 = range x {} }",
		"methods of nothing":   "package p\nfunc () f() {}\nfunc (a, b T) g() {}\nfunc (x []int) h() {}",
		"odd imports":          "package p\nimport (\n\"\"\n\"///\"\n\"v2\"\n\"a/v2\"\n\".\"\nx \"y\"\n)\nfunc f() { x.A(); v.B() }",
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			r := request{id: []byte("1"), files: []requestFile{{Path: "x.go", Content: text(source)}}, limits: defaultLimits}
			answer := newAnalysis().answer(r, nil)
			f, err := readTold(answer)
			if err != nil {
				t.Fatalf("not JSON: %v", err)
			}
			if f.Kind == "internal" {
				t.Fatalf("%s", answer)
			}
			if took := time.Since(start); took > 20*time.Second {
				t.Errorf("took %v", took)
			}
			if f.Kind == "limit" {
				t.Errorf("%s", answer)
			}
		})
	}
}

func TestSyntaxErrorsLeaveTheRest(t *testing.T) {
	f := ask(t, "x.go", "package p\nfunc f() { g() }\nfunc h() { k(); x := }\n")
	expect(t, f, "2 f call g", "3 h call k", "diagnostic 3 expected operand, found '}'")
}

func TestEncodings(t *testing.T) {
	f := ask(t, "x.go", "\uFEFFpackage p\r\nfunc f() {\r\n\tg(\"caf\xe9\")\r\n}\r\n")
	expect(t, f, "3 f call g 0=\"caf\uFFFD\"")
}

func TestLineCommentsAreNotObeyed(t *testing.T) {
	f := ask(t, "x.go", "package p\n//line other.y:100\nfunc f() { g() }\n")
	expect(t, f, "3 f call g")
}

func TestFailures(t *testing.T) {
	for _, c := range []struct {
		r    request
		want string
	}{
		{request{files: []requestFile{{Path: "a.py", Content: text("x")}}}, "unsupported"},
		{request{files: nil}, "unsupported"},
		{request{files: []requestFile{{Path: "a.go", Content: text("package p"), Encoding: "utf-7"}}}, "unsupported"},
		{request{files: []requestFile{{Path: "a.go", Content: text("!"), Encoding: "base64"}}}, "unsupported"},
		{request{files: []requestFile{{Path: "a.go", Content: text(strings.Repeat(" ", 5<<20))}}}, "limit"},
		{request{files: []requestFile{{Path: "a.go", Content: text("hello")}}}, "syntax"},
	} {
		c.r.id, c.r.limits = []byte("1"), defaultLimits
		var f told
		if err := json.Unmarshal(newAnalysis().answer(c.r, nil), &f); err != nil {
			t.Fatal(err)
		}
		if f.Type != "failure" || f.Kind != c.want {
			t.Errorf("%s %s, want a failure %s", f.Type, f.Kind, c.want)
		}
	}
}

func FuzzAnalyze(f *testing.F) {
	for _, c := range cases {
		f.Add("package p\n" + c.source)
	}
	a := newAnalysis()
	f.Fuzz(func(t *testing.T, source string) {
		r := request{id: []byte("1"), files: []requestFile{{Path: "x.go", Content: text(source)}}, limits: defaultLimits}
		answer, err := readTold(a.answer(r, nil))
		if err != nil {
			t.Fatal(err)
		}
		if answer.Kind == "internal" {
			t.Fatal("the analysis broke")
		}
		for i, r := range answer.Refs {
			for _, key := range []string{"of", "result", "element", "container"} {
				if n, ok := r[key].(float64); ok && int(n) >= i {
					t.Fatalf("entry %d points to %v", i, n)
				}
			}
		}
	})
}

func TestEmptyFilesHaveEmptyFacts(t *testing.T) {
	for name, source := range map[string]string{"nothing": "", "comments": "// Copyright\n\n/* nothing */\n", "mark": "\uFEFF\n"} {
		t.Run(name, func(t *testing.T) {
			r := request{id: []byte("1"), files: []requestFile{{Path: "a/x.go", Content: text(source)}}, limits: defaultLimits}
			answer := string(newAnalysis().answer(r, nil))
			if answer != `{"type":"facts","id":1}`+"\n" && answer != `{"type":"facts","id":1}` {
				t.Errorf("%s", answer)
			}
		})
	}
}

// doubled declares constants of which each is the one before it twice.
func doubled(n int) string {
	var b strings.Builder
	last := "a"
	for i := range n {
		name := "c" + strconv.Itoa(i)
		b.WriteString(name + " = " + last + " + " + last + "\n")
		last = name
	}
	return b.String()
}
