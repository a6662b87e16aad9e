package main

import "strings"

// ref is an index into a refTable. Entries point to lower entries only.
type ref int32

// unknown stands for what the syntax does not tell.
const unknown ref = -1

type refKind uint8

const (
	refName refKind = iota
	refImport
	refExternal
	refMember
	refResult
	refElement
	refContainer
	refAny
	refEnvironment
	refSetting
	refParameter
	refHolds
)

// Kinds of containers, which the protocol does not tell apart but inference does.
const (
	listContainer int32 = iota
	mapContainer
	channelContainer
)

// refEntry is one REF of the protocol.
type refEntry struct {
	kind refKind
	// text is a name, an import path, an external name or a member's name.
	text string
	// name is the imported name.
	name string
	of   ref
	// index is a result's index or the kind of a container.
	index int32
	// shape is, one-based, what is known of an anonymous type or a function type.
	shape int32
}

// shape holds what an unnamed type tells beyond its REF. It never leaves the analyzer.
type shape struct {
	fields  map[string]ref
	results []ref
}

// refTable interns REFs: equal ones share an index.
type refTable struct {
	entries []refEntry
	index   map[refEntry]ref
	// builtins are the REFs of builtin names, which every other lookup is for.
	builtins map[string]ref
	lists    [][]ref
	held     [][]int32
	shapes   []shape
}

func newRefTable() *refTable {
	return &refTable{index: make(map[refEntry]ref, 256), builtins: make(map[string]ref, 32)}
}

// reset empties the table and keeps its memory.
func (t *refTable) reset() {
	if len(t.entries) > 1<<11 {
		*t = *newRefTable()
		return
	}
	t.entries = t.entries[:0]
	t.lists = t.lists[:0]
	t.held = t.held[:0]
	t.shapes = t.shapes[:0]
	clear(t.index)
	clear(t.builtins)
}

func (t *refTable) intern(e refEntry) ref {
	if r, ok := t.index[e]; ok {
		return r
	}
	r := ref(len(t.entries))
	t.entries = append(t.entries, e)
	t.index[e] = r
	return r
}

func (t *refTable) nameRef(name string) ref {
	return t.intern(refEntry{kind: refName, text: name})
}

func (t *refTable) importRef(path, name string) ref {
	return t.intern(refEntry{kind: refImport, text: path, name: name})
}

func (t *refTable) external(name string) ref {
	return t.intern(refEntry{kind: refExternal, text: name})
}

// environment is a variable of the environment.
func (t *refTable) environment(name string) ref {
	return t.intern(refEntry{kind: refEnvironment, text: name})
}

// setting is a value from outside the program, with what it is where nobody sets it.
func (t *refTable) setting(name string, value literal) ref {
	return t.intern(refEntry{kind: refSetting, text: name, name: value.text, of: unknown, index: int32(value.kind)})
}

// parsed is a setting whose default is a text that says 0 or false: as a number or truth that is nothing.
func (t *refTable) parsed(r ref) ref {
	e := t.entries[r]
	if e.kind != refSetting || e.index != int32(stringLiteral) {
		return r
	}
	switch strings.ToLower(e.name) {
	case "0", "f", "false", "0s", "0.0":
		return t.setting(e.text, literal{kind: nullLiteral})
	}
	return r
}

// parameter is what callers pass to a function.
func (t *refTable) parameter(name string, index int, of ref) ref {
	return t.intern(refEntry{kind: refParameter, text: name, of: of, index: int32(index)})
}

// holds is true where all conditions hold.
func (t *refTable) holds(conditions []int32) ref {
	r := ref(len(t.entries))
	t.held = append(t.held, conditions)
	t.entries = append(t.entries, refEntry{kind: refHolds, of: unknown, index: int32(len(t.held) - 1)})
	return r
}

// isGiven says whether a REF tells a configured value that no name of the program stands for.
func (t *refTable) isGiven(r ref) bool {
	switch t.entries[r].kind {
	case refSetting, refParameter, refHolds:
		return true
	}
	return false
}

// heldConditions are those of a REF that is their truth; nil for others.
func (t *refTable) heldConditions(r ref) []int32 {
	if e := t.entries[r]; e.kind == refHolds {
		return t.held[e.index]
	}
	return nil
}

