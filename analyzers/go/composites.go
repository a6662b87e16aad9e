package main

import "go/ast"

// Literals longer than this are cut: what they mention is kept, and the first of the plain values.
const (
	maximalPlainItems = 32
	maximalPlainRows  = 16
)

// composite visits a composite literal that is no argument.
func (a *analysis) composite(x *ast.CompositeLit) ref {
	t := unknown
	if x.Type != nil {
		t = a.typeRef(x.Type)
	}
	r, items, reported := a.compositeOf(x, t)
	if !reported {
		a.useArguments(items, x.Pos())
	}
	return r
}

// compositeArgument visits a composite literal that is handed over: a list or map is told item by item, a struct is
// a reference of its own.
func (a *analysis) compositeArgument(x *ast.CompositeLit, t ref, row int) (argument, ref) {
	r, items, reported := a.compositeRow(x, t, row)
	if reported {
		return argument{ref: r}, r
	}
	if len(items) == 0 {
		return argument{ref: unknown}, r
	}
	return argument{ref: unknown, items: items}, r
}

func (a *analysis) compositeOf(x *ast.CompositeLit, t ref) (ref, []argument, bool) {
	return a.compositeRow(x, t, 0)
}

// compositeRow visits a composite literal of type t, the row-th of a table. Named types are reported as instantiated;
// the items of others are left to the caller.
func (a *analysis) compositeRow(x *ast.CompositeLit, t ref, row int) (r ref, items []argument, reported bool) {
	a.judgeCoded(x)
	a.judgeLogged(x)
	isContainer := a.isContainerLiteral(x, t)
	element := unknown
	if isContainer {
		element = a.refs.element(t)
	}
	items = a.items(x, element, isContainer)
	if isContainer {
		for i := range items {
			a.converts(element, items[i].ref, x.Pos())
		}
	}
	if t < 0 {
		return t, items, false
	}
	e := a.refs.entries[t]
	if e.kind == refContainer || e.shape > 0 || a.refs.isBasic(t) {
		return t, items, false
	}
	if (row < maximalPlainRows || hasRefs(items)) && !a.isNoise(t, items) {
		kind := "instantiate"
		if a.outgoing {
			// The cookie of a request that is sent is not set for anybody.
			kind = "use"
		}
		a.emit(t, kind, x.Pos(), items, a.context)
		a.servedByServer(x, t)
		a.declareFlag(x, items)
	}
	return t, items, true
}

// isContainerLiteral says whether the elements of a literal are those of a list or map, and not fields.
func (a *analysis) isContainerLiteral(x *ast.CompositeLit, t ref) bool {
	if t >= 0 && a.refs.entries[t].kind == refContainer {
		return true
	}
	if id, ok := x.Type.(*ast.Ident); ok && a.scopes.lookup(id.Name) == nil {
		switch a.declared[id.Name] {
		case declaredContainer:
			return true
		case declaredStruct:
			return false
		}
	}
	// Of a type declared elsewhere, keys that are no names and elided types give it away.
	for _, element := range x.Elts {
		if pair, ok := element.(*ast.KeyValueExpr); ok {
			_, named := pair.Key.(*ast.Ident)
			return !named
		}
		if c, ok := element.(*ast.CompositeLit); ok && c.Type == nil {
			return true
		}
	}
	return false
}

func (a *analysis) items(x *ast.CompositeLit, element ref, isContainer bool) []argument {
	var items []argument
	plain := 0
	for i, e := range x.Elts {
		name, e := a.itemKey(e, isContainer)
		if name != "" {
			a.judgeSecret(name, e, a.from())
		}
		var item argument
		var r ref
		if c, ok := e.(*ast.CompositeLit); ok && c.Type == nil {
			item, r = a.compositeArgument(c, element, plain)
		} else {
			item, r = a.argument(e)
		}
		if name != "" && !isContainer && item.value.kind == noLiteral && !a.isTest {
			if given := a.handedOver(e); given >= 0 {
				item.given = given + 1
			}
		}
		if item.value.kind == noLiteral && item.ref < 0 && item.items == nil {
			if name == "" {
				continue
			}
			// That a field is set matters, even where its value tells nothing.
			item.ref = a.known(r)
		}
		if !item.hasRef() || item.ref >= 0 && item.ref == element {
			plain++
			if plain > maximalPlainItems {
				continue
			}
		}
		item.name, item.position = name, i
		if items == nil {
			items = newArguments(min(len(x.Elts)-i, maximalPlainItems))
		}
		items = append(items, item)
	}
	return items
}

// known is r, or any value where that is unknown.
func (a *analysis) known(r ref) ref {
	if r < 0 {
		return a.refs.builtin("any")
	}
	return r
}

// itemKey splits key: value. The key of a field is its name; one of a map is a name if it is a literal string.
func (a *analysis) itemKey(e ast.Expr, isContainer bool) (string, ast.Expr) {
	pair, ok := e.(*ast.KeyValueExpr)
	if !ok {
		return "", e
	}
	if id, ok := pair.Key.(*ast.Ident); ok && !isContainer {
		return id.Name, pair.Value
	}
	if key, ok := a.literal(pair.Key); ok {
		if key.kind == stringLiteral {
			return cut(key.text), pair.Value
		}
		return "", pair.Value
	}
	a.value(pair.Key)
	return "", pair.Value
}
