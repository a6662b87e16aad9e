package main

import "strings"

// Most of what a function mentions only computes: it joins strings, compares times, formats errors. That says nothing
// about wiring, and would be a third of every answer. It is left out unless something of the program is handed to it.

// pureLibrary are packages of the standard library whose functions and values only compute.
var pureLibrary = map[string]bool{
	"bytes": true, "cmp": true, "errors": true, "maps": true, "math": true, "math/bits": true, "path": true,
	"path/filepath": true, "slices": true, "sort": true, "strconv": true, "strings": true, "unicode": true,
	"unicode/utf16": true, "unicode/utf8": true,
}

// isComputation says whether r is, or comes from, something that only computes.
func (a *analysis) isComputation(r ref) bool {
	if r < 0 {
		return false
	}
	e := &a.refs.entries[r]
	if e.kind == refExternal {
		return e.text == "builtin.func"
	}
	switch e = a.refs.origin(r); {
	case e.kind == refExternal:
		return strings.HasPrefix(e.text, "builtin.")
	case e.kind != refImport:
		return false
	case e.text == "time":
		return !isWait(e.name) && e.name != "Tick" && e.name != "NewTicker"
	case e.text == "fmt":
		return strings.HasPrefix(e.name, "S") || strings.HasPrefix(e.name, "Append") || e.name == "Errorf"
	}
	return pureLibrary[e.text]
}

// isCarried says whether r is what nearly every function hands on: the context, the request and where it is answered, the
// test. As the argument of a call it tells nothing.
func (a *analysis) isCarried(r ref) bool {
	if r < 0 {
		return false
	}
	switch e := a.refs.origin(r); {
	case e.kind == refAny:
		for _, alternative := range a.refs.lists[e.index] {
			if !a.isCarried(alternative) {
				return false
			}
		}
		return true
	case e.kind != refImport:
		return false
	case e.text == "net/http":
		return e.name == "ResponseWriter" || e.name == "Request"
	default:
		// A context with a deadline bounds the call that it is handed to.
		isBounded := strings.HasPrefix(e.name, "WithTimeout") || strings.HasPrefix(e.name, "WithDeadline")
		return e.text == "context" && !isBounded || e.text == "testing"
	}
}

// isNoise says whether a reference is left out: its target only computes, and it mentions nothing.
func (a *analysis) isNoise(target ref, arguments []argument) bool {
	if !a.isComputation(target) || hasMentions(arguments) || a.isMasking(target, arguments) || a.isRemedy(target, arguments) {
		return false
	}
	// Sorting calls what it is given.
	return a.refs.origin(target).text != "sort" || !hasRefs(arguments)
}

// isRemedy says whether an error is made that may say what to do.
func (a *analysis) isRemedy(target ref, arguments []argument) bool {
	e := a.refs.origin(target)
	if (e.text != "errors" || e.name != "New") && (e.text != "fmt" || e.name != "Errorf") {
		return false
	}
	return len(arguments) > 0 && arguments[0].position == 0 && arguments[0].value.kind == stringLiteral &&
		mayNameRemedy(arguments[0].value.text)
}

// isMasking says whether a text is put in the place of another that says of itself that it hides something.
func (a *analysis) isMasking(target ref, arguments []argument) bool {
	if e := a.refs.origin(target); e.text != "strings" || !strings.HasPrefix(e.name, "Replace") {
		return false
	}
	for _, x := range arguments {
		if x.position == 2 && x.value.kind == stringLiteral {
			text := strings.ToLower(x.value.text)
			return strings.Contains(text, "redact") || strings.Contains(text, "mask") || strings.Contains(text, "hidden") ||
				strings.Contains(text, "***") || strings.Contains(text, "removed")
		}
	}
	return false
}

func hasMentions(arguments []argument) bool {
	for _, x := range arguments {
		if x.mentioned || hasMentions(x.items) {
			return true
		}
	}
	return false
}

// remedies are the words by which a message says what to do; models look at those that have one.
var remedies = []string{
	"try ", "run ", "use ", "set ", "see ", "check ", "specify ", "provide ", "pass ", "install ", "enable ", "add ", "create ",
	"choose ", "remove ", "rename ", "did you mean ", "make sure ", "ensure ", "please ", "--help", "http", "must be one of",
	"supported values", "supported formats",
}

func mayNameRemedy(text string) bool {
	text = strings.ToLower(text)
	for _, word := range remedies {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

// withoutProse drops the messages of calls that log or print: sentences say nothing about wiring. Words without a space
// are kept, for they may be the keys of structured logs; so is what ends the program, and what says what to do.
func withoutProse(name string, arguments []argument) []argument {
	if !isSpeakingName(name) {
		return arguments
	}
	endsProgram := strings.HasPrefix(name, "Fatal")
	kept := arguments[:0]
	for _, x := range arguments {
		isProse := x.value.kind == stringLiteral && strings.ContainsAny(x.value.text, " %")
		if isProse && !endsProgram && (name != "Errorf" || !mayNameRemedy(x.value.text)) {
			continue
		}
		kept = append(kept, x)
	}
	return kept
}

// isSpeakingName knows the names of functions that log or print.
func isSpeakingName(name string) bool {
	// Most names are told by their first letter.
	if name == "" || strings.IndexByte("PFIDWELMT", name[0]) < 0 {
		return false
	}
	for _, prefix := range []string{"Print", "Fprint", "Info", "Debug", "Warn", "Error", "Log", "Msg", "Fatal", "Panic", "Trace"} {
		rest, ok := strings.CutPrefix(name, prefix)
		if !ok {
			continue
		}
		// Errorf, Println, Warnw, Warning, InfoContext; but not Login nor Tracer.
		switch strings.TrimSuffix(rest, "f") {
		case "", "ln", "w", "ing":
			return true
		}
		if rest[0] >= 'A' && rest[0] <= 'Z' {
			return true
		}
	}
	return false
}
