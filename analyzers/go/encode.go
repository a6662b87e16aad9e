package main

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// encoder appends facts as JSON. REFs that nothing uses are left out of the table.
type encoder struct {
	out     []byte
	facts   *facts
	numbers []ref
	// conditions are the places of the conditions that something needs; -1 for the others.
	conditions []int32
	// line and from are those of the row before.
	line, from int
}

// appendFacts appends one facts message, with its line end.
func appendFacts(out []byte, id []byte, f *facts) []byte {
	e := encoder{out: out, facts: f}
	e.out = append(e.out, `{"type":"facts","id":`...)
	e.out = append(e.out, id...)
	if f.hasNamespace {
		e.namespace(f.namespace)
	}
	if f.declares {
		e.out = append(e.out, `,"manifest":{"ecosystem":"go"}`...)
	}
	if len(f.bindings) > 0 {
		e.list("bindings", len(f.bindings), func(i int) {
			e.text(`{"import_prefix":`, f.bindings[i].prefix)
			e.text(`,"directory":`, f.bindings[i].directory)
			e.out = append(e.out, '}')
		})
	}
	if f.refs != nil {
		e.numberRefs()
		e.table()
		e.conditionTable()
	}
	if len(f.symbols) > 0 {
		e.line = 0
		e.list("symbols", len(f.symbols), func(i int) { e.symbol(&f.symbols[i]) })
	}
	if len(f.references) > 0 {
		e.line = 0
		e.list("references", len(f.references), func(i int) { e.reference(&f.references[i]) })
	}
	if len(f.roots) > 0 {
		e.list("roots", len(f.roots), func(i int) { e.root(&f.roots[i]) })
	}
	if len(f.signals) > 0 {
		e.list("signals", len(f.signals), func(i int) { e.signal(&f.signals[i]) })
	}
	if len(f.dependencies) > 0 {
		e.list("dependencies", len(f.dependencies), func(i int) { e.dependency(&f.dependencies[i]) })
	}
	if len(f.diagnostics) > 0 {
		e.list("diagnostics", len(f.diagnostics), func(i int) {
			d := &f.diagnostics[i]
			e.text(`{"severity":`, d.severity)
			if d.line > 0 {
				e.integer(`,"line":`, d.line)
			}
			e.text(`,"message":`, d.message)
			e.out = append(e.out, '}')
		})
	}
	return append(e.out, '}', '\n')
}

// numberRefs gives every used REF its place in the table that is sent, in order, so that entries
// still point to lower ones only. REFs that differ only inside the analyzer become one.
func (e *encoder) numberRefs() {
	t := e.facts.refs
	used := make([]bool, len(t.entries))
	mark := func(r ref) {
		if r >= 0 {
			used[r] = true
		}
	}
	e.conditions = make([]int32, len(e.facts.conditions))
	needed := func(list []int32) {
		for _, i := range list {
			e.conditions[i] = 1
			mark(e.facts.conditions[i].ref)
			for _, r := range e.facts.conditions[i].constants {
				mark(r)
			}
		}
	}
	for i := range e.facts.conditions {
		if e.facts.conditions[i].test == isNeeded {
			needed([]int32{int32(i)})
		}
	}
	for i := range e.facts.symbols {
		s := &e.facts.symbols[i]
		mark(s.given - 1)
		mark(s.owner)
		mark(s.typ)
		for _, r := range s.results {
			mark(r)
		}
		for _, r := range s.parameters {
			mark(r)
		}
	}
	for i := range e.facts.references {
		mark(e.facts.references[i].to)
		needed(e.facts.references[i].when)
		markArguments(e.facts.references[i].arguments, mark)
	}
	for i := len(t.entries) - 1; i >= 0; i-- {
		if !used[i] {
			continue
		}
		switch x := &t.entries[i]; x.kind {
		case refMember, refResult, refElement, refContainer, refParameter:
			mark(x.of)
		case refHolds:
			// What conditions ask for came before the REF of their truth.
			needed(t.held[x.index])
		case refAny:
			for _, r := range t.lists[x.index] {
				mark(r)
			}
		}
	}
	place := int32(0)
	for i, n := range e.conditions {
		e.conditions[i] = -1
		if n > 0 {
			e.conditions[i] = place
			place++
		}
	}
	e.numbers = make([]ref, len(t.entries))
	next := ref(0)
	same := map[refEntry]ref{}
	for i := range t.entries {
		if !used[i] {
			continue
		}
		x := t.entries[i]
		if x.kind == refContainer || x.shape > 0 {
			key := refEntry{kind: x.kind, text: x.text}
			if x.kind == refContainer {
				key.of = e.numbers[x.of]
			}
			if n, ok := same[key]; ok {
				e.numbers[i] = n
				used[i] = false
				continue
			}
			same[key] = next
		}
		e.numbers[i] = next
		next++
	}
	// A used entry is one to write from here on.
	for i := range used {
		if !used[i] {
			e.numbers[i] = ^e.numbers[i]
		}
	}
}

