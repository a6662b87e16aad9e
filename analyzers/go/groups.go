package main

import (
	"bytes"
	"go/ast"
	"go/constant"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Routers are parted into groups, and the middleware of a group surrounds its own routes only. What a function tells of
// its groups is told with the calls: a registration of middleware on a group has the argument `scope`, a route that is
// registered on one has an argument `guard` for each middleware that surrounds it, and an argument `below`: the path that the
// group puts before its own, without a value where that is computed.

// maximalGroupDepth bounds how deep groups lie in each other, and chains of calls.
const maximalGroupDepth = 16

// maximalGuards bounds how many middlewares are told of a route.
const maximalGuards = 16

// groupMakers are the methods that part a router, with the position from which their arguments are middleware.
var groupMakers = map[string]int{"Group": 1, "Route": 1, "With": 0, "Subrouter": 1, "Party": 1}

// routeMethods are the methods that register a route.
var routeMethods = map[string]bool{
	"Get": true, "Post": true, "Put": true, "Patch": true, "Delete": true, "Head": true, "Options": true, "GET": true,
	"POST": true, "PUT": true, "PATCH": true, "DELETE": true, "HEAD": true, "OPTIONS": true, "Any": true, "All": true,
	"Handle": true, "HandleFunc": true, "Method": true, "MethodFunc": true, "Add": true,
}

// wordState is whether the words of groupMakers are in a file, as far as it has been read for them.
type wordState uint8

const (
	unread wordState = iota
	absent
	present
)

// group is a part of a router.
type group struct {
	parent *group
	guards []ast.Expr
	// path is what the group puts before the paths of its routes; nil for nothing.
	path ast.Expr
}

// grouping finds the groups of one function.
type grouping struct {
	names map[string]*group
	calls map[*ast.CallExpr]*group
}

// groupsOf finds what the calls of a function's body are made on, where that is a group.
func groupsOf(body ast.Node) map[*ast.CallExpr]*group {
	g := grouping{names: map[string]*group{}, calls: map[*ast.CallExpr]*group{}}
	g.walk(body)
	return g.calls
}

func (g *grouping) walk(body ast.Node) {
	ast.Inspect(body, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.AssignStmt:
			if len(x.Lhs) != len(x.Rhs) {
				return true
			}
			for i, left := range x.Lhs {
				id, ok := left.(*ast.Ident)
				if !ok {
					continue
				}
				if made := g.resolve(x.Rhs[i], 0); made != nil {
					g.names[id.Name] = made
				} else if _, ok := unparen(x.Rhs[i]).(*ast.CallExpr); ok {
					delete(g.names, id.Name)
				}
			}
		case *ast.CallExpr:
			g.resolve(x, 0)
			return !g.enter(x)
		}
		return true
	})
}

// enter walks through the function that a group is handed to: `r.Route("/orders", func(r chi.Router) { … })`.
func (g *grouping) enter(x *ast.CallExpr) bool {
	name, made := calledName(unparen(x.Fun)), g.calls[x]
	if _, ok := groupMakers[name]; !ok || made == nil || len(x.Args) == 0 {
		return false
	}
	body, ok := unparen(x.Args[len(x.Args)-1]).(*ast.FuncLit)
	if !ok || body.Type.Params == nil || len(body.Type.Params.List) != 1 || len(body.Type.Params.List[0].Names) != 1 {
		return false
	}
	inner := grouping{names: map[string]*group{}, calls: g.calls}
	for key, value := range g.names {
		inner.names[key] = value
	}
	inner.names[body.Type.Params.List[0].Names[0].Name] = made
	inner.walk(body.Body)
	return true
}

// resolve is the group that an expression denotes; nil for all else, a router as a whole too.
func (g *grouping) resolve(e ast.Expr, depth int) *group {
	if depth > maximalGroupDepth {
		return nil
	}
	switch x := unparen(e).(type) {
	case *ast.Ident:
		return g.names[x.Name]
	case *ast.CallExpr:
		if known, ok := g.calls[x]; ok {
			return known
		}
		selector, ok := unparen(x.Fun).(*ast.SelectorExpr)
		if !ok {
			return nil
		}
		of := g.resolve(selector.X, depth+1)
		if first, ok := groupMakers[selector.Sel.Name]; ok {
			of = &group{parent: of, path: pathOfGroup(selector, x, first)}
			if len(x.Args) > first {
				of.guards = withoutFunctions(x.Args[first:])
			}
		} else if of == nil {
			return nil
		} else if selector.Sel.Name == "Use" {
			of.guards = append(of.guards, withoutFunctions(x.Args)...)
		}
		g.calls[x] = of
		return of
	}
	return nil
}

