package main

import (
	"encoding/json"
	"fmt"
	"sort"
	"strings"
	"testing"
)

// told is an answer as tests read it.
type told struct {
	Type      string
	Kind      string
	Namespace struct{ Kind, Name, Variant string }
	Bindings  []struct {
		ImportPrefix string `json:"import_prefix"`
		Directory    string
	}
	Refs       []map[string]any `json:"-"`
	Symbols    []toldSymbol     `json:"-"`
	References []toldReference  `json:"-"`
	Conditions []toldCondition  `json:"-"`
	Roots      []struct {
		Symbol                            int
		Class, Component, Kind, Role, Why string
	}
	Signals []struct {
		Kind         string
		Symbol, Line int
		Attributes   map[string]any
	}
	Dependencies []struct {
		Name, Version, Scope string
		Line                 int
	}
	Diagnostics []struct {
		Severity, Message string
		Line              int
	}
}

type toldSymbol struct {
	ID            int
	Name, Kind    string
	Line, EndLine int
	Owner, Type   *int
	Results       []int
	Value         any
	Attributes    map[string]any
}

type toldReference struct {
	From, To  int
	Kind      string
	Line      int
	Arguments []map[string]any
	Context   []string
	When      []int
}

type toldCondition struct {
	Ref    int
	Test   string
	Values []any
	// Constants are places in the table of REFs.
	Constants []int
}

// ask analyzes one source and reads the answer back.
func ask(t *testing.T, path, source string) *told {
	t.Helper()
	r := request{id: []byte("1"), files: []requestFile{{Path: path, Content: text(source)}}, limits: defaultLimits}
	answer := newAnalysis().answer(r, nil)
	f, err := readTold(answer)
	if err != nil {
		t.Fatalf("the answer is not JSON: %v\n%s", err, answer)
	}
	return f
}

// show is a REF in the short form of these tests: a.B() for a result, x[] for an element, [x] for a container, ? for
// an unknown receiver.
func (f *told) show(index int) string {
	r := f.Refs[index]
	at := func(key string) string { return f.show(int(r[key].(float64))) }
	switch {
	case r["member"] != nil && r["of"] == nil:
		return "?." + r["member"].(string)
	case r["member"] != nil:
		return at("of") + "." + r["member"].(string)
	case r["result"] != nil && r["index"] != nil:
		return fmt.Sprintf("%s()#%v", at("result"), r["index"])
	case r["result"] != nil:
		return at("result") + "()"
	case r["element"] != nil:
		return at("element") + "[]"
	case r["container"] != nil:
		return "[" + at("container") + "]"
	case r["external"] != nil:
		return r["external"].(string)
	case r["environment"] != nil:
		return "$" + r["environment"].(string)
	case r["any"] != nil:
		var parts []string
		for _, x := range r["any"].([]any) {
			parts = append(parts, f.show(int(x.(float64))))
		}
		return "any(" + strings.Join(parts, ", ") + ")"
	case r["import"] != nil && r["name"] != nil:
		return r["import"].(string) + ":" + r["name"].(string)
	case r["import"] != nil:
		return r["import"].(string)
	}
	return r["name"].(string)
}

func (f *told) symbolName(id int) string {
	if id == 0 {
		return "top"
	}
	return f.Symbols[id-1].Name
}

func (f *told) showArgument(a map[string]any) string {
	key := fmt.Sprint(a["position"])
	if a["name"] != nil {
		key = a["name"].(string)
	}
	if r, ok := a["ref"]; ok {
		return key + "=@" + f.show(int(r.(float64)))
	}
	if items, ok := a["items"]; ok {
		var parts []string
		for _, x := range items.([]any) {
			parts = append(parts, f.showArgument(x.(map[string]any)))
		}
		return key + "={" + strings.Join(parts, " ") + "}"
	}
	if _, ok := a["value"]; !ok {
		return key + "=?"
	}
	value, _ := json.Marshal(a["value"])
	return key + "=" + string(value)
}

// lines are all facts, one a line.
func (f *told) lines() []string {
	var out []string
	add := func(format string, values ...any) {
		out = append(out, strings.TrimSpace(fmt.Sprintf(format, values...)))
	}
	if f.Namespace.Kind != "" {
		add("namespace %s %s", f.Namespace.Name, f.Namespace.Variant)
	}
	for _, b := range f.Bindings {
		add("binding %s -> %q", b.ImportPrefix, b.Directory)
	}
	for _, s := range f.Symbols {
		line := fmt.Sprintf("symbol %s %s %d-%d", s.Kind, s.Name, s.Line, max(s.Line, s.EndLine))
		if s.Owner != nil {
			line += " of " + f.show(*s.Owner)
		}
		if s.Type != nil {
			line += " type " + f.show(*s.Type)
		}
		for _, r := range s.Results {
			line += " -> " + f.show(r)
		}
		if s.Value != nil {
			line += fmt.Sprintf(" value %v", s.Value)
		}
		var names []string
		for name := range s.Attributes {
			names = append(names, name)
		}
		sort.Strings(names)
		add("%s", strings.TrimSpace(line+" "+strings.Join(names, " ")))
	}
	for _, r := range f.References {
		line := fmt.Sprintf("%d %s %s %s", r.Line, f.symbolName(r.From), r.Kind, f.show(r.To))
		for _, a := range r.Arguments {
			line += " " + f.showArgument(a)
		}
		if len(r.Context) > 0 {
			line += " [" + strings.Join(r.Context, " ") + "]"
		}
		add("%s", line)
	}
	for _, r := range f.Roots {
		add("root %s %s %s %s %s", f.symbolName(r.Symbol), r.Class, r.Kind, r.Component, r.Role)
	}
	for _, s := range f.Signals {
		attributes, _ := json.Marshal(s.Attributes)
		add("signal %d %s %s %s", s.Line, f.symbolName(s.Symbol), s.Kind, strings.ReplaceAll(string(attributes), "null", ""))
	}
	for _, d := range f.Dependencies {
		add("dependency %s %s %s %d", d.Name, d.Version, d.Scope, d.Line)
	}
	for _, d := range f.Diagnostics {
		add("diagnostic %d %s", d.Line, d.Message)
	}
	return out
}

// expect wants some lines among the facts, and others (marked by "!" in front) not.
func expect(t *testing.T, f *told, wants ...string) {
	t.Helper()
	lines := f.lines()
	has := map[string]bool{}
	for _, line := range lines {
		has[line] = true
	}
	for _, want := range wants {
		if unwanted, ok := strings.CutPrefix(want, "!"); ok {
			for line := range has {
				if strings.Contains(line, unwanted) {
					t.Errorf("unwanted: %s", line)
				}
			}
		} else if !has[want] {
			t.Errorf("missing: %s", want)
		}
	}
	if t.Failed() {
		t.Logf("facts:\n%s", strings.Join(lines, "\n"))
	}
}