func markArguments(arguments []argument, mark func(ref)) {
	for i := range arguments {
		mark(arguments[i].ref)
		mark(arguments[i].given - 1)
		markArguments(arguments[i].items, mark)
	}
}

// next goes to the next place of a row, past places of which nothing is told: those at its end are left out.
func (e *encoder) next(gaps *int) {
	for ; *gaps > 0; *gaps-- {
		e.out = append(e.out, ',', '0')
	}
	e.out = append(e.out, ',')
}

// number appends an integer at the next place; 0 tells nothing.
func (e *encoder) number(gaps *int, n int) {
	if n == 0 {
		*gaps++
		return
	}
	e.next(gaps)
	e.out = strconv.AppendInt(e.out, int64(n), 10)
}

// kind appends a word at the next place, by its number if it is listed.
func (e *encoder) kind(gaps *int, listed map[string]int, word string) {
	if n, ok := listed[word]; ok {
		e.number(gaps, n)
		return
	}
	e.next(gaps)
	e.out = appendString(e.out, word)
}

// ref is what a REF is told as, which counts from 1. Those that were merged carry their number inverted.
func (e *encoder) ref(r ref) int {
	if r < 0 {
		return 0
	}
	n := e.numbers[r]
	if n < 0 {
		n = ^n
	}
	return int(n) + 1
}

// refs appends a list of REFs at the next place, if there are any.
func (e *encoder) refs(gaps *int, list []ref) {
	if len(list) == 0 {
		*gaps++
		return
	}
	e.next(gaps)
	for i, r := range list {
		e.integer(separator(i), e.ref(r))
	}
	e.out = append(e.out, ']')
}

// separator stands before a list's element.
func separator(i int) string {
	if i == 0 {
		return "["
	}
	return ","
}

// placeOf is what the entry of that content is told as, if it is; else 0.
func (e *encoder) placeOf(x refEntry) int {
	if r, ok := e.facts.refs.index[x]; ok && e.numbers[r] >= 0 {
		return int(e.numbers[r]) + 1
	}
	return 0
}

func (e *encoder) table() {
	t := e.facts.refs
	written := 0
	for i := range t.entries {
		if e.numbers[i] < 0 {
			continue
		}
		if written == 0 {
			e.out = append(e.out, `,"refs":[`...)
		} else {
			e.out = append(e.out, ',')
		}
		written++
		e.entry(&t.entries[i], written)
	}
	if written > 0 {
		e.out = append(e.out, ']')
	}
}

// entry appends an entry of the table, whose place is told.
func (e *encoder) entry(x *refEntry, place int) {
	if x.kind == refName {
		e.out = appendString(e.out, x.text)
		return
	}
	e.integer("[", refForms[x.kind])
	gaps := 0
	switch x.kind {
	case refImport:
		module := 0
		if x.name != "" {
			module = e.placeOf(refEntry{kind: refImport, text: x.text})
		}
		if module > 0 && module < place {
			e.number(&gaps, module)
		} else {
			e.text(",", x.text)
		}
		if x.name != "" {
			e.text(",", x.name)
		}
	case refExternal, refEnvironment:
		e.text(",", x.text)
	case refSetting:
		e.text(",", x.text)
		if value := (literal{literalKind(x.index), x.name}); value.kind != noLiteral {
			e.next(&gaps)
			e.literal(value)
		}
	case refParameter:
		e.text(",", x.text)
		e.number(&gaps, e.ref(x.of))
		e.number(&gaps, int(x.index))
	case refHolds:
		for _, c := range e.facts.refs.held[x.index] {
			e.integer(",", int(e.conditions[c])+1)
		}
	case refMember:
		e.text(",", x.text)
		e.number(&gaps, e.ref(x.of))
	case refResult:
		e.number(&gaps, e.ref(x.of))
		e.number(&gaps, int(x.index))
	case refElement, refContainer:
		e.number(&gaps, e.ref(x.of))
	case refAny:
		for _, r := range e.facts.refs.lists[x.index] {
			e.integer(",", e.ref(r))
		}
	}
	e.out = append(e.out, ']')
}

