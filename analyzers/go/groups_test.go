package main

import (
	"go/ast"
	"go/parser"
	"slices"
	"testing"
)

// guardsByRoute are the middlewares of the route that each call of Get registers, by the route's path.
func guardsByRoute(t *testing.T, body string) map[string][]string {
	t.Helper()
	parsed, err := parser.ParseExpr("func() {" + body + "}")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][]string{}
	for call, of := range groupsOf(parsed) {
		if calledName(call.Fun) != "Get" {
			continue
		}
		names := []string{}
		for ; of != nil; of = of.parent {
			for _, guard := range of.guards {
				if id, ok := guard.(*ast.Ident); ok {
					names = append(names, id.Name)
				}
			}
		}
		slices.Sort(names)
		found[call.Args[0].(*ast.BasicLit).Value] = names
	}
	return found
}

func TestGroups(t *testing.T) {
	for _, c := range []struct {
		body string
		want map[string][]string
	}{
		{`r.Use(a); r.Get("x", h)`, map[string][]string{}},
		{`g := r.Group("/g", a); g.Get("x", h); r.Get("y", h)`, map[string][]string{`"x"`: {"a"}}},
		{`g := r.Group("/g"); g.Use(a); i := g.Group("/i", b); i.Get("x", h)`, map[string][]string{`"x"`: {"a", "b"}}},
		{`r.Route("/g", func(r chi.Router) { r.Use(a); r.Get("x", h) }); r.Get("y", h)`, map[string][]string{`"x"`: {"a"}}},
		{`r.With(a).Get("x", h)`, map[string][]string{`"x"`: {"a"}}},
		{`g := r.Group("/g").Use(a); g.Get("x", h); g = other(); g.Get("y", h)`, map[string][]string{`"x"`: {"a"}}},
	} {
		got := guardsByRoute(t, c.body)
		if len(got) != len(c.want) {
			t.Errorf("%s: %v, want %v", c.body, got, c.want)
		}
		for route, guards := range c.want {
			if !slices.Equal(got[route], guards) {
				t.Errorf("%s: %s has %v, want %v", c.body, route, got[route], guards)
			}
		}
	}
}

func TestPathsOfGroups(t *testing.T) {
	for _, c := range []struct{ body, want string }{
		{`r.Get("x", h)`, "none"},
		{`g := r.Group("/g", a); g.Get("x", h)`, "/g"},
		{`g := r.Group("/g/"); i := g.Group("/i"); i.Get("x", h)`, "/g/i"},
		{`r.Route("/g", func(r chi.Router) { r.Group(func(r chi.Router) { r.Get("x", h) }) })`, "/g"},
		{`r.Group(func(r chi.Router) { r.Get("x", h) })`, "none"},
		{`r.With(a).Get("x", h)`, "none"},
		{`g := r.PathPrefix("/g").Subrouter(); g.Get("x", h)`, "/g"},
		{`g := r.Group(prefix); g.Get("x", h)`, "unknown"},
	} {
		parsed, err := parser.ParseExpr("func() {" + c.body + "}")
		if err != nil {
			t.Fatal(err)
		}
		got := "none"
		for call, of := range groupsOf(parsed) {
			if calledName(call.Fun) != "Get" {
				continue
			}
			for _, each := range (&analysis{}).withPath(of, nil) {
				got = each.value.text
				if each.value.kind == noLiteral {
					got = "unknown"
				}
			}
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.body, got, c.want)
		}
	}
}
