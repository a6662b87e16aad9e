package main

import (
	"go/ast"
	"go/token"
)

// assign visits an assignment: local variables take up what they hold, all else is written.
func (a *analysis) assign(x *ast.AssignStmt) {
	flags := context(0)
	if x.Tok == token.ASSIGN && allBlank(x.Lhs) {
		flags = isIgnored
	}
	if len(x.Rhs) == 1 && len(x.Lhs) > 1 {
		a.assignTuple(x, flags)
		return
	}
	if len(x.Lhs) == 1 && len(x.Rhs) == 1 {
		a.assignOne(x, x.Lhs[0], x.Rhs[0], flags)
		return
	}
	type held struct {
		value argument
		ref   ref
	}
	values := make([]held, len(x.Rhs))
	for i, e := range x.Rhs {
		values[i].value, values[i].ref = a.assigned(e, flags)
	}
	for i, e := range x.Lhs {
		if i < len(values) {
			a.judgeAssigned(e, x.Rhs[i])
			a.bindOrStore(x.Tok, e, values[i].value, values[i].ref, x.Rhs[i])
		}
	}
}

func allBlank(list []ast.Expr) bool {
	for _, e := range list {
		if id, ok := e.(*ast.Ident); !ok || id.Name != "_" {
			return false
		}
	}
	return true
}

func (a *analysis) assignOne(x *ast.AssignStmt, target, source ast.Expr, flags context) {
	a.judgeAssigned(target, source)
	// A closure may call itself by the name that it is assigned to.
	if literal, ok := unparen(source).(*ast.FuncLit); ok && x.Tok == token.ASSIGN {
		if id, ok := target.(*ast.Ident); ok {
			f := a.bind(literal)
			if l := a.scopes.lookup(id.Name); l != nil && l.open {
				l.hold(a.refs.nameRef(f.name), a.refs)
			}
		}
	}
	value, r := a.assigned(source, flags)
	a.bindOrStore(x.Tok, target, value, r, source)
}

func (a *analysis) assigned(source ast.Expr, flags context) (argument, ref) {
	if call, ok := unparen(source).(*ast.CallExpr); ok && flags != 0 {
		return argument{ref: unknown}, a.call(call, flags)
	}
	return a.argument(source)
}

func (a *analysis) assignTuple(x *ast.AssignStmt, flags context) {
	source := x.Rhs[0]
	var first ref
	if call, ok := unparen(source).(*ast.CallExpr); ok {
		first = a.call(call, flags)
	} else {
		first = a.value(source)
	}
	called := a.called
	for i, e := range x.Lhs {
		a.called = called
		r := a.tupleRef(source, first, i)
		if id, ok := e.(*ast.Ident); ok && isErrorName(id.Name) {
			r = a.refs.builtin("error")
		}
		part := source
		if i > 1 || i == 1 && calledName(callee(source)) != "LookupEnv" {
			part = nil
		}
		a.bindOrStore(x.Tok, e, argument{ref: r}, r, part)
	}
}

// callee is what a call calls; nil for other expressions.
func callee(e ast.Expr) ast.Expr {
	if call, ok := unparen(e).(*ast.CallExpr); ok {
		return call.Fun
	}
	return nil
}

// tupleRef is one of several values of an expression that was visited last.
func (a *analysis) tupleRef(source ast.Expr, first ref, index int) ref {
	if index == 0 {
		return first
	}
	if _, ok := unparen(source).(*ast.CallExpr); ok {
		return a.refs.result(a.called, index)
	}
	return a.refs.builtin("bool")
}

// bindOrStore gives a value to a target: := makes new names where the scope has none.
func (a *analysis) bindOrStore(tok token.Token, target ast.Expr, value argument, r ref, source ast.Expr) {
	id, ok := unparen(target).(*ast.Ident)
	if !ok {
		a.store(target, value, r, source)
		return
	}
	if id.Name == "_" {
		a.useArguments([]argument{value}, id.Pos())
		return
	}
	if _, ok := unparen(source).(*ast.CallExpr); ok && isErrorName(id.Name) {
		r = a.refs.builtin("error")
	}
	if tok == token.DEFINE {
		a.useArguments([]argument{value}, id.Pos())
		if l := a.scopes.lookupHere(id.Name); l != nil {
			l.hold(r, a.refs)
			return
		}
		given := a.configuredOrHeld(source)
		l := a.scopes.declare(id.Name, r)
		l.value = value.value
		if value.value.kind == noLiteral {
			l.given = given + 1
		}
		return
	}
	a.store(target, value, r, source)
}

// hold records an assignment to a variable that was declared before.
func (l *local) hold(r ref, refs *refTable) {
	l.value = literal{}
	l.given, l.parameter, l.again = 0, 0, true
	if l.count > 0 && refs.isBasic(r) {
		return
	}
	if l.open {
		if l.count == 1 && (refs.isBuiltin(l.holds[0], "any") || refs.isBuiltin(l.holds[0], "func")) {
			l.count = 0
		}
		if l.count == 1 && refs.isBasic(l.holds[0]) {
			return
		}
		l.add(r)
	}
}

