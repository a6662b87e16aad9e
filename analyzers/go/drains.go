package main

import (
	"go/ast"
	"go/token"
	"strings"
)

// judgeDrain reports a queue of the program's own that is emptied once somebody has asked for the end:
//
//	case <-s.stop:
//		for {
//			select {
//			case job := <-s.queue: s.handle(job)
//			default: return
//			}
//		}
func (a *analysis) judgeDrain(x *ast.SelectStmt) {
	if a.isTest {
		return
	}
	for _, clause := range x.Body.List {
		c, ok := clause.(*ast.CommClause)
		if !ok || c.Comm == nil || !asksForEnd(receivedFrom(c.Comm)) {
			continue
		}
		for _, s := range c.Body {
			if queue := emptiedBy(s); queue != "" {
				a.signalAt("shutdown-flush.buffer", a.from(), c.Pos(), attribute{"target", stringValue(queue)})
				a.signalAt("shutdown-flush.flush", a.from(), s.Pos(), attribute{"target", stringValue("the rest of " + queue)})
			}
		}
	}
}

// asksForEnd says whether a channel is named as one on which the end is asked for.
func asksForEnd(channel ast.Expr) bool {
	name := ""
	switch x := channel.(type) {
	case *ast.Ident:
		name = x.Name
	case *ast.SelectorExpr:
		name = x.Sel.Name
	case *ast.CallExpr:
		name = calledName(x.Fun)
	}
	name = strings.ToLower(name)
	for _, word := range []string{"drain", "done", "stop", "quit", "shut", "clos", "exit", "term", "end"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}

// emptiedBy is the name of the channel that a loop takes from until nothing is left in it, and then leaves.
func emptiedBy(s ast.Stmt) string {
	if labeled, ok := s.(*ast.LabeledStmt); ok {
		s = labeled.Stmt
	}
	loop, ok := s.(*ast.ForStmt)
	if !ok {
		return ""
	}
	for _, inner := range loop.Body.List {
		choice, ok := inner.(*ast.SelectStmt)
		if !ok {
			continue
		}
		queue, leaves := "", false
		for _, clause := range choice.Body.List {
			c, ok := clause.(*ast.CommClause)
			switch {
			case !ok:
			case c.Comm == nil:
				leaves = leavesLoop(c.Body)
			case takesValue(c.Comm) && len(c.Body) > 0:
				queue = shownName(receivedFrom(c.Comm))
			}
		}
		if leaves && queue != "" {
			return queue
		}
	}
	return ""
}

// takesValue says whether a statement gives what it receives a name.
func takesValue(s ast.Stmt) bool {
	x, ok := s.(*ast.AssignStmt)
	if !ok || x.Tok != token.DEFINE && x.Tok != token.ASSIGN {
		return false
	}
	id, ok := x.Lhs[0].(*ast.Ident)
	return ok && id.Name != "_"
}

func shownName(e ast.Expr) string {
	switch x := e.(type) {
	case *ast.Ident:
		return x.Name
	case *ast.SelectorExpr:
		return x.Sel.Name
	}
	return ""
}
