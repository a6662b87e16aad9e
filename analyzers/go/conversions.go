package main

import (
	"go/ast"
	"go/token"
	"strings"
)

// A value that takes the place of an imported type is turned into it. Such a type is mostly an interface, since Go has no
// other way to put a type of one's own there: whoever gets the value may call the methods that the interface has.

// converts reports that a value, which is r, becomes one of type t.
func (a *analysis) converts(t, r ref, pos token.Pos) {
	if !a.isImported(t) || r < 0 || r == t || a.refs.isPlain(r) || a.isComputation(r) {
		return
	}
	if e := a.refs.origin(r); e.kind == refImport && e.text == a.refs.entries[t].text {
		// A package makes its own types itself.
		return
	}
	a.emit(t, "convert", pos, []argument{{ref: r, mentioned: true}}, 0)
}

// isImported says whether t is a type of another package.
func (a *analysis) isImported(t ref) bool {
	return t >= 0 && a.refs.entries[t].kind == refImport && a.refs.entries[t].name != ""
}

// returns visits the values of a return statement.
func (a *analysis) returns(x *ast.ReturnStmt) {
	var types []ast.Expr
	if a.function != nil && a.function.typ != nil && a.function.typ.Results != nil {
		types = flatTypes(a.function.typ.Results)
	}
	for i, e := range x.Results {
		r := a.value(e)
		if len(types) == len(x.Results) {
			if s, ok := unparen(types[i]).(*ast.SelectorExpr); ok {
				a.converts(a.typeRef(s), r, e.Pos())
			}
		}
	}
}

// flatTypes are the types of parameters or results, one for each.
func flatTypes(list *ast.FieldList) []ast.Expr {
	var types []ast.Expr
	for _, field := range list.List {
		for range max(1, len(field.Names)) {
			types = append(types, field.Type)
		}
	}
	return types
}

// parameterRefs are the REFs of a function's parameters, if one of them may be an interface of elsewhere.
func (a *analysis) parameterRefs(x *ast.FuncType) []ref {
	if x.Params == nil {
		return nil
	}
	var result []ref
	for i, e := range flatTypes(x.Params) {
		ellipsis, isVariadic := e.(*ast.Ellipsis)
		if isVariadic {
			e = ellipsis.Elt
		}
		s, ok := e.(*ast.SelectorExpr)
		if !ok {
			continue
		}
		t := a.typeRef(s)
		if !a.isImported(t) || a.isCarried(t) || a.isComputation(t) {
			continue
		}
		for len(result) < i {
			result = append(result, a.refs.builtin("any"))
		}
		if isVariadic {
			t = a.refs.container(t, listContainer)
		}
		result = append(result, t)
	}
	return result
}

// asksForGoString reports that a call whose format has %#v calls GoString of what it prints.
func (a *analysis) asksForGoString(x *ast.CallExpr, arguments []argument) {
	for _, e := range x.Args {
		literal, ok := e.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING || !strings.Contains(literal.Value, "%#v") {
			continue
		}
		for _, argument := range arguments {
			if argument.ref >= 0 && !a.refs.isPlain(argument.ref) {
				a.emit(a.refs.member("GoString", argument.ref), "call", x.Pos(), nil, 0)
			}
		}
	}
}

// typeArguments reports that a generic function or type is given types: their values come to be where its own code
// runs, of which this file may know nothing.
func (a *analysis) typeArguments(list ...ast.Expr) {
	for _, e := range list {
		t := a.typeRef(bare(e))
		if t >= 0 && !a.refs.isPlain(t) && a.refs.entries[t].kind == refName {
			a.use(t, e.Pos())
		}
	}
}
