package main

import (
	"go/ast"
	"go/token"
	"strings"
)

// getter is a function of this file that reads the variable of the environment which it is given the name of.
type getter struct {
	// fallback is the place of the parameter that it gives where nobody sets the variable; negative without one.
	fallback int
	// value is what it gives then, without such a parameter.
	value literal
}

// maximalGetters bounds how many functions of one file are looked at.
const maximalGetters = 2000

// getterCalled is the getter that a call names, if this file declares it.
func (a *analysis) getterCalled(x *ast.CallExpr, name string) (getter, bool) {
	if id, ok := x.Fun.(*ast.Ident); ok && a.scopes.lookup(id.Name) != nil {
		return getter{}, false
	}
	if a.getters == nil {
		a.getters = gettersOf(a)
	}
	g, ok := a.getters[name]
	return g, ok
}

func gettersOf(a *analysis) map[string]getter {
	found := map[string]getter{}
	if a.file == nil {
		return found
	}
	for i, d := range a.file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || i > maximalGetters || f.Body == nil || f.Type.Results == nil || len(f.Body.List) > 12 {
			continue
		}
		if g, ok := a.getterOf(f); ok {
			found[f.Name.Name] = g
		}
	}
	return found
}

// getterOf looks for os.Getenv(key) or os.LookupEnv(key) of the first parameter.
func (a *analysis) getterOf(f *ast.FuncDecl) (getter, bool) {
	parameters := parameterNames(f.Type)
	if len(parameters) == 0 || len(parameters) > 3 {
		return getter{}, false
	}
	reads := false
	ast.Inspect(f.Body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) != 1 || !isNamed(call.Args[0], parameters[0]) {
			return true
		}
		s, ok := call.Fun.(*ast.SelectorExpr)
		if !ok || s.Sel.Name != "Getenv" && s.Sel.Name != "LookupEnv" {
			return true
		}
		id, ok := s.X.(*ast.Ident)
		reads = reads || ok && a.imports.named[id.Name] == "os"
		return true
	})
	if !reads {
		return getter{}, false
	}
	return a.fallbackOf(f, parameters)
}

func parameterNames(t *ast.FuncType) []string {
	var names []string
	for _, field := range t.Params.List {
		for _, name := range field.Names {
			names = append(names, name.Name)
		}
	}
	return names
}

// fallbackOf is what a getter gives where its variable is not set: what it returns for an empty text, or at its end.
func (a *analysis) fallbackOf(f *ast.FuncDecl, parameters []string) (getter, bool) {
	for i, name := range parameters[1:] {
		if returns(f.Body, name) {
			return getter{fallback: i + 1}, true
		}
	}
	list := f.Body.List
	for _, s := range list {
		if x, ok := s.(*ast.IfStmt); ok && asksForNothing(x.Cond) && len(x.Body.List) > 0 {
			// A program that ends without the variable has no default.
			end, ok := x.Body.List[len(x.Body.List)-1].(*ast.ReturnStmt)
			if !ok || len(end.Results) == 0 {
				return getter{fallback: -1}, true
			}
			value, _ := a.plainValue(end.Results[0])
			return getter{fallback: -1, value: value}, true
		}
	}
	g := getter{fallback: -1}
	if end, ok := list[len(list)-1].(*ast.ReturnStmt); ok && len(end.Results) > 0 {
		g.value = a.withoutVariable(end.Results[0])
	}
	return g, true
}

// returns says whether a function returns one of its parameters as it is.
func returns(body *ast.BlockStmt, name string) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		if x, ok := n.(*ast.ReturnStmt); ok && len(x.Results) > 0 && isNamed(x.Results[0], name) {
			found = true
		}
		return !found
	})
	return found
}

// asksForNothing is value == "", len(value) == 0, !ok.
func asksForNothing(cond ast.Expr) bool {
	switch x := unparen(cond).(type) {
	case *ast.UnaryExpr:
		_, isName := x.X.(*ast.Ident)
		return x.Op == token.NOT && isName
	case *ast.BinaryExpr:
		l, ok := x.Y.(*ast.BasicLit)
		return x.Op == token.EQL && ok && (l.Value == `""` || l.Value == "``" || l.Value == "0")
	}
	return false
}

