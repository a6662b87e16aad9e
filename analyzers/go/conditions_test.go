package main

import (
	"fmt"
	"strings"
	"testing"
)

// gatesOf renders the conditions of every call of install: "X="" set", several joined by " & ".
func gatesOf(t *testing.T, source string) []string {
	t.Helper()
	r := request{id: []byte("1"), files: []requestFile{{Path: "a.go", Content: text(source)}}, limits: defaultLimits}
	f, err := readTold(newAnalysis().answer(r, nil))
	if err != nil {
		t.Fatal(err)
	}
	var show func(i int) string
	show = func(i int) string {
		e := f.Refs[i]
		at := func(key string) string { return show(int(e[key].(float64))) }
		switch {
		case e["setting"] != nil:
			if value, ok := e["default"]; ok {
				return fmt.Sprintf("$%v=%v", e["setting"], value)
			}
			return fmt.Sprintf("$%v", e["setting"])
		case e["parameter"] != nil:
			return fmt.Sprintf("%s(%v)", at("of"), e["parameter"])
		case e["member"] != nil:
			return at("of") + "." + e["member"].(string)
		case e["result"] != nil:
			return at("result") + "()"
		case e["import"] != nil:
			return fmt.Sprintf("%v:%v", e["import"], e["name"])
		}
		return fmt.Sprint(e["name"])
	}
	var found []string
	for _, x := range f.References {
		if x.Kind != "call" || show(x.To) != "install" {
			continue
		}
		var parts []string
		for _, i := range x.When {
			c := f.Conditions[i]
			values := c.Values
			for _, r := range c.Constants {
				values = append(values, "constant "+show(r))
			}
			parts = append(parts, strings.TrimSpace(fmt.Sprint(show(c.Ref), " ", c.Test, " ", strings.Trim(fmt.Sprint(values), "[]"))))
		}
		found = append(found, strings.Join(parts, " & "))
	}
	return found
}

const conditionHead = `package main

import (
	"errors"
	"flag"
	"log"
	"net/http"
	"os"
	"strings"
)

type Config struct {
	Endpoint string
	Tracing  struct{ Enabled bool }
	Names    []string
}

func install() {}
func work() error { return nil }
`

