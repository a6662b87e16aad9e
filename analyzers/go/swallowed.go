package main

import (
	"go/ast"
	"go/token"
)

// judgeSwallowed reports an error branch that drops the error in silence: it is empty, or does nothing but go on or
// return that all is well.
func (a *analysis) judgeSwallowed(x *ast.IfStmt) {
	// With more conditions than the error, what is dropped may be the expected.
	if b, ok := unparen(x.Cond).(*ast.BinaryExpr); !ok || b.Op != token.NEQ {
		return
	}
	form := ""
	switch len(x.Body.List) {
	case 0:
		form = "empty"
	case 1:
		switch s := x.Body.List[0].(type) {
		case *ast.BranchStmt:
			if s.Tok == token.CONTINUE {
				form = "continue"
			}
		case *ast.ReturnStmt:
			if returnsNil(s) && a.returnsError() {
				form = "return"
			}
		}
	}
	if form != "" {
		a.signalAt("error.swallowed", a.from(), x.Pos(), attribute{"form", stringValue(form)})
	}
}

// returnsError says whether the function under way has an error to give. Without one, nil is how it tells of a failure.
func (a *analysis) returnsError() bool {
	if a.function == nil || a.function.typ == nil || a.function.typ.Results == nil {
		return false
	}
	list := a.function.typ.Results.List
	if len(list) == 0 {
		return false
	}
	id, ok := list[len(list)-1].Type.(*ast.Ident)
	return ok && id.Name == "error"
}

func returnsNil(s *ast.ReturnStmt) bool {
	for _, e := range s.Results {
		if !isNil(e) {
			return false
		}
	}
	return len(s.Results) > 0
}
