package main

import (
	"go/ast"
	"go/token"
	"strings"
)

// retry is what a loop that waits shows of itself.
type retry struct {
	// tries: an error is tested; leaves: the loop ends when there is none.
	tries, leaves bool
	// goesOn: after a failure the next round begins, so that what stands behind the test has not failed.
	goesOn bool
	// counters are the variables of the loop itself.
	counters map[string]bool
	// tested: the visit has come past the first test of the error. What waits before it does not wait between failures.
	tested bool
	// waits are what the loop waits for; names those that grow, jitters those that a random number takes part in.
	waits           []ast.Expr
	grows, jitters  map[string]bool
	waitsBackoff    bool
	waitsWithJitter bool
}

// judgeRetry reports a loop that tries, leaves on success, and sleeps between failures.
func (a *analysis) judgeRetry(loop ast.Stmt, cond ast.Expr, body *ast.BlockStmt) {
	r := retry{grows: map[string]bool{}, jitters: map[string]bool{}, counters: map[string]bool{}}
	if tested, op := a.errorTest(cond); tested {
		r.tries, r.leaves, r.tested = true, op == token.NEQ, true
	}
	if f, ok := loop.(*ast.ForStmt); ok {
		r.loopVariables(f)
	}
	if x, ok := loop.(*ast.RangeStmt); ok {
		if id, ok := x.Key.(*ast.Ident); ok {
			r.grows[id.Name], r.counters[id.Name] = true, true
		}
	}
	a.retryBody(&r, body)
	var visit func(ast.Node) bool
	visit = func(n ast.Node) bool {
		if x, ok := n.(*ast.IfStmt); ok {
			if r.isLaterRound(x.Cond) && !r.tested {
				// What waits in every round but the first waits between failures.
				r.tested = true
				ast.Inspect(x.Body, visit)
				r.tested = false
				return false
			}
			tested, op := a.errorTest(x.Cond)
			r.tested = r.tested || tested || asksToGoOn(x.Cond) && leavesLoop(x.Body.List)
			if tested && op == token.EQL {
				// What waits on success does not wait between failures.
				if x.Else != nil {
					ast.Inspect(x.Else, visit)
				}
				return false
			}
		}
		return r.note(n)
	}
	ast.Inspect(body, visit)
	if !r.tries || !r.leaves || len(r.waits) == 0 && !r.waitsBackoff {
		return
	}
	backoff, jitter := "fixed", r.waitsWithJitter
	if r.waitsBackoff {
		backoff = "growing"
	}
	for _, e := range r.waits {
		grows, jitters := r.judgeWait(e)
		if grows {
			backoff = "growing"
		}
		jitter = jitter || jitters
	}
	a.signalAt("retry.loop", a.from(), loop.Pos(),
		attribute{"backoff", stringValue(backoff)}, attribute{"jitter", boolValue(jitter)})
}

// errorTest says whether a condition compares an error with nil, and how.
func (a *analysis) errorTest(cond ast.Expr) (bool, token.Token) {
	b, ok := unparen(cond).(*ast.BinaryExpr)
	if !ok {
		return false, 0
	}
	switch b.Op {
	case token.LAND, token.LOR:
		if tested, op := a.errorTest(b.X); tested {
			return tested, op
		}
		return a.errorTest(b.Y)
	case token.EQL, token.NEQ:
		if isNil(b.Y) {
			if _, ok := unparen(b.X).(*ast.CallExpr); ok || a.isError(b.X) {
				return true, b.Op
			}
		}
	}
	return false, 0
}

// retryBody looks at the statements of the loop itself for how it leaves.
func (a *analysis) retryBody(r *retry, body *ast.BlockStmt) {
	for i, s := range body.List {
		switch x := s.(type) {
		case *ast.IfStmt:
			a.retryIf(r, x)
		case *ast.ReturnStmt:
			// Behind a test of the error that goes on to the next round, leaving is success.
			r.leaves = r.leaves || r.tries && i == len(body.List)-1
		case *ast.BranchStmt:
			r.leaves = r.leaves || r.tries && x.Tok == token.BREAK && i == len(body.List)-1
		}
	}
}

func (a *analysis) retryIf(r *retry, x *ast.IfStmt) {
	tested, op := a.errorTest(x.Cond)
	if !tested {
		if asksToGoOn(x.Cond) && leavesLoop(x.Body.List) {
			r.tries, r.leaves = true, true
			return
		}
		r.leaves = r.leaves || r.goesOn && succeeds(x.Body.List)
		return
	}
	r.tries = true
	if n := len(x.Body.List); op == token.NEQ && n > 0 {
		b, ok := x.Body.List[n-1].(*ast.BranchStmt)
		r.goesOn = r.goesOn || ok && b.Tok == token.CONTINUE
	}
	switch {
	case op == token.EQL && leavesLoop(x.Body.List):
		r.leaves = true
	case op == token.NEQ:
		if otherwise, ok := x.Else.(*ast.BlockStmt); ok && leavesLoop(otherwise.List) {
			r.leaves = true
		}
	}
}

// asksToGoOn says whether a condition asks that nothing is tried again: `!shouldRetry`, `!isRetryable(err)`.
func asksToGoOn(cond ast.Expr) bool {
	not, ok := unparen(cond).(*ast.UnaryExpr)
	if !ok || not.Op != token.NOT {
		return false
	}
	name := ""
	switch x := unparen(not.X).(type) {
	case *ast.Ident:
		name = x.Name
	case *ast.CallExpr:
		name = calledName(x.Fun)
	}
	return strings.Contains(strings.ToLower(name), "retr")
}

