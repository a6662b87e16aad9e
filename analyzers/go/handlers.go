package main

import (
	"go/ast"
	"go/token"
	"strconv"
	"strings"
)

// handler is a request handler under judgement.
type handler struct {
	a *analysis
	// answers are the parameters through which an answer is written.
	answers  map[string]bool
	statuses map[string]bool
	other    bool
}

// statusCodes are the names of net/http that constant handlers use.
var statusCodes = map[string]int{
	"StatusOK": 200, "StatusCreated": 201, "StatusAccepted": 202, "StatusNoContent": 204,
	"StatusMovedPermanently": 301, "StatusFound": 302, "StatusSeeOther": 303, "StatusNotModified": 304,
	"StatusTemporaryRedirect": 307, "StatusPermanentRedirect": 308, "StatusBadRequest": 400, "StatusUnauthorized": 401,
	"StatusForbidden": 403, "StatusNotFound": 404, "StatusMethodNotAllowed": 405, "StatusGone": 410, "StatusTeapot": 418,
	"StatusTooManyRequests": 429, "StatusInternalServerError": 500, "StatusNotImplemented": 501, "StatusBadGateway": 502,
	"StatusServiceUnavailable": 503, "StatusGatewayTimeout": 504,
}

// judgeHandler reports a request handler that calls nothing but what writes its answer, always with the same status.
func (a *analysis) judgeHandler(f *function) {
	answers := a.answerParameters(f.typ)
	if answers == nil || len(f.body.List) == 0 {
		return
	}
	h := handler{a: a, answers: answers, statuses: map[string]bool{}}
	always := 0
	for _, s := range f.body.List {
		before := len(h.statuses)
		ast.Inspect(s, h.visit)
		switch s.(type) {
		case *ast.ExprStmt, *ast.ReturnStmt, *ast.AssignStmt:
			always += len(h.statuses) - before
		}
	}
	// A status that is only given under a condition leaves the usual one for the other case.
	if always == 0 {
		h.statuses["200"] = true
	}
	if h.other || len(h.statuses) > 1 {
		return
	}
	status := ""
	for s := range h.statuses {
		status = s
	}
	value := stringValue(status)
	if n, err := strconv.Atoi(status); err == nil {
		value = numberValue(n)
	}
	a.signalAt("handler.constant", f.id, f.body.Pos(), attribute{"status", value})
}

// answerParameters are the parameters of a request handler through which it answers; nil for other functions.
func (a *analysis) answerParameters(t *ast.FuncType) map[string]bool {
	if t == nil || t.Params == nil || len(t.Params.List) == 0 || len(t.Params.List) > 2 {
		return nil
	}
	answers := map[string]bool{}
	requests := 0
	for _, field := range t.Params.List {
		s, ok := bare(field.Type).(*ast.SelectorExpr)
		if !ok {
			return nil
		}
		id, ok := s.X.(*ast.Ident)
		if !ok {
			return nil
		}
		path, _ := a.importPath(id.Name, s.Sel.Name)
		switch {
		case path == "net/http" && s.Sel.Name == "ResponseWriter" && len(t.Params.List) == 2,
			s.Sel.Name == "Context" && strings.Contains(path, "/gin"),
			s.Sel.Name == "Context" && strings.Contains(path, "/echo"),
			s.Sel.Name == "Ctx" && strings.Contains(path, "/fiber"),
			s.Sel.Name == "RequestCtx" && strings.Contains(path, "/fasthttp"):
			for _, name := range field.Names {
				answers[name.Name] = true
			}
		case path == "net/http" && s.Sel.Name == "Request":
			requests++
		default:
			return nil
		}
	}
	if len(answers) == 0 || requests == 0 && len(t.Params.List) == 2 {
		return nil
	}
	return answers
}

func (h *handler) visit(n ast.Node) bool {
	switch x := n.(type) {
	case *ast.FuncLit, *ast.GoStmt, *ast.SendStmt, *ast.SelectStmt:
		h.other = true
	case *ast.UnaryExpr:
		h.other = h.other || x.Op == token.ARROW
	case *ast.CallExpr:
		h.call(x)
	}
	return !h.other
}

