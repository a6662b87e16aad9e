package main

import (
	"go/ast"
	"go/token"
)

// block visits statements in a scope of their own.
func (a *analysis) block(b *ast.BlockStmt) {
	if b == nil {
		return
	}
	mark := a.scopes.open()
	a.statements(b.List)
	a.scopes.close(mark)
}

// within visits with more context.
func (a *analysis) within(c context, visit func()) {
	saved := a.context
	a.context |= c
	visit()
	a.context = saved
}

func (a *analysis) statement(s ast.Stmt) {
	switch x := s.(type) {
	case *ast.ExprStmt:
		if call, ok := unparen(x.X).(*ast.CallExpr); ok && isCheck(calledName(call.Fun)) {
			a.call(call, isIgnored)
			return
		}
		a.value(x.X)
	case *ast.AssignStmt:
		a.assign(x)
	case *ast.DeclStmt:
		a.localDeclaration(x)
	case *ast.ReturnStmt:
		a.returns(x)
	case *ast.IfStmt:
		a.ifStatement(x)
	case *ast.ForStmt:
		a.forStatement(x)
	case *ast.RangeStmt:
		a.rangeStatement(x)
	case *ast.BlockStmt:
		a.block(x)
	case *ast.GoStmt:
		if x.Call != nil {
			a.call(x.Call, inSpawn)
		}
	case *ast.DeferStmt:
		a.deferStatement(x)
	case *ast.SwitchStmt:
		mark := a.scopes.open()
		a.simple(x.Init)
		a.optional(x.Tag)
		a.switchClauses(x)
		a.scopes.close(mark)
	case *ast.TypeSwitchStmt:
		a.typeSwitch(x)
	case *ast.SelectStmt:
		a.judgeDrain(x)
		a.clauses(x.Body, nil)
	case *ast.SendStmt:
		a.send(x)
	case *ast.IncDecStmt:
		a.store(x.X, argument{ref: unknown}, unknown, nil)
	case *ast.LabeledStmt:
		a.statement(x.Stmt)
	}
}

func (a *analysis) simple(s ast.Stmt) {
	if s != nil {
		a.statement(s)
	}
}

// ifStatement visits an if; the result are the conditions that hold behind it.
func (a *analysis) ifStatement(x *ast.IfStmt) []int32 {
	mark := a.scopes.open()
	a.simple(x.Init)
	a.optional(x.Cond)
	onError, onSuccess := a.errorBranches(x.Cond)
	if onError {
		a.judgeSwallowed(x)
	}
	after := a.afterGuard(x)
	a.noteGuard(x, after)
	around := a.tested
	a.tested = test{x.Cond, a.function}
	a.within(branch(onError), func() {
		a.gated(a.conditions(x.Cond, false), func() { a.block(x.Body) })
	})
	if x.Else != nil {
		a.within(branch(onSuccess), func() {
			a.gated(a.conditions(x.Cond, true), func() { a.statement(x.Else) })
		})
	}
	a.tested = around
	a.scopes.close(mark)
	return after
}

func branch(handler bool) context {
	if handler {
		return inConditional | inHandler
	}
	return inConditional
}

// errorBranches says which branches of a condition run after a failure.
func (a *analysis) errorBranches(cond ast.Expr) (body, otherwise bool) {
	b, ok := unparen(cond).(*ast.BinaryExpr)
	if !ok {
		return false, false
	}
	switch b.Op {
	case token.LAND:
		left, _ := a.errorBranches(b.X)
		right, _ := a.errorBranches(b.Y)
		return left || right, false
	case token.NEQ, token.EQL:
		if !isNil(b.Y) || !a.isError(b.X) {
			return false, false
		}
		return b.Op == token.NEQ, b.Op == token.EQL
	}
	return false, false
}

func isNil(e ast.Expr) bool {
	id, ok := unparen(e).(*ast.Ident)
	return ok && id.Name == "nil"
}

func (a *analysis) isError(e ast.Expr) bool {
	switch x := unparen(e).(type) {
	case *ast.Ident:
		if isErrorName(x.Name) {
			return true
		}
		l := a.scopes.lookup(x.Name)
		return l != nil && a.refs.isBuiltin(a.held(l), "error")
	case *ast.SelectorExpr:
		return isErrorName(x.Sel.Name)
	}
	return false
}

func (a *analysis) forStatement(x *ast.ForStmt) {
	mark := a.scopes.open()
	a.simple(x.Init)
	sleeps := a.sleeps
	a.within(inLoop, func() {
		a.optional(x.Cond)
		a.block(x.Body)
		a.simple(x.Post)
	})
	if a.sleeps > sleeps {
		a.judgeRetry(x, x.Cond, x.Body)
	}
	if counts(x) {
		a.judgeWorkers(x.Pos(), x.Body)
	}
	a.scopes.close(mark)
}