func TestConditions(t *testing.T) {
	for _, c := range []struct{ body, want string }{
		{`func f(cfg *Config) { if cfg.Tracing.Enabled { install() } }`, "Config.Tracing.Enabled set"},
		{"const none = \"none\"\nvar mode = getEnv(\"MODE\", none)\nfunc f() { if mode == none { return }; install() }", "mode differs none"},
		// A constant of another file; the linker knows whether it is one.
		{"func f() { if os.Getenv(\"MODE\") == none { return }; install() }", "$MODE= differs constant none"},
		{"func f() { if none == os.Getenv(\"MODE\") { install() } }", ""},
		{`func f(cfg *Config) { if cfg.Endpoint != http.MethodGet { install() } }`, "Config.Endpoint differs constant net/http:MethodGet"},
		{`func f(cfg *Config) { switch cfg.Endpoint { case http.MethodGet, "b": install() } }`, "Config.Endpoint equals b constant net/http:MethodGet"},
		{`func f(cfg *Config) { switch cfg.Endpoint { case http.MethodGet: default: install() } }`, "Config.Endpoint differs constant net/http:MethodGet"},
		{`func f(cfg *Config) { switch cfg.Endpoint { case strings.ToLower("a"): install() } }`, ""},
		{"type option struct{ on bool }\nvar options = map[string]*option{\"BREAKER_ON\": {on: false}}\nfunc f() { if options[\"BREAKER_ON\"].on { install() } }", "$BREAKER_ON=false set"},
		{"type option struct{ on bool }\nvar options = map[string]option{\"BREAKER_ON\": {}}\nfunc f() { if options[\"BREAKER_ON\"].on { install() } }", "$BREAKER_ON=<nil> set"},
		{"type option struct{ on bool }\nvar options = map[string]option{\"BREAKER_ON\": {on: pick()}}\nfunc f() { if options[\"BREAKER_ON\"].on { install() } }", "$BREAKER_ON set"},
		{"type state struct{ on bool }\nvar states = map[string]state{\"first\": {on: false}}\nfunc f() { if states[\"first\"].on { install() } }", ""},
		{`func f(cfg *Config) { if !cfg.Tracing.Enabled { return }; install() }`, "Config.Tracing.Enabled set"},
		{`func f(cfg *Config) func() { if !cfg.Tracing.Enabled { return nil }; stop := func() { install() }; return stop }`, "Config.Tracing.Enabled set"},
		{`func f(cfg *Config) { stop := func() { install() }; if cfg.Tracing.Enabled { stop() } }`, ""},
		{`func f(cfg *Config) { if cfg.Endpoint == "" { log.Print("off") } else { install() } }`, "Config.Endpoint set"},
		{`func f(cfg *Config) { if cfg.Endpoint != "" && len(cfg.Names) > 0 { install() } }`, "Config.Endpoint set & Config.Names set"},
		{`func f(cfg *Config) { if cfg.Endpoint == "" || !cfg.Tracing.Enabled { return }; install() }`, "Config.Endpoint set & Config.Tracing.Enabled set"},
		{`func f(cfg *Config) { if cfg.Endpoint != "" { if cfg.Names != nil { install() } } }`, "Config.Endpoint set & Config.Names set"},
		{`func f() { if os.Getenv("X") == "yes" { install() } }`, "$X= equals yes"},
		{`func f() { if v, ok := os.LookupEnv("X"); ok && v != "no" { install() } }`, "$X= set & $X= differs no"},
		{`func f() { on := flag.Bool("trace", false, ""); flag.Parse(); if *on { install() } }`, "$trace=false set"},
		{`func f(endpoint string) { if endpoint == "" { return }; install() }`, "f(endpoint) set"},
		{`func getenv(k, d string) string { return d }
func f() { if getenv("MODE", "none") != "none" { install() } }`, "$MODE=none differs none"},
		{`func f(cfg *Config) { switch strings.ToLower(cfg.Endpoint) { case "a", "b": install() } }`, "Config.Endpoint equals a b"},
		{`func f(cfg *Config) { switch cfg.Endpoint { case "a": default: install() } }`, "Config.Endpoint differs a"},
		{`func f(cfg *Config) { for _, n := range cfg.Names { if cfg.Endpoint == "" { continue }; _ = n; install() } }`, "Config.Endpoint set"},
		{`func f(cfg *Config) { c := client(cfg); if c != nil { install() } }
func client(cfg *Config) *Config { return cfg }`, "client() set"},
		{`func f(cfg *Config) { c := client(cfg); c = nil; if c != nil { install() } }
func client(cfg *Config) *Config { return cfg }`, ""},
		// What is not the configuration's, and what stops the start.
		{`func f() { if err := work(); err != nil { install() } }`, ""},
		{`func f(cfg *Config) { for _, n := range cfg.Names { if n != "" { install() } } }`, ""},
		{`func f(cfg *Config) { if cfg.Endpoint == "" || work() == nil { install() } }`, ""},
		{`func f(cfg *Config) { if cfg.Endpoint == "" { log.Fatal("no endpoint") }; install() }`, ""},
		{`func f(cfg *Config) error { if cfg.Endpoint == "" { return errors.New("no endpoint") }; install(); return nil }`, ""},
		{`func f(cfg *Config, w http.ResponseWriter) { if cfg.Endpoint == "" { http.Error(w, "off", 503); return }; install() }`, ""},
		{`func f() { v := os.Getenv("X"); if v == "" { v = "default" }; if v != "" { install() } }`, ""},
		{`func f(cfg *Config) error { if cfg.Endpoint == "" { return work() }; install(); return nil }`, "Config.Endpoint set"},
	} {
		got := gatesOf(t, conditionHead+c.body)
		if len(got) != 1 || got[0] != c.want {
			t.Errorf("%s\n got %q\nwant %q", c.body, got, c.want)
		}
	}
}

// What runs unconditionally too is told without conditions; what runs under two conditions is told twice.
func TestConditionsOfOneCallInSeveralPlaces(t *testing.T) {
	got := gatesOf(t, conditionHead+`func f(cfg *Config) { install(); if cfg.Endpoint != "" { install() } }`)
	if len(got) == 0 || got[0] != "" {
		t.Errorf("got %q", got)
	}
	got = gatesOf(t, conditionHead+`func f(cfg *Config) { if cfg.Endpoint != "" { install() }; if cfg.Tracing.Enabled { install() } }`)
	if len(got) != 2 {
		t.Errorf("got %q", got)
	}
}
