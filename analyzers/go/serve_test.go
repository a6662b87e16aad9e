package main

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// built is the analyzer as the host runs it.
func built(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "analyzer-go")
	if out, err := exec.Command("go", "build", "-trimpath", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return program
}

const hello = `{"type":"hello","protocol":2,"limits":{"line_bytes":67108864,"file_bytes":4194304,"seconds":30}}` + "\n"

func analyzeLine(id, path, content string) string {
	c, _ := json.Marshal(content)
	return `{"type":"analyze","id":` + id + `,"files":[{"path":"` + path + `","object":"0","encoding":"utf-8","content":` + string(c) + `}]}` + "\n"
}

func TestConversation(t *testing.T) {
	program := built(t)
	for _, c := range []struct {
		name, input string
		// want are the type and id of each answer, in any order.
		want   []string
		failed bool
	}{
		{"handshake and end of input", hello, []string{"hello "}, false},
		{"shutdown ends it, whatever follows", hello + `{"type":"shutdown"}` + "\nnot read\n", []string{"hello "}, false},
		{"two requests at once", hello + analyzeLine("1", "a.go", "package a") + analyzeLine("2", "go.mod", "module m"),
			[]string{"hello ", "facts 1", "facts 2"}, false},
		{"unknown messages and fields", hello + `{"type":"later","x":[1]}` + "\n" + analyzeLine("3", "a.go", "package a"),
			[]string{"hello ", "facts 3"}, false},
		{"base64", hello + `{"type":"analyze","id":4,"files":[{"path_base64":"Yf8uZ28=","encoding":"base64","content":"cGFja2FnZSBhIC8v6Q=="}]}` + "\n",
			[]string{"hello ", "facts 4"}, false},
		{"line separators in strings are data", hello + `{"type":"analyze","id":5,"files":[{"path":"a.go","content":"package a // ` + "\u2028\u0085" + `"}]}` + "\n",
			[]string{"hello ", "facts 5"}, false},
		{"the last line needs no end", hello + strings.TrimSuffix(analyzeLine("6", "a.go", "package a"), "\n"),
			[]string{"hello ", "facts 6"}, false},
		{"a malformed line", hello + analyzeLine("7", "a.go", "package a") + "{\"type\":\n", []string{"hello ", "facts 7"}, true},
		{"a request without an id", hello + `{"type":"analyze","files":[]}` + "\n", []string{"hello "}, true},
		{"a line beyond the limit", `{"type":"hello","protocol":2,"limits":{"line_bytes":2000000}}` + "\n" +
			analyzeLine("8", "a.go", strings.Repeat(" ", 3<<20)), []string{"hello "}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			command := exec.Command(program)
			command.Stdin = strings.NewReader(c.input)
			var stderr strings.Builder
			command.Stderr = &stderr
			out, err := command.Output()
			if (err != nil) != c.failed || c.failed != (stderr.Len() > 0) {
				t.Errorf("exit %v, standard error %q", err, stderr.String())
			}
			got := map[string]bool{}
			for line := range strings.Lines(string(out)) {
				var m struct {
					Type string
					ID   json.Number
				}
				if err := json.Unmarshal([]byte(line), &m); err != nil {
					t.Fatalf("%v: %s", err, line)
				}
				got[m.Type+" "+m.ID.String()] = true
			}
			if len(got) != len(c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
			for _, want := range c.want {
				if !got[want] {
					t.Errorf("no answer %q among %v", want, got)
				}
			}
		})
	}
}

// TestAnswersComeAtOnce: an answer does not wait for a further request.
func TestAnswersComeAtOnce(t *testing.T) {
	command := exec.Command(built(t))
	command.Env = append(os.Environ(), "GAPMATRIX_WORKERS=3")
	in, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	for _, line := range []string{hello, analyzeLine("1", "a.go", "package a"), analyzeLine("2", "b.go", "package b")} {
		if _, err := in.Write([]byte(line)); err != nil {
			t.Fatal(err)
		}
		if _, err := lines.ReadString('\n'); err != nil {
			t.Fatal(err)
		}
	}
	if err := in.Close(); err != nil {
		t.Fatal(err)
	}
	if err := command.Wait(); err != nil {
		t.Error(err)
	}
}

func TestManifestSaysWhatTheProgramSays(t *testing.T) {
	text, err := os.ReadFile("analyzer.json")
	if err != nil {
		t.Fatal(err)
	}
	var manifest struct {
		Name, Version string
		Protocol      int
	}
	if err := json.Unmarshal(text, &manifest); err != nil {
		t.Fatal(err)
	}
	if manifest.Name != "go" || manifest.Version != version || manifest.Protocol != protocolVersion {
		t.Errorf("%+v", manifest)
	}
}
