package main

import (
	"go/ast"
	"go/token"
)

// refer adds a reference without arguments.
func (a *analysis) refer(from int32, to ref, kind string, line int) {
	if to < 0 {
		return
	}
	a.facts.references = append(a.facts.references, reference{from: from, to: to, kind: kind, line: line})
}

// emit adds a reference of the function under way. One that differs from an earlier one in its line alone says
// nothing new and is left out.
func (a *analysis) emit(to ref, kind string, pos token.Pos, arguments []argument, context context) {
	if to < 0 {
		return
	}
	if a.isTest {
		arguments = mentionsOf(arguments)
	}
	r := reference{from: a.from(), to: to, kind: kind, arguments: arguments, context: context, when: a.when}
	key := r.hash()
	if _, ok := a.emitted[key]; ok {
		return
	}
	if len(a.when) > 0 {
		// What runs unconditionally as well was left out above.
		key = hashWhen(key, a.when)
		if _, ok := a.emitted[key]; ok {
			return
		}
	}
	a.emitted[key] = struct{}{}
	r.line = a.line(pos)
	a.facts.references = append(a.facts.references, r)
}

// mentionsOf keeps what the arguments in a test mention. Of tests only what they reach is asked, and plain values are
// half of what they say.
func mentionsOf(arguments []argument) []argument {
	kept := arguments[:0]
	for _, x := range arguments {
		x.items = mentionsOf(x.items)
		if x.mentioned || len(x.items) > 0 {
			x.value = literal{}
			kept = append(kept, x)
		}
	}
	if len(kept) == 0 {
		return nil
	}
	return kept
}

func (a *analysis) from() int32 {
	if a.function == nil {
		return 0
	}
	return a.function.id
}

// use reports a mention as a value, once for each function and REF.
func (a *analysis) use(to ref, pos token.Pos) {
	if a.refs.isBasic(to) || a.isComputation(to) {
		return
	}
	key := uint64(a.from())<<32 | uint64(uint32(to))
	if _, ok := a.used[key]; ok {
		return
	}
	if len(a.when) > 0 {
		if key = hashWhen(key, a.when); a.isUsed(key) {
			return
		}
	}
	a.used[key] = struct{}{}
	a.emit(to, "use", pos, nil, 0)
}

func (a *analysis) isUsed(key uint64) bool {
	_, ok := a.used[key]
	return ok
}

// value visits an expression whose value is taken, and returns what it denotes.
func (a *analysis) value(e ast.Expr) ref {
	r := a.eval(e)
	if r >= 0 && a.isMention(e) {
		a.use(r, e.Pos())
	}
	return r
}

// isMention says whether an expression by itself names something that is not local.
func (a *analysis) isMention(e ast.Expr) bool {
	switch x := bare(e).(type) {
	case *ast.Ident:
		if a.scopes.lookup(x.Name) != nil {
			return false
		}
		if a.declared[x.Name] != 0 {
			return true
		}
		return !builtinTypes[x.Name] && !builtinFunctions[x.Name] && !isPredeclaredValue(x.Name)
	case *ast.SelectorExpr, *ast.FuncLit:
		return true
	case *ast.IndexExpr:
		return a.isInstantiation(x, false) && a.isMention(x.X)
	case *ast.IndexListExpr:
		return a.isMention(x.X)
	}
	return false
}

func isPredeclaredValue(name string) bool {
	return name == "nil" || name == "true" || name == "false" || name == "iota" || name == "_"
}

// eval visits an expression, reports the references inside it, and returns what it denotes.
// A mention of a name is left to the caller, who knows what it is for.
func (a *analysis) eval(e ast.Expr) ref {
	switch x := e.(type) {
	case *ast.Ident:
		return a.identifier(x)
	case *ast.BasicLit:
		return a.basicLiteral(x)
	case *ast.ParenExpr:
		return a.eval(x.X)
	case *ast.StarExpr:
		return a.eval(x.X)
	case *ast.UnaryExpr:
		return a.unary(x)
	case *ast.BinaryExpr:
		return a.binary(x)
	case *ast.SelectorExpr:
		return a.selector(x)
	case *ast.IndexExpr:
		if a.isInstantiation(x, false) {
			a.typeArguments(x.Index)
			return a.eval(x.X)
		}
		of := a.value(x.X)
		a.value(x.Index)
		return a.refs.element(of)
	case *ast.IndexListExpr:
		a.typeArguments(x.Indices...)
		return a.eval(x.X)
	case *ast.SliceExpr:
		of := a.value(x.X)
		a.optional(x.Low)
		a.optional(x.High)
		a.optional(x.Max)
		return of
	case *ast.TypeAssertExpr:
		a.value(x.X)
		if x.Type == nil {
			return unknown
		}
		return a.typeRef(x.Type)
	case *ast.CallExpr:
		return a.call(x, 0)
	case *ast.CompositeLit:
		return a.composite(x)
	case *ast.FuncLit:
		return a.closure(x)
	case *ast.KeyValueExpr:
		return a.value(x.Value)
	case *ast.ArrayType, *ast.MapType, *ast.ChanType, *ast.FuncType, *ast.InterfaceType, *ast.StructType:
		return a.typeRef(e)
	}
	return unknown
}

