package main

import (
	"go/ast"
	"strings"
)

// Middleware of net/http has no registration: a function takes the handler of all routes and gives another one, which
// the server is given. Such a call is told once more, as net/http.Handler.Wrap of the function.

// maximalWrappers bounds how many functions may be wrapped around each other.
const maximalWrappers = 32

// servingPositions are the functions of net/http that serve a handler, and its position.
var servingPositions = map[string]int{"ListenAndServe": 1, "Serve": 1, "ListenAndServeTLS": 3, "ServeTLS": 1}

// servedBy reports what is wrapped around the handler that a call of net/http serves.
func (a *analysis) servedBy(x *ast.CallExpr, target ref) {
	e := a.refs.entries[target]
	if e.kind != refImport || e.text != "net/http" {
		return
	}
	if position, ok := servingPositions[e.name]; ok && position < len(x.Args) {
		a.served(x.Args[position])
	}
}

// servedByServer reports what is wrapped around the handler of an http.Server literal.
func (a *analysis) servedByServer(x *ast.CompositeLit, t ref) {
	e := a.refs.entries[t]
	if e.kind != refImport || e.text != "net/http" || e.name != "Server" {
		return
	}
	for _, element := range x.Elts {
		if pair, ok := element.(*ast.KeyValueExpr); ok {
			if key, ok := pair.Key.(*ast.Ident); ok && key.Name == "Handler" {
				a.served(pair.Value)
			}
		}
	}
}

// servedByField reports what is wrapped around the handler that a server is given by assignment.
func (a *analysis) servedByField(written ref, source ast.Expr) {
	if written < 0 || source == nil {
		return
	}
	e := a.refs.entries[written]
	if e.kind != refMember || e.text != "Handler" || e.of < 0 {
		return
	}
	if of := a.refs.entries[e.of]; of.kind == refImport && of.text == "net/http" && of.name == "Server" {
		a.served(source)
	}
}

func (a *analysis) served(e ast.Expr) {
	if !a.isTest {
		w := wrapping{analysis: a, variables: map[string]bool{}}
		w.unwrap(e)
	}
}

// wrapping follows a handler from the server to the router inside.
type wrapping struct {
	*analysis
	// variables are those on the way, and whether they are known to be the handler: it is wrapped by assigning it to itself.
	variables map[string]bool
	count     int
}

// unwrap reports the wrappers of a handler, and says whether it is the handler of all routes.
func (w *wrapping) unwrap(e ast.Expr) bool {
	if w.count++; w.count > maximalWrappers {
		return false
	}
	switch x := unparen(e).(type) {
	case *ast.Ident:
		if _, ok := w.variables[x.Name]; !ok && w.scopes.lookup(x.Name) != nil {
			w.variables[x.Name] = true
			w.variables[x.Name] = w.unwrapAssigned(x.Name)
		}
		return w.variables[x.Name] || isRouterName(x.Name)
	case *ast.SelectorExpr:
		return isRouterName(x.Sel.Name)
	case *ast.CallExpr:
		inner, fun := x, unparen(x.Fun)
		// auth(secret)(mux): what takes the handler is made by a call.
		for {
			maker, ok := fun.(*ast.CallExpr)
			if !ok {
				break
			}
			fun = unparen(maker.Fun)
		}
		if isConstructor(calledName(fun)) {
			return true
		}
		if len(inner.Args) == 0 {
			return isRouterName(calledName(fun))
		}
		takes := w.unwrap(inner.Args[0])
		// What takes one variable alone is mostly middleware, wherever the handler comes from.
		if id, ok := unparen(inner.Args[0]).(*ast.Ident); ok && len(inner.Args) == 1 && w.scopes.lookup(id.Name) != nil {
			takes = true
		}
		if last := len(inner.Args) - 1; !takes && last > 0 {
			takes = w.unwrap(inner.Args[last])
		}
		if takes {
			w.wrapper(fun)
		}
		return takes
	}
	return false
}

// unwrapAssigned follows what the function under way assigns to a variable, and says whether that is the handler of all routes.
func (w *wrapping) unwrapAssigned(name string) bool {
	found := false
	if w.outermost == nil {
		return found
	}
	ast.Inspect(w.outermost, func(n ast.Node) bool {
		x, ok := n.(*ast.AssignStmt)
		if !ok || len(x.Lhs) != len(x.Rhs) {
			return true
		}
		for i, left := range x.Lhs {
			if id, ok := left.(*ast.Ident); ok && id.Name == name {
				if call, ok := unparen(x.Rhs[i]).(*ast.CallExpr); ok && w.unwrap(call) {
					found = true
				}
			}
		}
		return true
	})
	return found
}

// wrapper reports a function that is wrapped around the handler of all routes.
func (w *wrapping) wrapper(fun ast.Expr) {
	function := unknown
	switch f := fun.(type) {
	case *ast.Ident:
		function = w.identifier(f)
	case *ast.SelectorExpr:
		if isNamePath(f.X) {
			function = w.selector(f)
		}
	}
	if function < 0 || w.refs.isBasic(function) || w.isComputation(function) {
		return
	}
	if e := w.refs.entries[function]; e.kind == refImport && e.text == "net/http" && e.name == "HandlerFunc" {
		return
	}
	wrapped := argument{ref: function, mentioned: true}
	w.emit(w.refs.importRef("net/http", "Handler.Wrap"), "call", fun.Pos(), []argument{wrapped}, w.context)
}

// isNamePath says whether an expression is a name or a member of one: looking it up again reports nothing.
func isNamePath(e ast.Expr) bool {
	switch x := unparen(e).(type) {
	case *ast.Ident:
		return true
	case *ast.SelectorExpr:
		return isNamePath(x.X)
	}
	return false
}

// isConstructor knows the functions that make the handler of all routes.
func isConstructor(name string) bool {
	switch name {
	case "NewServeMux", "NewRouter", "NewMux":
		return true
	}
	return false
}

// isRouterName knows the names of handlers of all routes.
func isRouterName(name string) bool {
	name = strings.ToLower(name)
	for _, word := range []string{"mux", "router", "routes", "handler"} {
		if strings.HasSuffix(name, word) {
			return true
		}
	}
	return false
}