func (a *analysis) rangeStatement(x *ast.RangeStmt) {
	a.judgeAllowed(x)
	if a.rangeEntries(x) {
		return
	}
	mark := a.scopes.open()
	over := a.value(x.X)
	key, element := a.rangeRefs(x, over)
	part := a.partOfList(x.X)
	if x.Tok == token.DEFINE {
		a.declareRange(x.Key, key)
		a.declareRange(x.Value, element)
		if part >= 0 {
			a.giveRange(x, part)
		}
	} else {
		if x.Key != nil {
			a.store(x.Key, argument{ref: unknown}, key, nil)
		}
		if x.Value != nil {
			a.store(x.Value, argument{ref: unknown}, element, nil)
		}
	}
	sleeps := a.sleeps
	a.within(inLoop, func() { a.block(x.Body) })
	if a.sleeps > sleeps {
		a.judgeRetry(x, nil, x.Body)
	}
	if x.Value == nil && isCount(x.X) {
		a.judgeWorkers(x.Pos(), x.Body)
	}
	a.scopes.close(mark)
}

// rangeRefs is what the two variables of a range hold. The first one of a channel, of a set or of an iterator is the
// element; of what else only its type would tell.
func (a *analysis) rangeRefs(x *ast.RangeStmt, over ref) (key, element ref) {
	element = a.refs.element(over)
	switch {
	case a.refs.isContainer(over, listContainer):
		key = a.refs.builtin("int")
	case a.refs.isContainer(over, channelContainer), x.Value == nil && !a.refs.isBasic(over):
		key = element
	case a.refs.isBasic(over) && over >= 0:
		key = over
	default:
		key = a.refs.builtin("any")
	}
	return key, element
}

func (a *analysis) declareRange(e ast.Expr, r ref) {
	if id, ok := e.(*ast.Ident); ok && id.Name != "_" {
		a.scopes.declare(id.Name, r)
	}
}

func (a *analysis) deferStatement(x *ast.DeferStmt) {
	if x.Call == nil {
		return
	}
	if literal, ok := unparen(x.Call.Fun).(*ast.FuncLit); ok {
		a.bind(literal).deferredHere = true
	}
	a.call(x.Call, inDefer)
	if a.called >= 0 {
		a.deferred = append(a.deferred, deferredCall{a.from(), a.called, a.line(x.Pos())})
	}
}

// switchClauses visits the cases of a switch, each under its condition if the configuration decides.
func (a *analysis) switchClauses(x *ast.SwitchStmt) {
	if x.Body == nil {
		return
	}
	var others []ast.Expr
	for _, s := range x.Body.List {
		if clause, ok := s.(*ast.CaseClause); ok {
			others = append(others, clause.List...)
		}
	}
	for _, s := range x.Body.List {
		clause, ok := s.(*ast.CaseClause)
		if !ok {
			continue
		}
		mark := a.scopes.open()
		for _, e := range clause.List {
			a.value(e)
		}
		a.within(inConditional, func() {
			a.gated(a.clauseConditions(x.Tag, clause, others), func() { a.statements(clause.Body) })
		})
		a.scopes.close(mark)
	}
}

// clauses visits the cases of a switch or select; declare brings a type switch's variable into a clause's scope.
func (a *analysis) clauses(body *ast.BlockStmt, declare func(*ast.CaseClause)) {
	if body == nil {
		return
	}
	for _, s := range body.List {
		mark := a.scopes.open()
		switch x := s.(type) {
		case *ast.CaseClause:
			if declare != nil {
				declare(x)
			}
			a.within(inConditional, func() { a.statements(x.Body) })
		case *ast.CommClause:
			a.within(inConditional, func() {
				a.simple(x.Comm)
				a.statements(x.Body)
			})
		}
		a.scopes.close(mark)
	}
}

// statements visits a list. What stands behind a guard that leaves runs under its condition.
func (a *analysis) statements(list []ast.Stmt) {
	a.noteFailures(list)
	saved := a.when
	for _, s := range list {
		if x, ok := s.(*ast.IfStmt); ok {
			a.require(a.ifStatement(x))
		} else {
			a.statement(s)
		}
	}
	a.when = saved
}

func (a *analysis) typeSwitch(x *ast.TypeSwitchStmt) {
	mark := a.scopes.open()
	a.simple(x.Init)
	name, subject := "", unknown
	switch s := x.Assign.(type) {
	case *ast.ExprStmt:
		a.value(s.X)
	case *ast.AssignStmt:
		if id, ok := s.Lhs[0].(*ast.Ident); ok {
			name = id.Name
		}
		if assertion, ok := unparen(s.Rhs[0]).(*ast.TypeAssertExpr); ok {
			subject = a.value(assertion.X)
		}
	}
	a.clauses(x.Body, func(clause *ast.CaseClause) {
		if name == "" {
			return
		}
		l := a.scopes.declare(name, unknown)
		for _, e := range clause.List {
			if isNil(e) {
				continue
			}
			r := a.typeRef(e)
			l = a.scopes.lookup(name)
			l.add(r)
		}
		if l.count == 0 {
			l.add(subject)
		}
		l.open = false
	})
	a.scopes.close(mark)
}

// send is ch <- value: what is sent becomes an element of the channel.
func (a *analysis) send(x *ast.SendStmt) {
	of := a.eval(x.Chan)
	value, _ := a.argument(x.Value)
	if !a.isMention(x.Chan) || of < 0 {
		a.useArguments([]argument{value}, x.Pos())
		return
	}
	a.emit(a.refs.element(of), "write", x.Pos(), oneArgument(value), a.context)
}

func oneArgument(value argument) []argument {
	if value.isEmpty() {
		return nil
	}
	return []argument{value}
}
