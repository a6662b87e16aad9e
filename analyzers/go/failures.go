package main

import "go/ast"

// noteFailures remembers the calls of a list whose error ends the process, and those whose error is merely said:
//
//	if err := store.Open(); err != nil { log.Fatal(err) }
//	err := store.Open()
//	if err != nil { panic(err) }
func (a *analysis) noteFailures(list []ast.Stmt) {
	if a.isTest {
		return
	}
	for i, s := range list {
		x, ok := s.(*ast.IfStmt)
		if !ok {
			continue
		}
		onError, _ := a.errorBranches(x.Cond)
		if !onError {
			continue
		}
		failure := ""
		if endsBlock(x.Body.List) {
			failure = "ends-process"
		} else if a.toleratesIn(x.Body.List) {
			failure = "tolerated"
		}
		if failure == "" {
			continue
		}
		made := x.Init
		if made == nil && i > 0 {
			made = list[i-1]
		}
		if call := errorFrom(made, x.Cond); call != nil && (failure != "tolerated" || givesMore(made) && isUsed(made, x, list[i+1:])) {
			if a.failures == nil {
				a.failures = map[*ast.CallExpr]string{}
			}
			a.failures[call] = failure
		}
	}
}

// withFailure tells with a call of the repository's own code what its failure leads to.
func (a *analysis) withFailure(x *ast.CallExpr, target ref, arguments []argument) []argument {
	failure := a.failures[x]
	if target < 0 || failure == "" {
		return arguments
	}
	switch unparen(x.Fun).(type) {
	case *ast.Ident, *ast.SelectorExpr:
	default:
		return arguments
	}
	if e := a.refs.origin(target); e.kind == refExternal || e.kind == refImport && isStandard(e.text) {
		return arguments
	}
	return append(arguments[:len(arguments):len(arguments)], argument{name: "failure", ref: unknown, value: stringValue(failure)})
}

// endsBlock says whether the last of the statements ends the process.
func endsBlock(list []ast.Stmt) bool {
	if len(list) == 0 {
		return false
	}
	x, ok := list[len(list)-1].(*ast.ExprStmt)
	if !ok {
		return false
	}
	call, ok := unparen(x.X).(*ast.CallExpr)
	return ok && endsProcess(call)
}

// errorFrom is the call whose last result is the error that a condition asks for.
func errorFrom(made ast.Stmt, cond ast.Expr) *ast.CallExpr {
	assigned, ok := made.(*ast.AssignStmt)
	if !ok || len(assigned.Rhs) != 1 {
		return nil
	}
	call, ok := unparen(assigned.Rhs[0]).(*ast.CallExpr)
	if !ok {
		return nil
	}
	last, ok := assigned.Lhs[len(assigned.Lhs)-1].(*ast.Ident)
	if !ok {
		return nil
	}
	asked := false
	ast.Inspect(cond, func(n ast.Node) bool {
		asked = asked || isNamedNode(n, last.Name)
		return !asked
	})
	if !asked {
		return nil
	}
	return call
}

func isNamedNode(n ast.Node, name string) bool {
	id, ok := n.(*ast.Ident)
	return ok && id.Name == name
}

// toleratesIn says whether statements do nothing but speak of a failure, and at most return nothing in its place.
func (a *analysis) toleratesIn(list []ast.Stmt) bool {
	spoken := false
	for i, s := range list {
		switch x := s.(type) {
		case *ast.ExprStmt:
			call, ok := unparen(x.X).(*ast.CallExpr)
			if !ok || !isSpeaking(call) {
				return false
			}
			spoken = true
		case *ast.ReturnStmt:
			return spoken && i == len(list)-1 && !a.returnsError() && len(x.Results) > 0 && returnsNil(x)
		default:
			return false
		}
	}
	return spoken
}

// givesMore says whether a call gives something besides its error, and that is kept.
func givesMore(made ast.Stmt) bool {
	x, ok := made.(*ast.AssignStmt)
	if !ok || len(x.Lhs) < 2 {
		return false
	}
	first, ok := x.Lhs[0].(*ast.Ident)
	return !ok || first.Name != "_"
}

// isUsed says whether what a call gives besides its error serves for more than to be told.
func isUsed(made ast.Stmt, x *ast.IfStmt, rest []ast.Stmt) bool {
	id, ok := made.(*ast.AssignStmt).Lhs[0].(*ast.Ident)
	if !ok {
		return true
	}
	told := false
	for _, s := range rest {
		if !names(s, id.Name) {
			continue
		}
		if e, ok := s.(*ast.ExprStmt); ok {
			if call, ok := unparen(e.X).(*ast.CallExpr); ok && isEvent(call) {
				told = true
				continue
			}
		}
		return true
	}
	// Nothing around is known of what a function literal or a block outside does with it.
	return !told || x.Else != nil
}

// isEvent knows a line of a log, which is no answer: log.Printf(…), log.Info().Int("n", n).Msg(…).
func isEvent(call *ast.CallExpr) bool {
	s, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || !isSpeakingName(s.Sel.Name) {
		return false
	}
	id, ok := s.X.(*ast.Ident)
	return !ok || id.Name != "fmt"
}

func names(n ast.Node, name string) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		found = found || isNamedNode(n, name)
		return !found
	})
	return found
}
