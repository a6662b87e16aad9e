package main

import (
	"fmt"
	"strings"
	"testing"
)

// shapesOf renders what the analyzer says of a source: the signals, and the arguments by name of its calls.
func shapesOf(t *testing.T, source string) string {
	t.Helper()
	r := request{id: []byte("1"), files: []requestFile{{Path: "a.go", Content: text(source)}}, limits: defaultLimits}
	f, err := readTold(newAnalysis().answer(r, nil))
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, s := range f.Signals {
		found = append(found, s.Kind)
	}
	for _, x := range f.References {
		for _, argument := range x.Arguments {
			if name, _ := argument["name"].(string); name == "failure" || name == "scheme" {
				found = append(found, fmt.Sprintf("%s=%v", name, argument["value"]))
			}
		}
	}
	return strings.Join(found, " ")
}

func TestShapesOfFailuresAndEnds(t *testing.T) {
	const head = "package main\nimport (\"fmt\"; \"log\"; \"net/http\"; \"os\")\nfunc open() (*int, error) { return nil, nil }\n"
	for _, c := range []struct{ name, body, want string }{
		{"an error that ends the process", `func f() { _, err := open(); if err != nil { log.Fatal(err) } }`, "failure=ends-process"},
		{"likewise in one line", `func f() { if _, err := open(); err != nil { panic(err) } }`, "failure=ends-process"},
		{"by an event that is written", `func f() { if _, err := open(); err != nil { logger.Fatal().Err(err).Msg("open") } }`, "failure=ends-process"},
		{"an event that is merely written", `func f() { x, err := open(); if err != nil { logger.Error().Err(err).Msg("open") }; fmt.Println(x) }`, "failure=tolerated"},
		{"an error that is merely said", `func f() { x, err := open(); if err != nil { log.Print(err) }; fmt.Println(x) }`, "failure=tolerated"},
		{"nothing in its place", `func f() *int { x, err := open(); if err != nil { log.Print(err); return nil }; return x }`, "failure=tolerated"},
		{"what it gives is only told", `func f() { x, err := open(); if err != nil { log.Print(err) }; log.Print("opened ", x) }`, ""},
		{"an error that is handed on", `func f() error { x, err := open(); if err != nil { log.Print(err); return err }; fmt.Println(x); return nil }`, ""},
		{"a call that gives nothing else", `func f() { if err := os.Remove("a"); err != nil { log.Print(err) } }`, ""},
		{"another error is asked for", `func f(other error) { _, err := open(); if other != nil { log.Fatal(other) }; _ = err }`, ""},
		{"a request of plain HTTP", `func f(c *http.Client, a string) { url := "http://" + a; r, _ := http.NewRequest("GET", url, nil); c.Do(r) }`, "scheme=http"},
		{"a request of HTTPS", `func f(c *http.Client, a string) { url := "https://" + a; r, _ := http.NewRequest("GET", url, nil); c.Do(r) }`, ""},
		{"a URL that is given twice", `func f(c *http.Client, a string) { url := "http://" + a; url = a; c.Get(url) }`, ""},
		{"a queue that is drained", `type s struct{ queue chan int; stop chan bool }
func (s *s) f() { for { select { case <-s.stop: for { select { case x := <-s.queue: fmt.Println(x); default: return } } } } }`, "shutdown-flush.buffer shutdown-flush.flush"},
		{"a queue that is left", `type s struct{ queue chan int; stop chan bool }
func (s *s) f() { for { select { case <-s.stop: return; case x := <-s.queue: fmt.Println(x) } } }`, ""},
		{"a list of who may", `type c struct{ AllowedUsers []string }
func (c *c) f(name string) bool { for _, u := range c.AllowedUsers { if u == name { return true } }; return false }`, "authorization.check"},
		{"a list that is only shown", `type c struct{ AllowedUsers []string }
func (c *c) f() { for _, u := range c.AllowedUsers { fmt.Println(u) } }`, ""},
		{"a code in an answer", `type a struct{ ErrorCode string }
func f() a { return a{ErrorCode: "bad_data"} }`, "error-codes.field"},
		{"no code in an answer", `type a struct{ ErrorCode string }
func f() a { return a{ErrorCode: ""} }`, ""},
		{"settings that are refused", `func loadConfig(port int) (*int, error) { if port < 1 { return nil, fmt.Errorf("invalid port %d", port) }; return &port, nil }`, "config-validation.refuse"},
		{"by a switch", `func (c *conf) Parse() error { return nil }
func parseConfig(kind string) error { switch kind { case "a": return nil; default: return fmt.Errorf("unknown kind %q", kind) } }`, "config-validation.refuse"},
		{"the error of another", `func loadConfig() (*int, error) { x, err := open(); if err != nil { return nil, fmt.Errorf("open: %w", err) }; return x, nil }`, ""},
		{"what reads no settings", `func loadOrder(n int) (*int, error) { if n < 1 { return nil, fmt.Errorf("invalid order %d", n) }; return &n, nil }`, ""},
		{"a start that is made again", `func main() { cfg, _ := loadConfig(); start(cfg); again() }
func loadConfig() (*int, error) { return nil, nil }
func start(*int) {}
func again() { for { cfg, _ := loadConfig(); start(cfg) } }`, "configuration.restart"},
	} {
		if got := shapesOf(t, head+c.body); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestPrefixesThatNobodySets(t *testing.T) {
	const head = "package main\nimport (\"net/http\"; \"os\")\nvar base = \"\"\nfunc h(http.ResponseWriter, *http.Request) {}\n"
	for _, c := range []struct{ given, want string }{
		{`os.Getenv("BASE_URL")`, "/livez"},
		{`"/shop"`, "{}/livez"},
		{`os.Getenv("HOST") + "/shop"`, "{}/livez"},
	} {
		source := head + "func main() { base = " + c.given + "; http.HandleFunc(base+\"/livez\", h) }"
		r := request{id: []byte("1"), files: []requestFile{{Path: "a.go", Content: text(source)}}, limits: defaultLimits}
		f, err := readTold(newAnalysis().answer(r, nil))
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, x := range f.References {
			for _, argument := range x.Arguments {
				if text, _ := argument["value"].(string); strings.HasSuffix(text, "/livez") {
					got = text
				}
			}
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.given, got, c.want)
		}
	}
}
