package main

import (
	"go/ast"
	"go/token"
	"strings"
)

// withScheme tells of a request whose URL begins with http:// that it is not encrypted: there is no certificate to verify.
func (a *analysis) withScheme(x *ast.CallExpr, arguments []argument) []argument {
	if a.isTest || len(x.Args) == 0 {
		return arguments
	}
	switch calledName(x.Fun) {
	case "Do", "Get", "Head", "Post", "PostForm", "RoundTrip":
	default:
		return arguments
	}
	if !a.isPlain(x.Args[0], 0) {
		return arguments
	}
	return append(arguments[:len(arguments):len(arguments)], argument{name: "scheme", ref: unknown, value: stringValue("http")})
}

// isPlain says whether an expression is a URL that begins with http://, or a request for one.
func (a *analysis) isPlain(e ast.Expr, depth int) bool {
	if depth > maximalNesting {
		return false
	}
	switch x := unparen(e).(type) {
	case *ast.BasicLit:
		return x.Kind == token.STRING && len(x.Value) > 7 && strings.HasPrefix(strings.ToLower(x.Value[1:]), "http://")
	case *ast.BinaryExpr:
		return x.Op == token.ADD && a.isPlain(x.X, depth+1)
	case *ast.Ident:
		given, ok := a.onlyGiven()[x.Name]
		return ok && given != nil && a.isPlain(given, depth+1)
	case *ast.CallExpr:
		place := -1
		switch calledName(x.Fun) {
		case "Sprintf":
			place = 0
		case "NewRequest":
			place = 1
		case "NewRequestWithContext":
			place = 2
		}
		return place >= 0 && place < len(x.Args) && a.isPlain(x.Args[place], depth+1)
	}
	return false
}

// onlyGiven is what each name of the function under way is given, where that is one thing alone; else nil.
func (a *analysis) onlyGiven() map[string]ast.Expr {
	f := a.function
	if f == nil || f.body == nil {
		return nil
	}
	if a.givenOf == f {
		return a.givens
	}
	found := map[string]ast.Expr{}
	note := func(name string, e ast.Expr) {
		if _, ok := found[name]; ok {
			e = nil
		}
		found[name] = e
	}
	ast.Inspect(f.body, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.AssignStmt:
			for i, e := range x.Lhs {
				id, ok := e.(*ast.Ident)
				switch {
				case !ok || id.Name == "_":
				case len(x.Lhs) == len(x.Rhs) && (x.Tok == token.DEFINE || x.Tok == token.ASSIGN):
					note(id.Name, x.Rhs[i])
				case i == 0 && len(x.Rhs) == 1 && (x.Tok == token.DEFINE || x.Tok == token.ASSIGN):
					note(id.Name, x.Rhs[0])
				default:
					note(id.Name, nil)
				}
			}
		case *ast.ValueSpec:
			for i, id := range x.Names {
				if i < len(x.Values) {
					note(id.Name, x.Values[i])
				}
			}
		case *ast.RangeStmt:
			for _, e := range []ast.Expr{x.Key, x.Value} {
				if id, ok := e.(*ast.Ident); ok {
					note(id.Name, nil)
				}
			}
		}
		return true
	})
	a.givenOf, a.givens = f, found
	return found
}

// withoutUnset drops a prefix of a route that is empty where nobody configures anything:
//
//	base = os.Getenv("BASE_URL")
//	router.HandleFunc(base+"/healthz", health)
func (a *analysis) withoutUnset(x *ast.CallExpr, arguments []argument) []argument {
	if len(arguments) == 0 || len(x.Args) == 0 || arguments[0].name != "" || arguments[0].position != 0 ||
		!strings.HasPrefix(arguments[0].value.text, "{}/") || !registers(calledName(x.Fun), len(x.Args)) {
		return arguments
	}
	e := unparen(x.Args[0])
	for {
		b, ok := e.(*ast.BinaryExpr)
		if !ok || b.Op != token.ADD {
			break
		}
		e = unparen(b.X)
	}
	id, ok := e.(*ast.Ident)
	if !ok || !a.isUnset(id.Name) {
		return arguments
	}
	changed := append([]argument(nil), arguments...)
	changed[0].value = stringValue(strings.TrimPrefix(arguments[0].value.text, "{}"))
	return changed
}

// registers knows the names of what routers register paths with.
func registers(name string, count int) bool {
	switch name {
	case "Handle", "HandleFunc", "PathPrefix", "Path", "Group", "Route", "Mount", "GET", "Any":
		return true
	case "Get", "Head", "All":
		return count > 1
	}
	return false
}

// isUnset says whether all that a variable of the file is ever given is a variable of the environment without a default.
func (a *analysis) isUnset(name string) bool {
	if a.unset == nil {
		a.unset = unsetNames(a.file)
	}
	return a.unset[name]
}

func unsetNames(file *ast.File) map[string]bool {
	found := map[string]bool{}
	note := func(e ast.Expr, value ast.Expr) {
		id, ok := e.(*ast.Ident)
		if !ok {
			return
		}
		before, isKnown := found[id.Name]
		found[id.Name] = (before || !isKnown) && (readsVariable(value) || isEmptyText(value))
	}
	if file == nil {
		return found
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.AssignStmt:
			for i, e := range x.Lhs {
				if len(x.Lhs) == len(x.Rhs) {
					note(e, x.Rhs[i])
				} else {
					note(e, nil)
				}
			}
		case *ast.ValueSpec:
			for i, id := range x.Names {
				if i < len(x.Values) {
					note(id, x.Values[i])
				}
			}
		case *ast.RangeStmt:
			note(x.Key, nil)
			note(x.Value, nil)
		case *ast.Field:
			for _, id := range x.Names {
				note(id, nil)
			}
		}
		return true
	})
	return found
}

// readsVariable says whether an expression is os.Getenv, trimmed or not.
func readsVariable(e ast.Expr) bool {
	call, ok := e.(*ast.CallExpr)
	if !ok {
		return false
	}
	s, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	qualifier, ok := s.X.(*ast.Ident)
	if !ok || len(call.Args) == 0 {
		return false
	}
	return qualifier.Name == "os" && s.Sel.Name == "Getenv" ||
		qualifier.Name == "strings" && strings.HasPrefix(s.Sel.Name, "Trim") && readsVariable(call.Args[0])
}