func (e *encoder) conditionTable() {
	written := 0
	for i := range e.facts.conditions {
		if e.conditions[i] < 0 {
			continue
		}
		if written == 0 {
			e.out = append(e.out, `,"conditions":[`...)
		} else {
			e.out = append(e.out, ',')
		}
		written++
		c := &e.facts.conditions[i]
		e.integer("[", e.ref(c.ref))
		e.integer(",", int(c.test))
		e.integer(",", c.line)
		for j, value := range c.values {
			e.out = append(e.out, ',')
			if j == 0 {
				e.out = append(e.out, '[')
			}
			e.literal(value)
		}
		if len(c.values) > 0 {
			e.out = append(e.out, ']')
		}
		for j, r := range c.constants {
			switch {
			case j > 0:
				e.out = append(e.out, ',')
			case len(c.values) == 0:
				e.out = append(e.out, ",0,["...)
			default:
				e.out = append(e.out, ",["...)
			}
			e.integer("", e.ref(r))
		}
		if len(c.constants) > 0 {
			e.out = append(e.out, ']')
		}
		e.out = append(e.out, ']')
	}
	if written > 0 {
		e.out = append(e.out, ']')
	}
}

func (e *encoder) conditionList(list []int32) {
	for i, c := range list {
		e.integer(separator(i), int(e.conditions[c])+1)
	}
	e.out = append(e.out, ']')
}

func (e *encoder) namespace(n namespace) {
	e.text(`,"namespace":{"kind":`, n.kind)
	e.text(`,"name":`, n.name)
	e.out = append(e.out, `,"separator":"/"`...)
	if n.variant != "" {
		e.text(`,"variant":`, n.variant)
	}
	e.out = append(e.out, '}')
}

// symbol appends [name, kind, line, lines, type, owner, results, attributes, [value], parameters, given].
func (e *encoder) symbol(s *symbol) {
	if name := e.placeOf(refEntry{kind: refName, text: s.name}); name > 0 {
		e.integer("[", name)
	} else {
		e.text("[", s.name)
	}
	gaps := 0
	e.kind(&gaps, symbolKinds, s.kind)
	e.number(&gaps, s.line-e.line)
	e.line = s.line
	e.number(&gaps, max(0, s.endLine-s.line))
	e.number(&gaps, e.ref(s.typ))
	e.number(&gaps, e.ref(s.owner))
	e.refs(&gaps, s.results)
	if s.flags != 0 || e.facts.generated || s.setting != "" {
		e.next(&gaps)
		e.attributes(s)
	} else {
		gaps++
	}
	e.boxed(&gaps, s.value)
	e.refs(&gaps, s.parameters)
	e.number(&gaps, e.ref(s.given-1))
	e.out = append(e.out, ']')
}

// boxed appends a literal in a list of one, so that null and 0 are told apart from nothing.
func (e *encoder) boxed(gaps *int, l literal) {
	if l.kind == noLiteral {
		*gaps++
		return
	}
	e.next(gaps)
	e.out = append(e.out, '[')
	e.literal(l)
	e.out = append(e.out, ']')
}

func (e *encoder) attributes(s *symbol) {
	e.out = append(e.out, '{')
	for i, name := range []string{"interface", "abstract", "implicit", "by_value", "closure"} {
		if s.flags&(1<<i) != 0 {
			e.out = append(e.out, '"')
			e.out = append(e.out, name...)
			e.out = append(e.out, `":true,`...)
		}
	}
	if e.facts.generated {
		e.out = append(e.out, `"generated":true,`...)
	}
	if s.setting != "" {
		e.text(`"setting":`, cut(s.setting))
		e.out = append(e.out, ',')
	}
	e.out[len(e.out)-1] = '}'
}

// reference appends [to, line, kind, from, arguments, context, when].
func (e *encoder) reference(r *reference) {
	e.integer("[", e.ref(r.to))
	gaps := 0
	e.number(&gaps, r.line-e.line)
	e.line = r.line
	e.kind(&gaps, referenceKinds, r.kind)
	e.number(&gaps, int(r.from)-e.from)
	e.from = int(r.from)
	if len(r.arguments) > 0 {
		e.next(&gaps)
		e.arguments(r.arguments)
	} else {
		gaps++
	}
	e.number(&gaps, int(r.context))
	if len(r.when) > 0 {
		e.next(&gaps)
		e.conditionList(r.when)
	}
	e.out = append(e.out, ']')
}

func (e *encoder) arguments(arguments []argument) {
	e.out = append(e.out, '[')
	for i := range arguments {
		if i > 0 {
			e.out = append(e.out, ',')
		}
		e.argument(&arguments[i], i)
	}
	e.out = append(e.out, ']')
}

