package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"testing"
)

// step is a step of a conformance transcript; see ../conformance/README.md.
type step struct {
	Send       json.RawMessage
	Expect     []map[string]any
	EndOfInput bool `json:"end_of_input"`
	Exit       *int
}

// TestConformance replays the transcripts that every analyzer satisfies.
func TestConformance(t *testing.T) {
	transcripts, err := filepath.Glob("../conformance/*.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	if len(transcripts) == 0 {
		t.Skip("no transcripts beside this folder")
	}
	program := built(t)
	for _, transcript := range transcripts {
		t.Run(filepath.Base(transcript), func(t *testing.T) { replay(t, program, transcript) })
	}
}

func replay(t *testing.T, program, transcript string) {
	text, err := os.ReadFile(transcript)
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(program)
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
	replies := bufio.NewReader(out)
	for line := range bytes.Lines(text) {
		var s step
		if err := json.Unmarshal(line, &s); err != nil {
			t.Fatal(err)
		}
		switch {
		case s.Send != nil:
			if _, err := in.Write(append(s.Send, '\n')); err != nil {
				t.Fatal(err)
			}
		case s.EndOfInput:
			if err := in.Close(); err != nil {
				t.Fatal(err)
			}
		case s.Expect != nil:
			expectReplies(t, replies, s.Expect)
		case s.Exit != nil:
			if rest, err := replies.ReadString('\n'); err == nil || rest != "" {
				t.Errorf("a further reply: %s", rest)
			}
			if err := command.Wait(); command.ProcessState.ExitCode() != *s.Exit {
				t.Errorf("exit: %v", err)
			}
		}
	}
}

func expectReplies(t *testing.T, replies *bufio.Reader, patterns []map[string]any) {
	for range patterns {
		line, err := replies.ReadBytes('\n')
		if err != nil {
			t.Fatal(err)
		}
		var reply map[string]any
		if err := json.Unmarshal(line, &reply); err != nil {
			t.Fatal(err)
		}
		fitted := false
		for i, pattern := range patterns {
			if pattern != nil && fits(reply, pattern) {
				patterns[i], fitted = nil, true
				break
			}
		}
		if !fitted {
			t.Errorf("unexpected: %s", line)
		}
	}
}

func fits(reply, pattern map[string]any) bool {
	for key, want := range pattern {
		choices, ok := want.([]any)
		if !ok {
			choices = []any{want}
		}
		fitted := false
		for _, choice := range choices {
			fitted = fitted || reflect.DeepEqual(reply[key], choice)
		}
		if !fitted {
			return false
		}
	}
	return true
}