func (t *refTable) builtin(name string) ref {
	if r, ok := t.builtins[name]; ok {
		return r
	}
	r := t.external("builtin." + name)
	t.builtins[name] = r
	return r
}

// member is a member of what of denotes; a field of an anonymous struct is its type.
func (t *refTable) member(name string, of ref) ref {
	if of >= 0 {
		e := t.entries[of]
		if e.shape > 0 {
			if f, ok := t.shapes[e.shape-1].fields[name]; ok {
				return f
			}
		}
		if e.kind == refExternal && (e.text == "builtin.any" || e.text == "builtin.struct") {
			of = unknown
		}
	}
	return t.intern(refEntry{kind: refMember, text: name, of: of})
}

// result is what calling of returns, at an index.
func (t *refTable) result(of ref, index int) ref {
	if of < 0 {
		return unknown
	}
	e := t.entries[of]
	if e.kind == refExternal {
		if e.shape > 0 && index < len(t.shapes[e.shape-1].results) {
			return t.shapes[e.shape-1].results[index]
		}
		if e.shape > 0 || e.text == "builtin.any" {
			return unknown
		}
	}
	return t.intern(refEntry{kind: refResult, of: of, index: int32(index)})
}

// element is what indexing, iterating or receiving gives.
func (t *refTable) element(of ref) ref {
	if of < 0 {
		return unknown
	}
	e := t.entries[of]
	switch {
	case e.kind == refContainer:
		return e.of
	case e.kind == refExternal && e.text == "builtin.string":
		return t.builtin("byte")
	case e.kind == refExternal && e.text == "builtin.any":
		return unknown
	}
	return t.intern(refEntry{kind: refElement, of: of})
}

// container is a list, map or channel of of.
func (t *refTable) container(of ref, kind int32) ref {
	if of < 0 {
		of = t.builtin("any")
	}
	return t.intern(refEntry{kind: refContainer, of: of, index: kind})
}

// anyOf is one of several. The list is kept in order, without duplicates.
func (t *refTable) anyOf(refs []ref) ref {
	if len(refs) == 0 {
		return unknown
	}
	if len(refs) == 1 {
		return refs[0]
	}
	key := make([]byte, 0, 4*len(refs))
	for _, r := range refs {
		key = append(key, byte(r), byte(r>>8), byte(r>>16), byte(r>>24))
	}
	e := refEntry{kind: refAny, text: string(key)}
	if r, ok := t.index[e]; ok {
		return r
	}
	r := ref(len(t.entries))
	stored := e
	stored.index = int32(len(t.lists))
	t.lists = append(t.lists, append([]ref(nil), refs...))
	t.entries = append(t.entries, stored)
	t.index[e] = r
	return r
}

// shaped is an unnamed type whose shape is known, shown as the builtin of that name.
func (t *refTable) shaped(builtin string, s shape) ref {
	t.shapes = append(t.shapes, s)
	r := ref(len(t.entries))
	t.entries = append(t.entries, refEntry{kind: refExternal, text: "builtin." + builtin, shape: int32(len(t.shapes))})
	return r
}

// origin is the entry at the beginning of a chain of members, results and elements; it is valid until the next is made.
func (t *refTable) origin(r ref) *refEntry {
	e := &t.entries[r]
	for e.kind == refMember || e.kind == refResult || e.kind == refElement || e.kind == refContainer {
		if e.of < 0 {
			return e
		}
		e = &t.entries[e.of]
	}
	return e
}

// isBasic says whether r is a builtin type: such REFs say nothing about wiring.
func (t *refTable) isBasic(r ref) bool {
	if r < 0 {
		return true
	}
	e := t.entries[r]
	return e.kind == refExternal && len(e.text) > 8 && e.text[:8] == "builtin."
}

// isPlain says whether r is a builtin type or a container of one.
func (t *refTable) isPlain(r ref) bool {
	for r >= 0 && t.entries[r].kind == refContainer {
		r = t.entries[r].of
	}
	return t.isBasic(r)
}

// isBuiltin says whether r is the builtin of that name.
func (t *refTable) isBuiltin(r ref, name string) bool {
	return r >= 0 && t.entries[r].kind == refExternal && t.entries[r].text == "builtin."+name
}

// isContainer says whether r is a container of the kind.
func (t *refTable) isContainer(r ref, kind int32) bool {
	return r >= 0 && t.entries[r].kind == refContainer && t.entries[r].index == kind
}
