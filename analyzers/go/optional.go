package main

import (
	"go/ast"
	"go/token"
	"strings"
)

// judgeOptional reports middleware that refuses somebody, but lets everybody pass while a secret is not set:
//
//	if s.token != "" { … 401 … }; next.ServeHTTP(w, r)
//	if s.token == "" { next.ServeHTTP(w, r); return }; … 401 …
func (a *analysis) judgeOptional(f *function) {
	if a.answerParameters(f.typ) == nil {
		return
	}
	list := f.body.List
	for i, s := range list {
		x, ok := s.(*ast.IfStmt)
		if !ok || x.Init != nil || x.Else != nil {
			continue
		}
		secret, isSet := a.asksForSecret(x.Cond, f)
		if secret == "" {
			continue
		}
		rest := &ast.BlockStmt{List: list[i+1:]}
		checks, passes := x.Body, rest
		if !isSet {
			checks, passes = rest, x.Body
		}
		if answersRefusal(checks) && handsOnAlways(passes.List) {
			a.signalAt("authentication.optional", f.id, x.Pos(), attribute{"name", stringValue(secret)})
			return
		}
	}
}

// callerSecretWords are in the names of what callers have to know.
var callerSecretWords = []string{"token", "secret", "passw", "apikey", "api_key", "credential", "user", "htpasswd", "authkey"}

// asksForSecret is the name of a secret of the program's own that a condition compares with nothing, and whether the
// condition holds where it is set. What came with the request is no such secret.
func (a *analysis) asksForSecret(cond ast.Expr, f *function) (name string, isSet bool) {
	b, ok := unparen(cond).(*ast.BinaryExpr)
	if !ok {
		return "", false
	}
	known, ok := a.literal(b.Y)
	if !ok || !isZero(known) {
		return "", false
	}
	switch b.Op {
	case token.NEQ, token.GTR:
		isSet = true
	case token.EQL:
	default:
		return "", false
	}
	e := unparen(b.X)
	if call, ok := e.(*ast.CallExpr); ok && calledName(call.Fun) == "len" && len(call.Args) == 1 {
		e = unparen(call.Args[0])
	}
	switch x := e.(type) {
	case *ast.Ident:
		name = x.Name
	case *ast.SelectorExpr:
		name = x.Sel.Name
	default:
		return "", false
	}
	root, ok := rootOf(e).(*ast.Ident)
	if !ok || declaresIn(f, root.Name) {
		return "", false
	}
	lower := strings.ToLower(name)
	for _, word := range callerSecretWords {
		if strings.Contains(lower, word) {
			return name, isSet
		}
	}
	return "", false
}

// declaresIn says whether a name is a parameter of a function or declared in its body.
func declaresIn(f *function, name string) bool {
	for _, field := range f.typ.Params.List {
		for _, id := range field.Names {
			if id.Name == name {
				return true
			}
		}
	}
	found := false
	ast.Inspect(f.body, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.AssignStmt:
			if x.Tok == token.DEFINE {
				for _, e := range x.Lhs {
					id, ok := e.(*ast.Ident)
					found = found || ok && id.Name == name
				}
			}
		case *ast.ValueSpec:
			for _, id := range x.Names {
				found = found || id.Name == name
			}
		}
		return !found
	})
	return found
}

// answersRefusal says whether statements answer that the caller is not known or may not.
func answersRefusal(body ast.Node) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.SelectorExpr:
			found = found || x.Sel.Name == "StatusUnauthorized" || x.Sel.Name == "StatusForbidden"
		case *ast.BasicLit:
			found = found || x.Value == "401" || x.Value == "403"
		}
		return !found
	})
	return found
}

// handsOnAlways says whether statements begin by handing the request on to the next handler.
func handsOnAlways(list []ast.Stmt) bool {
	if len(list) == 0 {
		return false
	}
	var e ast.Expr
	switch x := list[0].(type) {
	case *ast.ExprStmt:
		e = x.X
	case *ast.ReturnStmt:
		if len(x.Results) != 1 {
			return false
		}
		e = x.Results[0]
	}
	call, ok := e.(*ast.CallExpr)
	if !ok {
		return false
	}
	name := calledName(call.Fun)
	return name == "ServeHTTP" || strings.Contains(strings.ToLower(name), "next")
}