// isLaterRound says whether a condition holds in every round but the first: `attempt > 0`.
func (r *retry) isLaterRound(cond ast.Expr) bool {
	b, ok := unparen(cond).(*ast.BinaryExpr)
	if !ok || b.Op != token.GTR && b.Op != token.NEQ && b.Op != token.GEQ {
		return false
	}
	id, ok := unparen(b.X).(*ast.Ident)
	return ok && r.counters[id.Name] && isNumber(b.Y)
}

// succeeds says whether statements end with a return whose last result is nil.
func succeeds(list []ast.Stmt) bool {
	if len(list) == 0 {
		return false
	}
	x, ok := list[len(list)-1].(*ast.ReturnStmt)
	return ok && len(x.Results) > 0 && isNil(x.Results[len(x.Results)-1])
}

func leavesLoop(list []ast.Stmt) bool {
	if len(list) == 0 {
		return false
	}
	switch x := list[len(list)-1].(type) {
	case *ast.ReturnStmt:
		return true
	case *ast.BranchStmt:
		return x.Tok == token.BREAK || x.Tok == token.GOTO
	}
	return false
}

func (r *retry) loopVariables(f *ast.ForStmt) {
	if s, ok := f.Init.(*ast.AssignStmt); ok {
		for _, e := range s.Lhs {
			if id, ok := e.(*ast.Ident); ok {
				r.grows[id.Name], r.counters[id.Name] = true, true
			}
		}
	}
}

// note collects what is waited for and what grows.
func (r *retry) note(n ast.Node) bool {
	switch x := n.(type) {
	case *ast.FuncLit:
		return false
	case *ast.AssignStmt:
		r.noteAssignment(x)
	case *ast.IncDecStmt:
		if id, ok := x.X.(*ast.Ident); ok && x.Tok == token.INC {
			r.grows[id.Name] = true
		}
	case *ast.CallExpr:
		name := calledName(x.Fun)
		switch {
		case !isWaitCall(x.Fun) || !r.tested:
		case strings.Contains(strings.ToLower(name), "backoff") && !strings.Contains(strings.ToLower(name), "sleep"):
			r.waitsBackoff = r.waitsBackoff || growsByName(x)
			r.waitsWithJitter = r.waitsWithJitter || strings.Contains(strings.ToLower(name), "jitter")
		default:
			r.waits = append(r.waits, x.Args...)
		}
	}
	return true
}

func (r *retry) noteAssignment(x *ast.AssignStmt) {
	for i, e := range x.Lhs {
		id, ok := e.(*ast.Ident)
		if !ok {
			continue
		}
		switch x.Tok {
		case token.MUL_ASSIGN, token.SHL_ASSIGN, token.ADD_ASSIGN:
			r.grows[id.Name] = true
		}
		if i < len(x.Rhs) {
			grows, jitters := r.judgeWait(x.Rhs[i])
			r.grows[id.Name] = r.grows[id.Name] || grows
			r.jitters[id.Name] = r.jitters[id.Name] || jitters
		}
	}
}

// judgeWait says whether a duration grows from round to round, and whether chance takes part.
func (r *retry) judgeWait(e ast.Expr) (grows, jitters bool) {
	ast.Inspect(e, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.BinaryExpr:
			if x.Op == token.SHL {
				grows = true
			}
			if x.Op == token.MUL && (mentionsVariable(x.X) && isNumber(x.Y) || isNumber(x.X) && mentionsVariable(x.Y)) {
				// d = d * 2; a multiple of a unit stays what it is.
				if !mentionsUnit(x) {
					grows = true
				}
			}
		case *ast.Ident:
			grows = grows || r.grows[x.Name]
			name := strings.ToLower(x.Name)
			jitters = jitters || r.jitters[x.Name] || strings.Contains(name, "rand") || strings.Contains(name, "jitter")
		case *ast.CallExpr:
			grows = grows || growsByName(x)
		case *ast.SelectorExpr:
			jitters = jitters || isRandom(x.Sel.Name)
		}
		return true
	})
	return grows, jitters
}

// growsByName says whether a called function gives longer and longer times. One that is merely named for backoff and is
// told no round may well give the same each time.
func growsByName(call *ast.CallExpr) bool {
	name := strings.ToLower(calledName(call.Fun))
	return name == "pow" || strings.Contains(name, "exponential") || strings.Contains(name, "nextback") ||
		strings.Contains(name, "backoff") && len(call.Args) > 0
}

// isRandom knows the methods of generators of random numbers.
func isRandom(name string) bool {
	switch name {
	case "Float64", "Float32", "Intn", "Int31n", "Int63n", "IntN", "Int32N", "Int64N", "UintN", "Uint64N", "Int63", "Int31":
		return true
	}
	return false
}

func isNumber(e ast.Expr) bool {
	l, ok := unparen(e).(*ast.BasicLit)
	return ok && (l.Kind == token.INT || l.Kind == token.FLOAT)
}

func mentionsVariable(e ast.Expr) bool {
	_, ok := unparen(e).(*ast.Ident)
	return ok
}

func mentionsUnit(x *ast.BinaryExpr) bool {
	for _, e := range []ast.Expr{x.X, x.Y} {
		if s, ok := unparen(e).(*ast.SelectorExpr); ok {
			if id, ok := s.X.(*ast.Ident); ok && id.Name == "time" {
				return true
			}
		}
	}
	return false
}
