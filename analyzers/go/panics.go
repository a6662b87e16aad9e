package main

import (
	"go/ast"
	"go/token"
)

// deferredCall is a function deferred by name.
type deferredCall struct {
	from   int32
	called ref
	line   int
}

func (a *analysis) signalAt(kind string, symbol int32, pos token.Pos, attributes ...attribute) {
	a.facts.signals = append(a.facts.signals,
		signal{kind: kind, symbol: symbol, line: a.line(pos), attributes: attributes})
}

// judgeFunction sends the signals that the shape of a whole body gives.
func (a *analysis) judgeFunction(f *function) {
	if f.body == nil {
		return
	}
	if f.recovers && !panicsAgain(f.body.List) {
		if f.deferredHere && f.outer != nil {
			a.signalAt("panic.contained", f.outer.id, f.body.Pos())
		} else {
			a.signalAt("panic.contained", f.id, f.body.Pos())
			a.recovering[f.name] = true
		}
	}
	a.judgeHandler(f)
	a.judgeOptional(f)
	a.judgeExit(f)
	a.judgeRefusedSettings(f)
}

// containDeferred signals the functions that defer, by its name, a function of this file that recovers.
func (a *analysis) containDeferred() {
	for _, d := range a.deferred {
		name := ""
		switch e := a.refs.entries[d.called]; e.kind {
		case refName:
			name = e.text
		case refMember:
			if e.of >= 0 && a.refs.entries[e.of].kind == refName {
				name = a.refs.entries[e.of].text + "." + e.text
			}
		}
		if a.recovering[name] {
			a.facts.signals = append(a.facts.signals, signal{kind: "panic.contained", symbol: d.from, line: d.line})
		}
	}
}

// panicsAgain says whether a recovering body always goes on to panic or to end the process. A panic under a condition
// of its own, such as for http.ErrAbortHandler, lets the others be contained.
func panicsAgain(list []ast.Stmt) bool {
	for _, s := range list {
		switch x := s.(type) {
		case *ast.ExprStmt:
			if call, ok := x.X.(*ast.CallExpr); ok && endsProcess(call) {
				return true
			}
		case *ast.BlockStmt:
			if panicsAgain(x.List) {
				return true
			}
		case *ast.IfStmt:
			otherwise, ok := x.Else.(*ast.BlockStmt)
			// The test of what recover gave is no condition of its own.
			if always := testsNil(x.Cond); !always && !ok || !panicsAgain(x.Body.List) {
				continue
			} else if always || panicsAgain(otherwise.List) {
				return true
			}
		}
	}
	return false
}

func testsNil(cond ast.Expr) bool {
	b, ok := unparen(cond).(*ast.BinaryExpr)
	return ok && b.Op == token.NEQ && (isNil(b.X) || isNil(b.Y))
}

// endsEvent says whether an event that is being written ends the process when it is: log.Fatal().Err(err).Msg("…").
func endsEvent(e ast.Expr) bool {
	for range 30 {
		call, ok := unparen(e).(*ast.CallExpr)
		if !ok {
			return false
		}
		x, ok := call.Fun.(*ast.SelectorExpr)
		if !ok {
			return false
		}
		if (x.Sel.Name == "Fatal" || x.Sel.Name == "Panic") && len(call.Args) == 0 {
			return true
		}
		e = x.X
	}
	return false
}

// endsProcess knows panic, os.Exit and the Fatal functions of loggers.
func endsProcess(call *ast.CallExpr) bool {
	switch x := call.Fun.(type) {
	case *ast.Ident:
		return x.Name == "panic"
	case *ast.SelectorExpr:
		switch x.Sel.Name {
		case "Exit", "Exitf", "Fatal", "Fatalf", "Fatalln", "Fatalw", "Panic", "Panicf", "Panicln", "Panicw", "Goexit":
			return true
		case "Msg", "Msgf", "Send":
			return endsEvent(x.X)
		}
	}
	return false
}
