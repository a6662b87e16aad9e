package main

import (
	"go/ast"
	"go/token"
	"strconv"
	"strings"
)

// withInlineCode tells of a Content-Security-Policy that is put together, with fmt.Sprintf say, that one of its parts
// allows inline code. Of a literal its text is told anyway.
func (a *analysis) withInlineCode(x *ast.CallExpr, arguments []argument) []argument {
	if a.isTest || len(x.Args) < 2 {
		return arguments
	}
	switch calledName(x.Fun) {
	case "Set", "Add", "Header", "SetHeader":
	default:
		return arguments
	}
	name, ok := unparen(x.Args[0]).(*ast.BasicLit)
	if !ok || name.Kind != token.STRING || !strings.EqualFold(strings.Trim(name.Value, "\"`"), "Content-Security-Policy") {
		return arguments
	}
	if !a.allowsInline(x.Args[1], 0) {
		return arguments
	}
	return append(arguments[:len(arguments):len(arguments)], argument{name: "allows", ref: unknown, value: stringValue("inline code")})
}

// allowsInline says whether a text has a part that allows inline code or eval.
func (a *analysis) allowsInline(e ast.Expr, depth int) bool {
	if depth > maximalNesting {
		return false
	}
	switch x := unparen(e).(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(x.Value)
		return err == nil && (strings.Contains(text, "'unsafe-inline'") || strings.Contains(text, "'unsafe-eval'"))
	case *ast.BinaryExpr:
		return x.Op == token.ADD && (a.allowsInline(x.X, depth+1) || a.allowsInline(x.Y, depth+1))
	case *ast.Ident:
		given, ok := a.onlyGiven()[x.Name]
		return ok && given != nil && a.allowsInline(given, depth+1)
	case *ast.CompositeLit:
		return a.anyAllowsInline(x.Elts, depth+1)
	case *ast.CallExpr:
		switch calledName(x.Fun) {
		case "Sprintf", "Sprint", "Join":
			return a.anyAllowsInline(x.Args, depth+1)
		}
	}
	return false
}

func (a *analysis) anyAllowsInline(list []ast.Expr, depth int) bool {
	for _, e := range list {
		if a.allowsInline(e, depth) {
			return true
		}
	}
	return false
}
