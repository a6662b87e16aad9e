package main

import (
	"encoding/json"
	"reflect"
	"testing"
)

// messages that the fast decoder reads, and such that it leaves to encoding/json.
var messages = []struct {
	line string
	fast bool
}{
	{`{"type":"analyze","id":7,"files":[{"path":"a.go","object":"0","encoding":"utf-8","content":"package a\n\t\"x\\n\" \/ \u0041\u2028 é"}]}` + "\n", true},
	{`{"files":[{"content":"","path":"a.go"},{"path_base64":"YQ==","encoding":"base64","content":"YQ=="}],"id":0,"type":"analyze"}`, true},
	{`{"type":"analyze","id":7,"files":[]}`, false},
	{`{"type":"analyze","id":-7,"files":[{"path":"a"}]}`, false},
	{`{"type":"analyze","id":07,"files":[{"path":"a"}]}`, false},
	{`{"type":"analyze","id":"x","files":[{"path":"a"}]}`, false},
	{`{"type": "analyze", "id": 7, "files": [{"path": "a"}]}`, false},
	{`{"type":"analyze","id":7,"files":[{"path":"a","later":[1]}]}`, false},
	{`{"type":"analyze","id":7,"files":[{"path":"\ud83d\ude00"}]}`, false},
	{`{"type":"analyze","id":7,"files":[{"path":"a"}]}}`, false},
	{`{"type":"analyze","id":7,"files":[{"path":"a\q"}]}`, false},
	{`{"type":"analyze","id":7,"files":[{"path":"a`, false},
	{`{"type":"hello","protocol":2}`, false},
	{`{"type":"shutdown"}`, false},
	{``, false},
}

func TestDecodeAnalyze(t *testing.T) {
	for _, c := range messages {
		var m message
		if fast := decodeAnalyze([]byte(c.line), &m); fast != c.fast {
			t.Errorf("%s: fast is %v", c.line, fast)
		}
	}
}

// FuzzDecode: what the fast decoder reads, it reads as encoding/json does.
func FuzzDecode(f *testing.F) {
	for _, c := range messages {
		f.Add(c.line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		var fast, slow message
		if !decodeAnalyze([]byte(line), &fast) {
			return
		}
		if err := json.Unmarshal([]byte(line), &slow); err != nil {
			// Raw control characters in strings are the one thing it is lenient with.
			for _, c := range []byte(line) {
				if c < ' ' {
					return
				}
			}
			t.Fatalf("%q: %v", line, err)
		}
		if !reflect.DeepEqual(fast, slow) {
			t.Fatalf("%q\n%+v\n%+v", line, fast, slow)
		}
	})
}
