package main

import (
	"bytes"
	"go/build/constraint"
	"strings"
)

// header is what the comments above the package clause say.
type header struct {
	generated bool
	// ignored: the file is built only when somebody asks for the tag "ignore", as with `go run`.
	ignored bool
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
		if expression, err := constraint.Parse(text); err == nil && needsIgnore(expression) {
			h.ignored = true
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
