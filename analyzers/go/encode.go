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
		e.number()
		e.table()
		e.conditionTable()
	}
	if len(f.symbols) > 0 {
		e.list("symbols", len(f.symbols), func(i int) { e.symbol(i+1, &f.symbols[i]) })
	}
	if len(f.references) > 0 {
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

// number gives every used REF its place in the table that is sent, in order, so that entries
// still point to lower ones only. REFs that differ only inside the analyzer become one.
func (e *encoder) number() {
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

// ref appends the number of a REF. Those that were merged carry it inverted.
func (e *encoder) ref(key string, r ref) {
	n := e.numbers[r]
	if n < 0 {
		n = ^n
	}
	e.integer(key, int(n))
}

// refs appends a list of REFs, if there are any.
func (e *encoder) refs(key string, list []ref) {
	if len(list) == 0 {
		return
	}
	for i, r := range list {
		if i == 0 {
			e.ref(key, r)
		} else {
			e.ref(`,`, r)
		}
	}
	e.out = append(e.out, ']')
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
		e.entry(&t.entries[i])
	}
	if written > 0 {
		e.out = append(e.out, ']')
	}
}

func (e *encoder) entry(x *refEntry) {
	switch x.kind {
	case refName:
		e.text(`{"name":`, x.text)
	case refImport:
		e.text(`{"import":`, x.text)
		if x.name != "" {
			e.text(`,"name":`, x.name)
		}
	case refExternal:
		e.text(`{"external":`, x.text)
	case refEnvironment:
		e.text(`{"environment":`, x.text)
	case refSetting:
		e.text(`{"setting":`, x.text)
		if value := (literal{literalKind(x.index), x.name}); value.kind != noLiteral {
			e.out = append(e.out, `,"default":`...)
			e.literal(value)
		}
	case refParameter:
		e.text(`{"parameter":`, x.text)
		if x.index > 0 {
			e.integer(`,"index":`, int(x.index))
		}
		e.ref(`,"of":`, x.of)
	case refHolds:
		e.out = append(e.out, `{"holds":`...)
		e.conditionList(e.facts.refs.held[x.index])
	case refMember:
		e.text(`{"member":`, x.text)
		if x.of < 0 {
			e.out = append(e.out, `,"of":null`...)
		} else {
			e.ref(`,"of":`, x.of)
		}
	case refResult:
		e.ref(`{"result":`, x.of)
		if x.index > 0 {
			e.integer(`,"index":`, int(x.index))
		}
	case refElement:
		e.ref(`{"element":`, x.of)
	case refContainer:
		e.ref(`{"container":`, x.of)
	case refAny:
		for i, r := range e.facts.refs.lists[x.index] {
			if i == 0 {
				e.ref(`{"any":[`, r)
			} else {
				e.ref(`,`, r)
			}
		}
		e.out = append(e.out, ']')
	}
	e.out = append(e.out, '}')
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
		e.ref(`{"ref":`, c.ref)
		e.text(`,"is":`, conditionWords[c.test])
		for j, value := range c.values {
			if j == 0 {
				e.out = append(e.out, `,"values":[`...)
			} else {
				e.out = append(e.out, ',')
			}
			e.literal(value)
		}
		if len(c.values) > 0 {
			e.out = append(e.out, ']')
		}
		e.integer(`,"line":`, c.line)
		e.out = append(e.out, '}')
	}
	if written > 0 {
		e.out = append(e.out, ']')
	}
}

func (e *encoder) conditionList(list []int32) {
	for i, c := range list {
		if i == 0 {
			e.integer(`[`, int(e.conditions[c]))
		} else {
			e.integer(`,`, int(e.conditions[c]))
		}
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

func (e *encoder) symbol(id int, s *symbol) {
	e.integer(`{"id":`, id)
	e.text(`,"name":`, s.name)
	e.text(`,"kind":`, s.kind)
	e.integer(`,"line":`, s.line)
	if s.endLine > s.line {
		e.integer(`,"end_line":`, s.endLine)
	}
	if s.owner >= 0 {
		e.ref(`,"owner":`, s.owner)
	}
	if s.typ >= 0 {
		e.ref(`,"type":`, s.typ)
	}
	e.refs(`,"results":[`, s.results)
	e.refs(`,"parameters":[`, s.parameters)
	if s.value.kind != noLiteral {
		e.out = append(e.out, `,"value":`...)
		e.literal(s.value)
	}
	if s.given > 0 {
		e.ref(`,"given":`, s.given-1)
	}
	if s.flags != 0 || e.facts.generated || s.setting != "" {
		e.attributes(s)
	}
	e.out = append(e.out, '}')
}

func (e *encoder) attributes(s *symbol) {
	e.out = append(e.out, `,"attributes":{`...)
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

func (e *encoder) reference(r *reference) {
	e.integer(`{"from":`, int(r.from))
	e.ref(`,"to":`, r.to)
	e.out = append(e.out, `,"kind":"`...)
	e.out = append(e.out, r.kind...)
	e.integer(`","line":`, r.line)
	if len(r.arguments) > 0 {
		e.out = append(e.out, `,"arguments":`...)
		e.arguments(r.arguments)
	}
	if r.context != 0 {
		e.out = append(e.out, `,"context":[`...)
		for i, word := range contextWords {
			if r.context&(1<<i) != 0 {
				e.out = append(e.out, '"')
				e.out = append(e.out, word...)
				e.out = append(e.out, '"', ',')
			}
		}
		e.out[len(e.out)-1] = ']'
	}
	if len(r.when) > 0 {
		e.out = append(e.out, `,"when":`...)
		e.conditionList(r.when)
	}
	e.out = append(e.out, '}')
}

func (e *encoder) arguments(arguments []argument) {
	e.out = append(e.out, '[')
	for i := range arguments {
		if i > 0 {
			e.out = append(e.out, ',')
		}
		a := &arguments[i]
		if a.name != "" {
			e.text(`{"name":`, a.name)
		} else {
			e.integer(`{"position":`, a.position)
		}
		switch {
		case a.value.kind != noLiteral:
			e.out = append(e.out, `,"value":`...)
			e.literal(a.value)
		case a.ref >= 0:
			e.ref(`,"ref":`, a.ref)
		case a.items != nil:
			e.out = append(e.out, `,"items":`...)
			e.arguments(a.items)
		}
		if a.given > 0 {
			e.ref(`,"given":`, a.given-1)
		}
		e.out = append(e.out, '}')
	}
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
