package main

import (
	"go/ast"
	"strings"
)

// judgeRestarts reports a loop that reads the configuration again and starts with it what main starts with it.
//
//	for { time.Sleep(interval); if changed() { stop(); cfg, err := loadConfig(); …; start(cfg) } }
func (a *analysis) judgeRestarts(file *ast.File) {
	if a.isTest {
		return
	}
	started := map[string]bool{}
	for _, d := range file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "main" && f.Body != nil {
			started = handedConfiguration(f.Body)
		}
	}
	if len(started) == 0 {
		return
	}
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Body == nil || f.Recv != nil || f.Name.Name == "main" {
			continue
		}
		for _, s := range f.Body.List {
			loop, ok := s.(*ast.ForStmt)
			if !ok {
				continue
			}
			for name := range handedConfiguration(loop.Body) {
				if started[name] {
					a.facts.signals = append(a.facts.signals,
						signal{kind: "configuration.restart", symbol: a.functionIDs[f], line: a.line(loop.Pos())})
					break
				}
			}
		}
	}
}

// handedConfiguration are the functions of the file that are handed what a function named for loading a configuration gave.
func handedConfiguration(body *ast.BlockStmt) map[string]bool {
	loaded := map[string]bool{}
	handed := map[string]bool{}
	ast.Inspect(body, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.AssignStmt:
			if len(x.Rhs) != 1 {
				break
			}
			if call, ok := unparen(x.Rhs[0]).(*ast.CallExpr); ok && loadsConfiguration(calledName(call.Fun)) {
				if id, ok := x.Lhs[0].(*ast.Ident); ok && id.Name != "_" {
					loaded[id.Name] = true
				}
			}
		case *ast.CallExpr:
			id, ok := x.Fun.(*ast.Ident)
			if !ok {
				break
			}
			for _, e := range x.Args {
				if given, ok := e.(*ast.Ident); ok && loaded[given.Name] {
					handed[id.Name] = true
				}
			}
		}
		return true
	})
	return handed
}

func loadsConfiguration(name string) bool {
	name = strings.ToLower(name)
	for _, verb := range []string{"load", "read", "parse", "get"} {
		if strings.HasPrefix(name, verb) && (strings.Contains(name, "conf") || strings.Contains(name, "settings")) {
			return true
		}
	}
	return false
}
