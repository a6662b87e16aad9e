package main

import (
	"go/ast"
	"go/token"
	"strings"
)

// judgeExit reports a wait for SIGTERM or SIGINT behind which the process merely ends.
func (a *analysis) judgeExit(f *function) {
	if !a.importsSignals() {
		return
	}
	a.exitsIn(f, f.body.List, f.name == "main" && !defers(f.body))
}

func (a *analysis) importsSignals() bool {
	for _, path := range a.imports.named {
		if path == "os/signal" {
			return true
		}
	}
	return false
}

// exitsIn looks through a list of statements for a wait that is followed only by words and an exit. last says that
// behind the list the process ends as well.
func (a *analysis) exitsIn(f *function, list []ast.Stmt, last bool) {
	for i, s := range list {
		switch x := s.(type) {
		case *ast.ExprStmt, *ast.AssignStmt:
			if received := receivedFrom(s); received != nil && a.isSignalChannel(f, received) && onlyExits(list[i+1:], last) {
				a.signalAt("signal.exit-only", f.id, s.Pos())
			}
		case *ast.ForStmt:
			a.exitsIn(f, x.Body.List, false)
		case *ast.RangeStmt:
			if a.isSignalChannel(f, x.X) && onlyExits(x.Body.List, false) {
				a.signalAt("signal.exit-only", f.id, s.Pos())
			}
		case *ast.SelectStmt:
			for _, clause := range x.Body.List {
				c, ok := clause.(*ast.CommClause)
				if !ok {
					continue
				}
				if received := receivedFrom(c.Comm); received != nil && a.isSignalChannel(f, received) && onlyExits(c.Body, false) {
					a.signalAt("signal.exit-only", f.id, c.Pos())
				}
			}
		}
	}
}

// receivedFrom is the channel that a statement receives from.
func receivedFrom(s ast.Stmt) ast.Expr {
	var e ast.Expr
	switch x := s.(type) {
	case *ast.ExprStmt:
		e = x.X
	case *ast.AssignStmt:
		if len(x.Rhs) == 1 {
			e = x.Rhs[0]
		}
	}
	if u, ok := e.(*ast.UnaryExpr); ok && u.Op == token.ARROW {
		return unparen(u.X)
	}
	return nil
}

// isSignalChannel says whether a function around gives this channel to signal.Notify, or got the context whose end it
// tells from signal.NotifyContext.
func (a *analysis) isSignalChannel(f *function, channel ast.Expr) bool {
	asked := "Notify"
	if call, ok := channel.(*ast.CallExpr); ok {
		s, ok := call.Fun.(*ast.SelectorExpr)
		if !ok || s.Sel.Name != "Done" {
			return false
		}
		asked, channel = "NotifyContext", unparen(s.X)
	}
	id, ok := channel.(*ast.Ident)
	if !ok {
		return false
	}
	found := false
	for outer := f; outer != nil && !found; outer = outer.outer {
		if outer.body == nil {
			continue
		}
		ast.Inspect(outer.body, func(n ast.Node) bool {
			switch x := n.(type) {
			case *ast.CallExpr:
				if asked == "Notify" && len(x.Args) > 0 && a.isSignalCall(x, asked) && isNamed(x.Args[0], id.Name) {
					found = !onlyOtherSignals(x.Args[1:])
				}
			case *ast.AssignStmt:
				if asked != "NotifyContext" || len(x.Rhs) != 1 || !isNamed(x.Lhs[0], id.Name) {
					break
				}
				if call, ok := x.Rhs[0].(*ast.CallExpr); ok && len(call.Args) > 0 && a.isSignalCall(call, asked) {
					found = !onlyOtherSignals(call.Args[1:])
				}
			}
			return !found
		})
	}
	return found
}

// isSignalCall knows a call of a function of os/signal.
func (a *analysis) isSignalCall(call *ast.CallExpr, name string) bool {
	s, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || s.Sel.Name != name {
		return false
	}
	qualifier, ok := s.X.(*ast.Ident)
	return ok && a.imports.named[qualifier.Name] == "os/signal"
}

func isNamed(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}

// onlyOtherSignals says whether none of the signals asked for is one that asks a process to end.
func onlyOtherSignals(list []ast.Expr) bool {
	for _, e := range list {
		s, ok := e.(*ast.SelectorExpr)
		if !ok {
			return false
		}
		switch s.Sel.Name {
		case "SIGTERM", "SIGINT", "SIGQUIT", "Interrupt", "Kill", "SIGKILL":
			return false
		}
	}
	return len(list) > 0
}

// onlyExits says whether statements do nothing but speak and end the process.
func onlyExits(list []ast.Stmt, last bool) bool {
	for _, s := range list {
		switch x := s.(type) {
		case *ast.ExprStmt:
			call, ok := x.X.(*ast.CallExpr)
			if !ok {
				return false
			}
			if s, ok := call.Fun.(*ast.SelectorExpr); ok && (s.Sel.Name == "Exit" || strings.HasPrefix(s.Sel.Name, "Fatal")) {
				return true
			}
			if !isSpeaking(call) {
				return false
			}
		case *ast.ReturnStmt:
			return last && len(x.Results) == 0
		default:
			return false
		}
	}
	return last
}

// isSpeaking knows calls that log or print, and signal.Stop.
func isSpeaking(call *ast.CallExpr) bool {
	switch x := call.Fun.(type) {
	case *ast.Ident:
		// stop and cancel are what the functions that NotifyContext gives are called.
		return x.Name == "println" || x.Name == "print" || x.Name == "stop" || x.Name == "cancel"
	case *ast.SelectorExpr:
		name := x.Sel.Name
		if isSpeakingName(name) {
			return true
		}
		if id, ok := x.X.(*ast.Ident); ok && id.Name == "signal" {
			return name == "Stop" || name == "Reset"
		}
	}
	return false
}

func defers(body *ast.BlockStmt) bool {
	for _, s := range body.List {
		if _, ok := s.(*ast.DeferStmt); ok {
			return true
		}
	}
	return false
}
