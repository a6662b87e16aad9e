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

// worksInALoop says whether a started function loops over what it is given, or is named as one that does.
func worksInALoop(x *ast.CallExpr) bool {
	if f, ok := unparen(x.Fun).(*ast.FuncLit); ok {
		for _, s := range f.Body.List {
			if labeled, ok := s.(*ast.LabeledStmt); ok {
				s = labeled.Stmt
			}
			switch loop := s.(type) {
			case *ast.ForStmt:
				if loop.Init == nil && loop.Post == nil {
					return true
				}
			case *ast.RangeStmt:
				return true
			}
		}
		return false
	}
	name := strings.ToLower(calledName(x.Fun))
	for _, word := range []string{"worker", "consume", "processqueue", "workloop", "runloop"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}
