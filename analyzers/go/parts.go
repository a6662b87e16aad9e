package main

import (
	"go/ast"
	"strings"
)

// partOfList is what a loop over the parts of a configured text takes one by one: strings.Split(cfg.Backends, ",").
func (a *analysis) partOfList(e ast.Expr) ref {
	call, ok := unparen(e).(*ast.CallExpr)
	if !ok || a.isTest || len(call.Args) == 0 {
		return unknown
	}
	s, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || !strings.HasPrefix(s.Sel.Name, "Split") && !strings.HasPrefix(s.Sel.Name, "Fields") {
		return unknown
	}
	id, ok := s.X.(*ast.Ident)
	if !ok || a.imports.named[id.Name] != "strings" || a.scopes.lookup(id.Name) != nil {
		return unknown
	}
	text := a.configured(call.Args[0], 0)
	if text < 0 {
		return unknown
	}
	return a.refs.intern(refEntry{kind: refElement, of: text})
}

// giveRange lets the variable of a loop hold one part of a list: of a slice its second, of a sequence its only one.
func (a *analysis) giveRange(x *ast.RangeStmt, part ref) {
	target := x.Value
	if target == nil {
		call, _ := unparen(x.X).(*ast.CallExpr)
		if call == nil || !strings.HasSuffix(calledName(call.Fun), "Seq") {
			return
		}
		target = x.Key
	}
	if id, ok := target.(*ast.Ident); ok && id.Name != "_" {
		if l := a.scopes.lookupHere(id.Name); l != nil {
			l.given = part + 1
		}
	}
}

// madeByCall is what a local variable holds that one call of this repository gives: nil, where that function says so.
func (a *analysis) madeByCall(e ast.Expr) ref {
	id, ok := unparen(e).(*ast.Ident)
	if !ok {
		return unknown
	}
	l := a.scopes.lookup(id.Name)
	if l == nil || l.count != 1 || l.isType || l.again || l.holds[0] < 0 {
		return unknown
	}
	if entry := a.refs.entries[l.holds[0]]; entry.kind != refResult || entry.index != 0 {
		return unknown
	}
	return l.holds[0]
}
