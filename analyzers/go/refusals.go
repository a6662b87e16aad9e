package main

import (
	"go/ast"
	"go/token"
	"strings"
)

// test is the innermost if around what is visited, and the function that it stands in.
type test struct {
	cond ast.Expr
	in   *function
}

// withRefusal marks a refusal with 403 that asks nothing of the request, so that it turns away whoever calls: what
// refuses is a feature that is turned off.
//
//	if !h.adminEnabled { http.Error(w, "not enabled", http.StatusForbidden) }
func (a *analysis) withRefusal(x *ast.CallExpr, arguments []argument) []argument {
	if a.isTest || a.tested.cond == nil || a.tested.in != a.function || !saysForbidden(x) || !a.asksOutside(a.tested.cond) {
		return arguments
	}
	return append(arguments[:len(arguments):len(arguments)], argument{name: "asked", ref: unknown, value: stringValue("settings")})
}

func saysForbidden(x *ast.CallExpr) bool {
	for _, e := range x.Args {
		switch e := e.(type) {
		case *ast.SelectorExpr:
			if e.Sel.Name == "StatusForbidden" {
				return true
			}
		case *ast.BasicLit:
			if e.Kind == token.INT && e.Value == "403" {
				return true
			}
		}
	}
	return false
}

// asksOutside says whether a condition names nothing that the function is given or makes itself: only what its receiver
// holds, the package declares, or a function around it knows.
func (a *analysis) asksOutside(cond ast.Expr) bool {
	f := a.function
	if f == nil || f.typ == nil || f.body == nil {
		return false
	}
	if a.ownOf != f {
		a.ownOf, a.own = f, ownNames(f)
	}
	if speaksOfCallers(cond) {
		return false
	}
	named, isOutside := false, true
	ast.Inspect(cond, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.SelectorExpr:
			ast.Inspect(x.X, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok {
					named = true
					isOutside = isOutside && !a.own[id.Name]
				}
				_, isCall := n.(*ast.CallExpr)
				isOutside = isOutside && !isCall
				return isOutside
			})
			return false
		case *ast.CallExpr:
			// What is asked with arguments may well be asked of the request.
			isOutside = isOutside && len(x.Args) == 0
		case *ast.Ident:
			if !isPredeclaredValue(x.Name) {
				named = true
				isOutside = isOutside && !a.own[x.Name]
			}
		}
		return isOutside
	})
	return named && isOutside
}

// speaksOfCallers says whether a name in a condition is one for who calls or what they may do.
func speaksOfCallers(cond ast.Expr) bool {
	found := false
	ast.Inspect(cond, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			name := strings.ToLower(id.Name)
			for _, word := range []string{"user", "role", "perm", "owner", "claim", "scope", "isadmin", "authori", "caller", "account", "identity"} {
				found = found || strings.Contains(name, word)
			}
		}
		return !found
	})
	return found
}

// ownNames are those of a function's parameters, and of what its body declares outside its closures.
func ownNames(f *function) map[string]bool {
	own := map[string]bool{}
	for _, name := range parameterNames(f.typ) {
		own[name] = true
	}
	declare := func(e ast.Expr) {
		if id, ok := e.(*ast.Ident); ok {
			own[id.Name] = true
		}
	}
	ast.Inspect(f.body, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.AssignStmt:
			if x.Tok == token.DEFINE {
				for _, e := range x.Lhs {
					declare(e)
				}
			}
		case *ast.RangeStmt:
			declare(x.Key)
			declare(x.Value)
		case *ast.ValueSpec:
			for _, name := range x.Names {
				own[name.Name] = true
			}
		}
		return true
	})
	return own
}
