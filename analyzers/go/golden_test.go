package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "record the golden facts anew; the run then fails")

// TestGolden compares all facts of whole files with those recorded beside them, in the form of told.lines.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		path := strings.TrimPrefix(filepath.ToSlash(file), "testdata/")
		got := strings.Join(ask(t, path, string(source)).lines(), "\n") + "\n"
		golden := strings.TrimSuffix(file, ".go") + ".facts"
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
			t.Errorf("%s recorded", golden)
			continue
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s differs; see with git diff after -update\n%s", golden, got)
		}
	}
}

// TestAnswersDoNotDependOnWhatWentBefore: the same content gives the same bytes, whatever the analysis did before.
func TestAnswersDoNotDependOnWhatWentBefore(t *testing.T) {
	used := newAnalysis()
	for range 2 {
		for _, c := range cases {
			r := request{id: []byte("1"), files: []requestFile{{Path: c.path, Content: text("package p\n" + c.source)}}, limits: defaultLimits}
			if first, again := newAnalysis().answer(r, nil), used.answer(r, nil); !bytes.Equal(first, again) {
				t.Fatalf("%s:\n%s\n%s", c.name, first, again)
			}
		}
	}
}