// argument appends [key, ref, [value], items, given]; or its REF or literal alone, where it stands at its position.
func (e *encoder) argument(a *argument, place int) {
	if a.name != "" {
		e.text("[", a.name)
	} else {
		if a.position == place && a.items == nil && a.given == 0 {
			switch a.value.kind {
			case noLiteral:
				e.integer("", e.ref(a.ref))
				return
			case nullLiteral, trueLiteral, falseLiteral, stringLiteral:
				e.literal(a.value)
				return
			}
		}
		e.integer("[", a.position)
	}
	hasValue, hasRef, gaps := a.value.kind != noLiteral, a.ref >= 0, 0
	if hasRef && !hasValue {
		e.number(&gaps, e.ref(a.ref))
	} else {
		gaps++
	}
	e.boxed(&gaps, a.value)
	if a.items != nil && !hasValue && !hasRef {
		e.next(&gaps)
		e.arguments(a.items)
	} else {
		gaps++
	}
	e.number(&gaps, e.ref(a.given-1))
	e.out = append(e.out, ']')
}

func (e *encoder) root(r *root) {
	e.integer(`{"symbol":`, int(r.symbol))
	e.text(`,"class":`, r.class)
	if r.component != "" {
		e.text(`,"component":`, r.component)
	}
	e.text(`,"kind":`, r.kind)
	if r.role != "" {
		e.text(`,"role":`, r.role)
	}
	e.text(`,"why":`, r.why)
	e.out = append(e.out, '}')
}

func (e *encoder) signal(s *signal) {
	e.text(`{"kind":`, s.kind)
	e.integer(`,"symbol":`, int(s.symbol))
	e.integer(`,"line":`, s.line)
	for i, a := range s.attributes {
		if i == 0 {
			e.out = append(e.out, `,"attributes":{`...)
		} else {
			e.out = append(e.out, ',')
		}
		e.out = appendString(e.out, a.name)
		e.out = append(e.out, ':')
		e.literal(a.value)
	}
	if len(s.attributes) > 0 {
		e.out = append(e.out, '}')
	}
	e.out = append(e.out, '}')
}

func (e *encoder) dependency(d *dependency) {
	e.text(`{"ecosystem":"go","name":`, d.name)
	if d.version != "" {
		e.text(`,"version":`, d.version)
	}
	e.integer(`,"line":`, d.line)
	e.text(`,"scope":`, d.scope)
	e.out = append(e.out, '}')
}

// literal appends a constant. Secrets are masked here, where every value passes.
func (e *encoder) literal(l literal) {
	switch l.kind {
	case trueLiteral:
		e.out = append(e.out, "true"...)
	case falseLiteral:
		e.out = append(e.out, "false"...)
	case numberLiteral:
		e.out = append(e.out, l.text...)
	case stringLiteral:
		e.out = appendString(e.out, cut(e.masked(l.text)))
	default:
		e.out = append(e.out, "null"...)
	}
}

func (e *encoder) masked(s string) string {
	if mask, ok := e.facts.masks[s]; ok {
		return mask
	}
	for secret, mask := range e.facts.masks {
		if len(secret) >= minimalSecret && strings.Contains(s, secret) {
			s = strings.ReplaceAll(s, secret, mask)
		}
	}
	return maskUserinfo(s)
}

// cut keeps the first 200 characters.
func cut(s string) string {
	const most = 200
	if len(s) <= most {
		return s
	}
	count := 0
	for i := range s {
		if count == most {
			return s[:i]
		}
		count++
	}
	return s
}

func (e *encoder) list(name string, count int, each func(int)) {
	e.out = append(e.out, ',', '"')
	e.out = append(e.out, name...)
	e.out = append(e.out, '"', ':', '[')
	for i := range count {
		if i > 0 {
			e.out = append(e.out, ',')
		}
		each(i)
	}
	e.out = append(e.out, ']')
}

func (e *encoder) text(key, value string) {
	e.out = append(e.out, key...)
	e.out = appendString(e.out, value)
}

func (e *encoder) integer(key string, value int) {
	e.out = append(e.out, key...)
	e.out = strconv.AppendInt(e.out, int64(value), 10)
}

// appendString appends s as a JSON string; bytes that are not UTF-8 become U+FFFD.
func appendString(out []byte, s string) []byte {
	const hex = "0123456789abcdef"
	out = append(out, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && size == 1 {
				out = append(out, s[start:i]...)
				out = append(out, "\uFFFD"...)
				start = i + 1
			}
			i += size
			continue
		}
		if c >= 0x20 && c != '"' && c != '\\' {
			i++
			continue
		}
		out = append(out, s[start:i]...)
		switch c {
		case '"', '\\':
			out = append(out, '\\', c)
		case '\n':
			out = append(out, '\\', 'n')
		case '\t':
			out = append(out, '\\', 't')
		case '\r':
			out = append(out, '\\', 'r')
		default:
			out = append(out, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
		i++
		start = i
	}
	out = append(out, s[start:]...)
	return append(out, '"')
}
