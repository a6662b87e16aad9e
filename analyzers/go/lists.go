package main

import (
	"go/ast"
	"regexp"
)

// listOfAllowed matches the names of lists of who may do something.
var listOfAllowed = regexp.MustCompile(`(?i)^_?(allowed|permitted|authori[sz]ed|trusted)_?(subjects?|users?(names?)?|emails?|groups?|roles?|domains?|orgs?|organi[sz]ations?|teams?|logins?|members?|accounts?|admins?)$|^_?admin(istrator)?_?(users|emails|groups|ids)$`)

// judgeAllowed reports a search for somebody in a list of who is let in.
//
//	for _, subject := range c.AllowedSubjects { if subject == token.Subject { … } }
func (a *analysis) judgeAllowed(x *ast.RangeStmt) {
	if a.isTest || x.Value == nil || !listOfAllowed.MatchString(shownName(unparen(x.X))) {
		return
	}
	value, ok := x.Value.(*ast.Ident)
	if !ok || value.Name == "_" {
		return
	}
	compared := false
	ast.Inspect(x.Body, func(n ast.Node) bool {
		branch, ok := n.(*ast.IfStmt)
		if !ok {
			return !compared
		}
		ast.Inspect(branch.Cond, func(n ast.Node) bool {
			compared = compared || isNamedNode(n, value.Name)
			return !compared
		})
		return !compared
	})
	if compared {
		a.signalAt("authorization.check", a.from(), x.Pos())
	}
}

// codeFields are the fields of answers and errors that hold a stable code.
var codeFields = map[string]bool{"ErrorType": true, "ErrorCode": true, "ErrCode": true, "ErrorKind": true}

// judgeCoded reports an answer or error that is given a code in a field of its own.
func (a *analysis) judgeCoded(x *ast.CompositeLit) {
	if a.isTest {
		return
	}
	for _, e := range x.Elts {
		pair, ok := e.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		id, ok := pair.Key.(*ast.Ident)
		if !ok || isEmptyText(pair.Value) {
			continue
		}
		if codeFields[id.Name] || id.Name == "Code" && isErrorAnswer(x.Type) && a.isCodeText(pair.Value) {
			a.signalAt("error-codes.field", a.from(), pair.Pos())
			return
		}
	}
}

// errorAnswer matches the names of what a request is answered with where it fails.
var errorAnswer = regexp.MustCompile(`(?i)^(api|app|http|rest|json|service|domain)?_?(error|err|problem)_?(response|resp|body|detail|details|payload|envelope|message)?$`)

func isErrorAnswer(t ast.Expr) bool {
	switch x := t.(type) {
	case *ast.Ident:
		return errorAnswer.MatchString(x.Name)
	case *ast.SelectorExpr:
		return errorAnswer.MatchString(x.Sel.Name)
	}
	return false
}

// isCodeText says whether a value is a text: a number is the status of the protocol, which that tells anyway.
func (a *analysis) isCodeText(e ast.Expr) bool {
	if value, ok := a.literal(e); ok {
		return value.kind == stringLiteral
	}
	id, ok := unparen(e).(*ast.Ident)
	if !ok {
		return false
	}
	l := a.scopes.lookup(id.Name)
	return l != nil && l.count == 1 && a.refs.isBuiltin(l.holds[0], "string")
}

func isEmptyText(e ast.Expr) bool {
	l, ok := e.(*ast.BasicLit)
	return ok && (l.Value == `""` || l.Value == "``")
}

// idOfRequest matches the keys under which log lines carry the id of a request or trace.
var idOfRequest = regexp.MustCompile(`(?i)(^|[._-])(req(uest)?|trace|correlation)[._-]?id$`)

// judgeLogged reports fields of log lines that name the request: logrus.Fields{"http.req.id": id}.
func (a *analysis) judgeLogged(x *ast.CompositeLit) {
	s, ok := x.Type.(*ast.SelectorExpr)
	if !ok || a.isTest || s.Sel.Name != "Fields" {
		return
	}
	id, ok := s.X.(*ast.Ident)
	if !ok {
		return
	}
	switch a.imports.named[id.Name] {
	case "github.com/sirupsen/logrus", "github.com/apex/log":
	default:
		return
	}
	for _, e := range x.Elts {
		if pair, ok := e.(*ast.KeyValueExpr); ok {
			if key, ok := pair.Key.(*ast.BasicLit); ok && len(key.Value) > 2 && idOfRequest.MatchString(key.Value[1:len(key.Value)-1]) {
				a.signalAt("log-correlation.bind", a.from(), pair.Pos())
				return
			}
		}
	}
}