// withoutVariable is what an expression over the variable's text is where that is empty.
func (a *analysis) withoutVariable(e ast.Expr) literal {
	switch x := unparen(e).(type) {
	case *ast.CallExpr:
		return literal{kind: nullLiteral}
	case *ast.BinaryExpr:
		switch x.Op {
		case token.EQL:
			return boolValue(false)
		case token.NEQ:
			if l, ok := x.Y.(*ast.BasicLit); ok && l.Value != `""` {
				return boolValue(true)
			}
			return boolValue(false)
		case token.LOR, token.LAND:
			left, right := a.withoutVariable(x.X), a.withoutVariable(x.Y)
			if left == right {
				return left
			}
		}
		return literal{}
	case *ast.Ident:
		if x.Name == "true" || x.Name == "false" {
			return boolValue(x.Name == "true")
		}
		return literal{kind: nullLiteral}
	}
	value, _ := a.plainValue(e)
	return value
}

// environmentCall is the setting that a call of a reader of the environment gives: of one that this file declares, or of
// one that is called so.
func (a *analysis) environmentCall(x *ast.CallExpr, name, key string) ref {
	if !isEnvironmentName(key) {
		return unknown
	}
	if g, ok := a.getterCalled(x, name); ok {
		if g.fallback < 0 {
			return a.refs.setting(key, g.value)
		}
		if g.fallback < len(x.Args) {
			return a.refs.setting(key, a.defaultLiteral(x.Args[g.fallback]))
		}
	}
	if !isEnvironmentReader(x, name) && !isOwnReader(x, key) {
		return unknown
	}
	if len(x.Args) == 2 {
		return a.refs.setting(key, a.defaultLiteral(x.Args[1]))
	}
	if len(x.Args) != 1 || isDemanding(name) {
		return a.refs.setting(key, literal{})
	}
	return a.refs.setting(key, literal{kind: nullLiteral})
}

// environmentReadBy reports the variable that a function of this file reads for its caller.
func (a *analysis) environmentReadBy(x *ast.CallExpr, flags context) {
	key, ok := a.textArgument(x, 0)
	if !ok || a.isTest || !isEnvironmentName(key) {
		return
	}
	g, ok := a.getterCalled(x, calledName(x.Fun))
	if !ok {
		return
	}
	var arguments []argument
	if g.fallback > 0 && g.fallback < len(x.Args) {
		arguments = oneArgument(argument{ref: unknown, value: a.defaultLiteral(x.Args[g.fallback])})
	} else if g.value.kind != noLiteral && g.value.kind != nullLiteral {
		arguments = oneArgument(argument{ref: unknown, value: g.value})
	}
	a.emit(a.refs.environment(key), "read", x.Pos(), arguments, a.context|flags)
}

// isEnvironmentReader knows readers by their name or that of their package: getEnv("X", "y"), env.String("X").
func isEnvironmentReader(x *ast.CallExpr, name string) bool {
	if speaksOfEnvironment(name) {
		return true
	}
	s, ok := x.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	id, ok := s.X.(*ast.Ident)
	return ok && speaksOfEnvironment(id.Name)
}

func speaksOfEnvironment(name string) bool {
	lower := strings.ToLower(name)
	return strings.Contains(lower, "env") && !strings.Contains(lower, "envelope") && !strings.Contains(lower, "envoy")
}

// isOwnReader is lookup("DATABASE_URL", "none"): a function of the package that is given such a name and a default.
func isOwnReader(x *ast.CallExpr, key string) bool {
	id, ok := x.Fun.(*ast.Ident)
	if !ok || len(x.Args) != 2 || !strings.Contains(key, "_") {
		return false
	}
	lower := strings.ToLower(id.Name)
	for _, word := range []string{"get", "lookup", "read", "load", "fetch", "default", "fallback", "setting", "config"} {
		if strings.Contains(lower, word) {
			return true
		}
	}
	return false
}

// isDemanding knows names of readers that give something else than nothing where the variable is missing.
func isDemanding(name string) bool {
	lower := strings.ToLower(name)
	for _, word := range []string{"must", "require", "default", "true", "demand", "expect", "ensure"} {
		if strings.Contains(lower, word) {
			return true
		}
	}
	return false
}
