package main

import (
	"go/ast"
	"go/token"
	"strings"
)

// judgeWorkers reports a loop that starts a fixed number of goroutines, each of which works in a loop of its own:
//
//	for i := 0; i < workers; i++ { go func() { for job := range jobs { … } }() }
func (a *analysis) judgeWorkers(pos token.Pos, body *ast.BlockStmt) {
	for _, s := range body.List {
		started, ok := s.(*ast.GoStmt)
		if !ok || started.Call == nil || !worksInALoop(started.Call) {
			continue
		}
		a.signalAt("concurrency-limit.apply", a.from(), pos, attribute{"target", stringValue("a fixed number of workers")})
		return
	}
}

// counts says whether a loop counts up to a number that is not that of the things to do.
func counts(x *ast.ForStmt) bool {
	b, ok := x.Cond.(*ast.BinaryExpr)
	if !ok || b.Op != token.LSS && b.Op != token.LEQ || x.Init == nil || x.Post == nil {
		return false
	}
	return !isLength(b.Y)
}

// isCount says whether what is ranged over is a number: told so by its name, since nothing here tells its type.
func isCount(e ast.Expr) bool {
	name := ""
	switch x := unparen(e).(type) {
	case *ast.BasicLit:
		return x.Kind == token.INT
	case *ast.Ident:
		name = x.Name
	case *ast.SelectorExpr:
		name = x.Sel.Name
	case *ast.CallExpr:
		if isLength(x) {
			return false
		}
		name = calledName(x.Fun)
	}
	name = strings.ToLower(name)
	for _, word := range []string{"concurren", "parallel", "num", "count", "size", "procs", "cpu"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return name == "n"
}

func isLength(e ast.Expr) bool {
	x, ok := unparen(e).(*ast.CallExpr)
	if !ok {
		return false
	}
	name := calledName(x.Fun)
	return name == "len" || name == "cap" || strings.EqualFold(name, "size") || strings.EqualFold(name, "length")
}

// worksInALoop says whether a started closure loops over what it receives. One that makes its own work, such as a
// generator of load, bounds nothing.
func worksInALoop(x *ast.CallExpr) bool {
	f, ok := unparen(x.Fun).(*ast.FuncLit)
	if !ok {
		return false
	}
	for _, s := range f.Body.List {
		if labeled, ok := s.(*ast.LabeledStmt); ok {
			s = labeled.Stmt
		}
		switch loop := s.(type) {
		case *ast.ForStmt:
			if loop.Init == nil && loop.Post == nil && receives(loop.Body) {
				return true
			}
		case *ast.RangeStmt:
			if loop.Key != nil && loop.Value == nil && isQueue(loop.X) {
				return true
			}
		}
	}
	return false
}

// receives says whether a loop takes a value off a channel. A tick or an end that is waited for has no name.
func receives(body *ast.BlockStmt) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		x, ok := n.(*ast.AssignStmt)
		if ok && len(x.Rhs) == 1 && len(x.Lhs) > 0 {
			arrow, isUnary := unparen(x.Rhs[0]).(*ast.UnaryExpr)
			id, isName := x.Lhs[0].(*ast.Ident)
			found = found || isUnary && arrow.Op == token.ARROW && isName && id.Name != "_" && isQueue(arrow.X)
		}
		return !found
	})
	return found
}

// isQueue says whether something is named as what work is taken from.
func isQueue(e ast.Expr) bool {
	name := ""
	switch x := unparen(e).(type) {
	case *ast.Ident:
		name = x.Name
	case *ast.SelectorExpr:
		name = x.Sel.Name
	}
	name = strings.ToLower(name)
	for _, word := range []string{"job", "task", "work", "queue", "request", "event", "item", "message", "msg", "pending", "batch"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}