func (a *analysis) optional(e ast.Expr) {
	if e != nil {
		a.value(e)
	}
}

func (a *analysis) identifier(x *ast.Ident) ref {
	if l := a.scopes.lookup(x.Name); l != nil {
		return a.held(l)
	}
	if a.declared[x.Name] == 0 {
		switch {
		case x.Name == "nil" || x.Name == "_":
			return unknown
		case x.Name == "true" || x.Name == "false":
			return a.refs.builtin("bool")
		case x.Name == "iota":
			return a.refs.builtin("int")
		case builtinTypes[x.Name] || builtinFunctions[x.Name]:
			return a.refs.builtin(x.Name)
		}
	}
	return a.refs.nameRef(x.Name)
}

// held is what a local variable may hold.
func (a *analysis) held(l *local) ref {
	return a.refs.anyOf(l.holds[:l.count])
}

func (a *analysis) basicLiteral(x *ast.BasicLit) ref {
	switch x.Kind {
	case token.STRING:
		return a.refs.builtin("string")
	case token.INT:
		return a.refs.builtin("int")
	case token.CHAR:
		return a.refs.builtin("rune")
	case token.FLOAT:
		return a.refs.builtin("float64")
	}
	return a.refs.builtin("complex128")
}

func (a *analysis) unary(x *ast.UnaryExpr) ref {
	switch x.Op {
	case token.AND:
		return a.eval(x.X)
	case token.ARROW:
		return a.refs.element(a.value(x.X))
	case token.NOT:
		a.value(x.X)
		return a.refs.builtin("bool")
	}
	return a.value(x.X)
}

func (a *analysis) binary(x *ast.BinaryExpr) ref {
	left := a.value(x.X)
	right := a.value(x.Y)
	switch x.Op {
	case token.EQL, token.NEQ, token.LSS, token.GTR, token.LEQ, token.GEQ, token.LAND, token.LOR:
		return a.refs.builtin("bool")
	}
	if left >= 0 && !a.refs.isBasic(left) || right < 0 {
		return left
	}
	return right
}

// selector is a name of an imported package or a member.
func (a *analysis) selector(x *ast.SelectorExpr) ref {
	if id, ok := x.X.(*ast.Ident); ok {
		return a.qualified(id, x.Sel.Name)
	}
	return a.refs.member(x.Sel.Name, a.eval(x.X))
}

// qualified is id.name: a member of a local, a name of an import, or a member of a package-level name.
func (a *analysis) qualified(id *ast.Ident, name string) ref {
	if l := a.scopes.lookup(id.Name); l != nil {
		return a.refs.member(name, a.held(l))
	}
	if path, ok := a.importPath(id.Name, name); ok {
		return a.refs.importRef(path, name)
	}
	if a.usesC && id.Name == "C" {
		return a.refs.external("C." + name)
	}
	return a.refs.member(name, a.identifier(id))
}

// isInstantiation says whether f[x] gives type arguments to a generic function or type.
func (a *analysis) isInstantiation(x *ast.IndexExpr, called bool) bool {
	if isTypeExpression(x.Index) {
		return true
	}
	switch f := unparen(x.X).(type) {
	case *ast.Ident:
		if a.scopes.lookup(f.Name) != nil {
			return false
		}
		switch d := a.declared[f.Name]; {
		case d == declaredFunction || d.isType():
			return true
		case d != 0:
			return false
		}
	case *ast.SelectorExpr:
		id, ok := f.X.(*ast.Ident)
		if !ok || a.scopes.lookup(id.Name) != nil {
			return false
		}
		if _, ok := a.importPath(id.Name, f.Sel.Name); !ok {
			return false
		}
	default:
		return false
	}
	// Nothing here tells a generic function of elsewhere from a table. Tables are seldom called.
	return called && a.looksLikeType(x.Index)
}

func (a *analysis) looksLikeType(e ast.Expr) bool {
	switch x := e.(type) {
	case *ast.StarExpr:
		return a.looksLikeType(x.X)
	case *ast.Ident:
		if l := a.scopes.lookup(x.Name); l != nil {
			return l.isType
		}
		d := a.declared[x.Name]
		return d == 0 || d.isType()
	case *ast.SelectorExpr:
		id, ok := x.X.(*ast.Ident)
		if !ok || a.scopes.lookup(id.Name) != nil {
			return false
		}
		_, ok = a.importPath(id.Name, x.Sel.Name)
		return ok
	case *ast.IndexExpr:
		return a.looksLikeType(x.X)
	}
	return isTypeExpression(e)
}