// pathOfGroup is the path in `r.Group("/orders")`, `r.PathPrefix("/orders").Subrouter()`.
func pathOfGroup(maker *ast.SelectorExpr, x *ast.CallExpr, first int) ast.Expr {
	if maker.Sel.Name == "Subrouter" {
		for e, depth := maker.X, 0; depth < maximalGroupDepth; depth++ {
			call, ok := unparen(e).(*ast.CallExpr)
			if !ok {
				return nil
			}
			selector, ok := unparen(call.Fun).(*ast.SelectorExpr)
			if !ok {
				return nil
			}
			if selector.Sel.Name == "PathPrefix" && len(call.Args) == 1 {
				return call.Args[0]
			}
			e = selector.X
		}
		return nil
	}
	if first == 0 || len(x.Args) == 0 {
		return nil
	}
	if _, ok := unparen(x.Args[0]).(*ast.FuncLit); ok {
		return nil
	}
	return x.Args[0]
}

func withoutFunctions(list []ast.Expr) []ast.Expr {
	return slices.DeleteFunc(slices.Clone(list), func(e ast.Expr) bool {
		_, ok := unparen(e).(*ast.FuncLit)
		return ok
	})
}

// makesGroups says whether the file has a word by which routers are parted: few have, and the others need no walk.
func (a *analysis) makesGroups() bool {
	if a.wordsOfGroups == unread {
		a.wordsOfGroups = absent
		if slices.ContainsFunc(slices.Collect(maps.Keys(groupMakers)), a.hasWord) {
			a.wordsOfGroups = present
		}
	}
	return a.wordsOfGroups == present
}

// hasWord says whether the source has a name as a word of its own, or as the end of one.
func (a *analysis) hasWord(name string) bool {
	for rest := a.source; ; {
		i := bytes.Index(rest, []byte(name))
		if i < 0 {
			return false
		}
		rest = rest[i+len(name):]
		if next, _ := utf8.DecodeRune(rest); !unicode.IsLetter(next) && !unicode.IsDigit(next) && next != '_' {
			return true
		}
	}
}

// withGroup adds what a call's group tells.
func (a *analysis) withGroup(x *ast.CallExpr, arguments []argument) []argument {
	selector, ok := unparen(x.Fun).(*ast.SelectorExpr)
	if !ok || a.isTest || a.outermost == nil || len(x.Args) == 0 {
		return arguments
	}
	isUse := selector.Sel.Name == "Use"
	if !isUse && !routeMethods[selector.Sel.Name] {
		return arguments
	}
	if a.grouped != a.outermost {
		a.grouped, a.groups = a.outermost, nil
		if a.makesGroups() {
			a.groups = groupsOf(a.outermost)
		}
	}
	of := a.groups[x]
	if of == nil {
		return arguments
	}
	if isUse {
		return append(arguments, argument{name: "scope", ref: unknown, value: literal{kind: stringLiteral, text: "group"}})
	}
	arguments = a.withPath(of, arguments)
	count := 0
	for depth := 0; of != nil && depth < maximalGroupDepth; of, depth = of.parent, depth+1 {
		for _, guard := range of.guards {
			function := a.functionOf(guard)
			if function < 0 || count == maximalGuards {
				continue
			}
			count++
			arguments = append(arguments, argument{name: "guard", ref: function, mentioned: true})
		}
	}
	return arguments
}

// withPath adds the path that a group and those around it put before a route's own.
func (a *analysis) withPath(of *group, arguments []argument) []argument {
	path, isKnown, isThere := "", true, false
	for depth := 0; of != nil && depth < maximalGroupDepth; of, depth = of.parent, depth+1 {
		if of.path == nil {
			continue
		}
		isThere = true
		value := a.constant(of.path)
		if value == nil || value.Kind() != constant.String {
			isKnown = false
			break
		}
		path = strings.TrimSuffix(constant.StringVal(value), "/") + path
	}
	if !isThere {
		return arguments
	}
	below := argument{name: "below", ref: unknown}
	if isKnown {
		below.value = literal{kind: stringLiteral, text: path}
	}
	return append(arguments, below)
}

// functionOf is the function that an expression names, or that makes it: `auth`, `auth(secret)`.
func (a *analysis) functionOf(e ast.Expr) ref {
	fun := unparen(e)
	for depth := 0; depth < maximalGroupDepth; depth++ {
		call, ok := fun.(*ast.CallExpr)
		if !ok {
			break
		}
		fun = unparen(call.Fun)
	}
	switch f := fun.(type) {
	case *ast.Ident:
		return a.identifier(f)
	case *ast.SelectorExpr:
		if isNamePath(f.X) {
			return a.selector(f)
		}
	}
	return unknown
}
