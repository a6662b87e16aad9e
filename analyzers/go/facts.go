package main

import "strconv"

// facts is the answer to one request. All ref values are indexes into refs.
type facts struct {
	hasNamespace bool
	namespace    namespace
	bindings     []binding
	// declares: the file declares what the module of its folder needs.
	declares     bool
	refs         *refTable
	conditions   []condition
	symbols      []symbol
	references   []reference
	roots        []root
	signals      []signal
	dependencies []dependency
	diagnostics  []diagnostic
	generated    bool
	// masks maps the text of every secret found to what is shown in its place.
	masks map[string]string
}

type namespace struct {
	kind, name, variant string
}

type binding struct {
	prefix, directory string
}

type literalKind uint8

const (
	noLiteral literalKind = iota
	nullLiteral
	trueLiteral
	falseLiteral
	numberLiteral
	stringLiteral
)

// literal is a constant of the source; text is a number as JSON writes it, or a string.
type literal struct {
	kind literalKind
	text string
}

func stringValue(s string) literal { return literal{stringLiteral, s} }

func numberValue(n int) literal { return literal{numberLiteral, strconv.Itoa(n)} }

func boolValue(b bool) literal {
	if b {
		return literal{kind: trueLiteral}
	}
	return literal{kind: falseLiteral}
}

type attribute struct {
	name  string
	value literal
}

type symbolFlags uint8

const (
	isInterface symbolFlags = 1 << iota
	isAbstract
	isImplicit
	isByValue
	isClosure
)

type symbol struct {
	name    string
	kind    string
	line    int
	endLine int
	owner   ref
	typ     ref
	results []ref
	// parameters are told only where one of them may be an interface of elsewhere.
	parameters []ref
	value      literal
	// given is, one more than it, the configured value that it holds or returns.
	given ref
	flags symbolFlags
	// setting is the key under which a field takes its value from the program's configuration.
	setting string
}

type context uint8

const (
	inLoop context = 1 << iota
	inDefer
	inSpawn
	inConditional
	inHandler
	isIgnored
)

var contextWords = []string{"loop", "defer", "spawn", "conditional", "handler", "ignored"}

// argument has a position (when name is empty) or a name, and one of value, ref, items, or none of them.
type argument struct {
	name     string
	position int
	value    literal
	ref      ref
	items    []argument
	// given is, one more than it, the configured value that is handed over where ref does not tell.
	given ref
	// mentioned says that the source names ref here, where it may also come from a local variable.
	mentioned bool
}

func (a argument) isEmpty() bool {
	return a.value.kind == noLiteral && a.ref < 0 && a.items == nil && a.given == 0
}

// hasRef says whether a REF stands anywhere in the argument.
func (a argument) hasRef() bool {
	if a.ref >= 0 {
		return true
	}
	for _, item := range a.items {
		if item.hasRef() {
			return true
		}
	}
	return false
}

type reference struct {
	from      int32
	to        ref
	kind      string
	line      int
	arguments []argument
	context   context
	// when are the conditions under which it runs.
	when []int32
}

// hash is FNV-1a over all but the line.
func (r *reference) hash() uint64 {
	h := uint64(14695981039346656037)
	h = hashNumber(h, uint64(r.from)<<32|uint64(uint32(r.to)))
	h = hashNumber(h, uint64(r.context))
	h = hashText(h, r.kind)
	return hashArguments(h, r.arguments)
}

// hashWhen is the hash of a reference of that hash under its conditions.
func hashWhen(h uint64, when []int32) uint64 {
	for _, i := range when {
		h = hashNumber(h, uint64(i)+1)
	}
	return h
}

func hashArguments(h uint64, arguments []argument) uint64 {
	for i := range arguments {
		x := &arguments[i]
		h = hashNumber(h, uint64(x.position)<<32|uint64(uint32(x.ref)))
		h = hashNumber(h, uint64(x.value.kind)<<32|uint64(len(x.items))|uint64(x.given)<<40)
		h = hashText(hashText(h, x.name), x.value.text)
		h = hashArguments(h, x.items)
	}
	return h
}

func hashNumber(h, n uint64) uint64 {
	const prime = 1099511628211
	// Whole words at a time: the multiplication spreads only upwards, so the high half is folded down.
	h = (h ^ n) * prime
	return (h ^ h>>32) * prime
}

func hashText(h uint64, s string) uint64 {
	const prime = 1099511628211
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * prime
	}
	return hashNumber(h, uint64(len(s)))
}

type root struct {
	symbol    int32
	class     string
	component string
	kind      string
	role      string
	why       string
}

type signal struct {
	kind       string
	symbol     int32
	line       int
	attributes []attribute
}

type dependency struct {
	name, version string
	line          int
	scope         string
}

type diagnostic struct {
	severity string
	line     int
	message  string
}