// call judges one call: it writes the answer, is harmless, or makes the handler more than constant.
func (h *handler) call(x *ast.CallExpr) {
	fun := unparen(x.Fun)
	if isTypeExpression(fun) {
		return
	}
	switch f := fun.(type) {
	case *ast.Ident:
		switch f.Name {
		case "len", "make", "append", "new", "cap", "min", "max":
			return
		}
	case *ast.SelectorExpr:
		if h.isAnswer(f.X) {
			h.method(f.Sel.Name, x.Args)
			return
		}
		if id, ok := rootOf(f.X).(*ast.Ident); ok && h.harmless(id.Name, f.Sel.Name, x) {
			return
		}
	}
	h.other = true
}

// isAnswer says whether e is the answer's parameter or a chain of calls on it.
func (h *handler) isAnswer(e ast.Expr) bool {
	id, ok := rootOf(e).(*ast.Ident)
	return ok && h.answers[id.Name]
}

func rootOf(e ast.Expr) ast.Expr {
	for {
		switch x := e.(type) {
		case *ast.SelectorExpr:
			e = x.X
		case *ast.CallExpr:
			e = x.Fun
		case *ast.ParenExpr:
			e = x.X
		default:
			return e
		}
	}
}

// method judges a method of the answer. Its status, where it takes one, is the first argument.
func (h *handler) method(name string, arguments []ast.Expr) {
	switch name {
	case "WriteHeader", "JSON", "String", "HTML", "XML", "YAML", "Status", "SendStatus", "AbortWithStatus", "NoContent",
		"IndentedJSON", "PureJSON", "JSONPretty", "Blob", "Data", "AbortWithStatusJSON", "SetStatusCode", "SendString",
		"JSONBlob", "Redirect":
		if len(arguments) > 0 {
			h.status(arguments[0], name)
		}
	case "Next", "Bind", "BindJSON", "ShouldBind", "ShouldBindJSON", "BodyParser", "Param", "QueryParam", "FormValue",
		"Get", "MustGet", "Locals", "Query", "Params", "PostForm", "FormFile", "Cookie":
		h.other = true
	}
}

func (h *handler) status(e ast.Expr, method string) {
	switch x := unparen(e).(type) {
	case *ast.BasicLit:
		if x.Kind == token.INT {
			h.statuses[x.Value] = true
		}
		return
	case *ast.SelectorExpr:
		if code, ok := statusCodes[x.Sel.Name]; ok {
			h.statuses[strconv.Itoa(code)] = true
			return
		}
		if strings.HasPrefix(x.Sel.Name, "Status") {
			h.statuses[x.Sel.Name] = true
			return
		}
	}
	// fiber's JSON and SendString take no status; of all others it is not constant.
	if method != "JSON" && method != "SendString" {
		h.other = true
	}
}

// harmless knows calls of packages that write to the answer they are given, tell the time, or log.
func (h *handler) harmless(qualifier, name string, x *ast.CallExpr) bool {
	if h.a.declared[qualifier] == declaredFunction {
		return false
	}
	path := h.a.imports.named[qualifier]
	switch path {
	case "net/http":
		if name == "Error" && len(x.Args) == 3 {
			h.status(x.Args[2], name)
			return true
		}
		if name == "NotFound" {
			h.statuses["404"] = true
		}
		return name == "StatusText" || name == "NotFound"
	case "fmt":
		return strings.HasPrefix(name, "Fprint") && len(x.Args) > 0 && h.isAnswer(x.Args[0]) || strings.HasPrefix(name, "Sprint")
	case "io":
		return name == "WriteString" && len(x.Args) > 0 && h.isAnswer(x.Args[0])
	case "encoding/json":
		return name == "NewEncoder" && len(x.Args) == 1 && h.isAnswer(x.Args[0]) || name == "Encode" || name == "Marshal" ||
			name == "SetIndent"
	case "time", "strconv", "strings", "log", "log/slog":
		return !strings.HasPrefix(name, "Fatal")
	}
	return path == "" && isSpeaking(x) && strings.Contains(strings.ToLower(qualifier), "log")
}
