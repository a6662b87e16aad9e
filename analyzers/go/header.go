package main

import (
	"bytes"
	"go/build/constraint"
	"slices"
	"strings"
)

// header is what the comments above the package clause say.
type header struct {
	generated bool
	// ignored: the file is built only when somebody asks for the tag "ignore", as with `go run`.
	ignored bool
	// tagged: the file is built only with a tag that nothing but a command gives, as `-tags integration` does.
	tagged bool
}

// readHeader scans the comments before the package clause; the parser need not keep comments for it.
func readHeader(source []byte) header {
	var h header
	inBlock := false
	for len(source) > 0 {
		line := source
		if i := bytes.IndexByte(source, '\n'); i >= 0 {
			line, source = source[:i], source[i+1:]
		} else {
			source = nil
		}
		text := strings.TrimSpace(strings.TrimPrefix(string(line), "\uFEFF"))
		if inBlock {
			if i := strings.Index(text, "*/"); i >= 0 {
				inBlock = false
				text = strings.TrimSpace(text[i+2:])
			} else {
				continue
			}
		}
		switch {
		case text == "":
		case strings.HasPrefix(text, "//"):
			h.comment(text)
		case strings.HasPrefix(text, "/*"):
			inBlock = !strings.Contains(text[2:], "*/")
		default:
			return h
		}
	}
	return h
}

func (h *header) comment(text string) {
	if strings.HasPrefix(text, "// Code generated ") && strings.HasSuffix(text, " DO NOT EDIT.") {
		h.generated = true
	}
	if constraint.IsGoBuild(text) || constraint.IsPlusBuild(text) {
		if expression, err := constraint.Parse(text); err == nil {
			h.ignored = h.ignored || needsIgnore(expression)
			h.tagged = h.tagged || needsTag(expression)
		}
	}
}

// needsIgnore says whether the constraint cannot hold unless the tag "ignore" is set.
func needsIgnore(expression constraint.Expr) bool {
	switch x := expression.(type) {
	case *constraint.TagExpr:
		return x.Tag == "ignore"
	case *constraint.AndExpr:
		return needsIgnore(x.X) || needsIgnore(x.Y)
	case *constraint.OrExpr:
		return needsIgnore(x.X) && needsIgnore(x.Y)
	}
	return false
}

// systemTags are the tags that the toolchain sets by itself, on one system or another.
var systemTags = map[string]bool{
	"aix": true, "android": true, "darwin": true, "dragonfly": true, "freebsd": true, "hurd": true, "illumos": true, "ios": true,
	"js": true, "linux": true, "nacl": true, "netbsd": true, "openbsd": true, "plan9": true, "solaris": true, "wasip1": true,
	"windows": true, "zos": true, "unix": true, "386": true, "amd64": true, "arm": true, "arm64": true, "loong64": true,
	"mips": true, "mips64": true, "mips64le": true, "mipsle": true, "ppc64": true, "ppc64le": true, "riscv64": true,
	"s390x": true, "sparc64": true, "wasm": true, "gc": true, "gccgo": true, "cgo": true, "race": true, "msan": true,
	"asan": true, "purego": true, "appengine": true, "ignore": true,
}

// maximalSystemTags bounds the systems for which a constraint is tried.
const maximalSystemTags = 6

// needsTag says whether the constraint holds on no system unless somebody gives a tag.
func needsTag(expression constraint.Expr) bool {
	var asked []string
	collectSystemTags(expression, &asked, 0)
	if len(asked) > maximalSystemTags {
		return false
	}
	for set := range 1 << len(asked) {
		holds := expression.Eval(func(tag string) bool {
			for i, name := range asked {
				if name == tag {
					return set&(1<<i) != 0
				}
			}
			return false
		})
		if holds {
			return false
		}
	}
	return true
}

func collectSystemTags(expression constraint.Expr, asked *[]string, depth int) {
	if depth > maximalNesting || len(*asked) > maximalSystemTags {
		return
	}
	switch x := expression.(type) {
	case *constraint.TagExpr:
		if (systemTags[x.Tag] || strings.HasPrefix(x.Tag, "go1.")) && !slices.Contains(*asked, x.Tag) {
			*asked = append(*asked, x.Tag)
		}
	case *constraint.NotExpr:
		collectSystemTags(x.X, asked, depth+1)
	case *constraint.AndExpr:
		collectSystemTags(x.X, asked, depth+1)
		collectSystemTags(x.Y, asked, depth+1)
	case *constraint.OrExpr:
		collectSystemTags(x.X, asked, depth+1)
		collectSystemTags(x.Y, asked, depth+1)
	}
}