// store visits an assignment to a target that exists: a local variable, or something that is written.
func (a *analysis) store(target ast.Expr, value argument, r ref, source ast.Expr) {
	target = unparen(target)
	if value.given == 0 && value.value.kind == noLiteral && source != nil {
		if given := a.configuredOrHeld(source); given >= 0 && (value.ref < 0 || a.refs.isGiven(given)) {
			value.given = given + 1
		}
	}
	switch x := target.(type) {
	case *ast.Ident:
		if x.Name == "_" {
			return
		}
		if l := a.scopes.lookup(x.Name); l != nil {
			a.useArguments([]argument{value}, x.Pos())
			l = a.scopes.lookup(x.Name)
			kept := l.given
			if kept > 0 && (source == nil || a.configured(source, 0) != kept-1) {
				kept = 0
			}
			l.given, l.parameter = 0, 0
			if source == nil || !isDerived(source, x.Name) {
				if l.open && l.count > 0 {
					a.converts(l.holds[0], r, x.Pos())
				}
				l.hold(r, a.refs)
			}
			// mode = strings.ToLower(mode) is the same value in another form.
			l.given = kept
			return
		}
		a.emit(a.identifier(x), "write", x.Pos(), oneArgument(value), a.context)
	case *ast.SelectorExpr:
		written := a.selector(x)
		a.emit(written, "write", x.Sel.Pos(), oneArgument(value), a.context)
		a.servedByField(written, source)
	case *ast.IndexExpr:
		a.storeElement(x, value)
	case *ast.StarExpr:
		if of := bare(x); a.isMention(of) {
			a.emit(a.eval(of), "write", x.Pos(), oneArgument(value), a.context)
			return
		}
		a.eval(x.X)
		a.useArguments([]argument{value}, x.Pos())
	default:
		a.useArguments([]argument{value}, target.Pos())
	}
}

// storeElement is table[key] = value. The argument is named by the key where that is a literal string.
func (a *analysis) storeElement(x *ast.IndexExpr, value argument) {
	of := a.eval(x.X)
	if key, ok := a.literal(x.Index); ok {
		if key.kind == stringLiteral {
			value.name = cut(key.text)
		}
	} else {
		a.value(x.Index)
	}
	if of < 0 || !a.isMention(x.X) {
		a.useArguments([]argument{value}, x.Pos())
		return
	}
	a.emit(a.refs.element(of), "write", x.Pos(), oneArgument(value), a.context)
}

// isDerived says whether source is a chain that begins with the variable itself: q = q.Where(…), n = n.next.
// It nearly always has the variable's own type.
func isDerived(source ast.Expr, name string) bool {
	for {
		switch x := source.(type) {
		case *ast.CallExpr:
			if s, ok := x.Fun.(*ast.SelectorExpr); ok {
				source = s.X
				continue
			}
			if id, ok := x.Fun.(*ast.Ident); ok && id.Name == "append" && len(x.Args) > 0 {
				source = x.Args[0]
				continue
			}
			return false
		case *ast.SelectorExpr:
			source = x.X
		case *ast.ParenExpr:
			source = x.X
		case *ast.SliceExpr:
			source = x.X
		case *ast.Ident:
			return x.Name == name
		default:
			return false
		}
	}
}

// localDeclaration visits var, const and type inside a function.
func (a *analysis) localDeclaration(x *ast.DeclStmt) {
	d, ok := x.Decl.(*ast.GenDecl)
	if !ok {
		return
	}
	for _, spec := range d.Specs {
		switch s := spec.(type) {
		case *ast.TypeSpec:
			a.localType(s)
		case *ast.ValueSpec:
			a.localValues(s, d.Tok)
		}
	}
}

// localType reports a type of a function body under the function's name.
func (a *analysis) localType(s *ast.TypeSpec) {
	name := s.Name.Name
	if a.function != nil {
		name = a.function.name + "." + name
	}
	a.scopes.declare(s.Name.Name, a.refs.nameRef(name)).isType = true
	a.declareType(s, name)
}

func (a *analysis) localValues(s *ast.ValueSpec, tok token.Token) {
	declared := unknown
	if s.Type != nil {
		declared = a.typeRef(s.Type)
		if len(s.Values) == 0 && isNamedType(s.Type) {
			a.instantiateDeclared(a.from(), declared, a.line(s.Pos()))
		}
	}
	if len(s.Values) > 0 && len(s.Values) < len(s.Names) {
		first := a.value(s.Values[0])
		called := a.called
		for i, name := range s.Names {
			a.called = called
			a.declareLocal(name, s, declared, a.tupleRef(s.Values[0], first, i), literal{})
		}
		return
	}
	for i, name := range s.Names {
		held, value := unknown, literal{}
		if i < len(s.Values) {
			a.judgeSecret(name.Name, s.Values[i], a.from())
			var item argument
			item, held = a.argument(s.Values[i])
			a.useArguments([]argument{item}, name.Pos())
			value = item.value
		}
		given := unknown
		if i < len(s.Values) && value.kind == noLiteral {
			given = a.configuredOrHeld(s.Values[i])
		}
		a.declareLocal(name, s, declared, held, value)
		if l := a.scopes.lookupHere(name.Name); l != nil && given >= 0 {
			l.given = given + 1
		}
	}
}

// declareLocal declares a variable. A declared type wins over what is assigned, unless it may be an interface.
func (a *analysis) declareLocal(name *ast.Ident, s *ast.ValueSpec, declared, held ref, value literal) {
	if name.Name == "_" {
		return
	}
	if declared < 0 {
		a.scopes.declare(name.Name, held).value = value
		return
	}
	l := a.scopes.declare(name.Name, declared)
	l.open = isNamedType(s.Type) || a.refs.isBuiltin(declared, "func")
	if _, ok := s.Type.(*ast.FuncType); ok {
		l.open = true
	}
	if held >= 0 && !a.refs.isBasic(held) {
		l.hold(held, a.refs)
		a.converts(declared, held, name.Pos())
	}
	l.value = value
}
