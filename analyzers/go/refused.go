package main

import (
	"go/ast"
	"path"
	"regexp"
	"strings"
)

var (
	configurationFolder = regexp.MustCompile(`(?i)^(app_?)?(config|configs|configuration|settings|conf|cfg)(\.go)?$`)
	configurationReader = regexp.MustCompile(`(?i)^(must_?)?(load|parse|read|new|get|make|init|from|decode|unmarshal)?_?(app_?|server_?|service_?)?(config(uration)?|settings|conf|cfg)(_?(from|file)\w*)?$`)
)

// judgeRefusedSettings reports a function of the configuration's that refuses what it is given with an error of its own:
//
//	func Load(path string) (*Config, error) {
//		…
//		if cfg.Port < 1 { return nil, fmt.Errorf("invalid port %d", cfg.Port) }
//
// Who handed on an error of others says nothing of the settings.
func (a *analysis) judgeRefusedSettings(f *function) {
	if a.isTest || f.body == nil || f.typ == nil || f.isClosure || !returnsErrorLast(f.typ) || !a.isOfConfiguration(f.name) {
		return
	}
	ast.Inspect(f.body, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.IfStmt:
			if onError, _ := a.errorBranches(x.Cond); onError {
				return false
			}
			if at := refusal(x.Body.List); at != nil {
				a.signalAt("config-validation.refuse", f.id, at.Pos())
				return false
			}
		case *ast.CaseClause:
			if at := refusal(x.Body); at != nil {
				a.signalAt("config-validation.refuse", f.id, at.Pos())
				return false
			}
		}
		return true
	})
}

// isOfConfiguration says whether a function stands in the package of the configuration, or reads one by its name.
func (a *analysis) isOfConfiguration(name string) bool {
	name = name[strings.LastIndexByte(name, '.')+1:]
	return configurationFolder.MatchString(path.Base(path.Dir(a.path))) || configurationFolder.MatchString(path.Base(a.path)) ||
		configurationReader.MatchString(name)
}

func returnsErrorLast(t *ast.FuncType) bool {
	if t.Results == nil || len(t.Results.List) == 0 {
		return false
	}
	id, ok := t.Results.List[len(t.Results.List)-1].Type.(*ast.Ident)
	return ok && id.Name == "error"
}

// refusal is the return of an error that is made on the spot, with which statements end.
func refusal(list []ast.Stmt) ast.Node {
	if len(list) == 0 {
		return nil
	}
	x, ok := list[len(list)-1].(*ast.ReturnStmt)
	if !ok || len(x.Results) == 0 {
		return nil
	}
	call, ok := unparen(x.Results[len(x.Results)-1]).(*ast.CallExpr)
	if !ok {
		return nil
	}
	s, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	switch s.Sel.Name {
	case "Errorf", "New":
		if id, ok := s.X.(*ast.Ident); ok && (id.Name == "fmt" || id.Name == "errors" || id.Name == "xerrors") {
			return x
		}
	}
	return nil
}
