package main

import (
	"go/ast"
	"go/constant"
	"go/token"
	"math"
	"slices"
	"strconv"
	"strings"
)

// literal folds an expression of literals to a value. Durations such as 5*time.Second are strings.
func (a *analysis) literal(e ast.Expr) (literal, bool) {
	switch x := unparen(e).(type) {
	case *ast.Ident:
		return a.identifierLiteral(x)
	case *ast.BasicLit:
		if x.Kind == token.STRING {
			text, err := strconv.Unquote(x.Value)
			return stringValue(text), err == nil
		}
		if v := a.constant(x); v != nil {
			return constantLiteral(v)
		}
	case *ast.UnaryExpr, *ast.BinaryExpr:
		if v := a.constant(x); v != nil {
			return constantLiteral(v)
		}
	case *ast.SelectorExpr, *ast.CallExpr:
	default:
		return literal{}, false
	}
	if text, isUnit := a.duration(e); isUnit {
		return stringValue(text), true
	}
	return literal{}, false
}

// plainValue is the value of a literal, or of a constant that this file declares.
func (a *analysis) plainValue(e ast.Expr) (literal, bool) {
	if value, ok := a.literal(e); ok {
		return value, true
	}
	if id, ok := unparen(e).(*ast.Ident); ok && a.scopes.lookup(id.Name) == nil {
		value, ok := a.constants[id.Name]
		return value, ok
	}
	return literal{}, false
}

func (a *analysis) identifierLiteral(x *ast.Ident) (literal, bool) {
	if l := a.scopes.lookup(x.Name); l != nil {
		if l.value.kind == noLiteral || a.isReassigned(x.Name) {
			return literal{}, false
		}
		return l.value, true
	}
	if a.declared[x.Name] != 0 {
		return literal{}, false
	}
	switch x.Name {
	case "true", "false":
		return boolValue(x.Name == "true"), true
	case "nil":
		return literal{kind: nullLiteral}, true
	}
	return literal{}, false
}

// literalRef is the type of a literal.
func (a *analysis) literalRef(value literal) ref {
	switch value.kind {
	case trueLiteral, falseLiteral:
		return a.refs.builtin("bool")
	case numberLiteral:
		return a.refs.builtin("int")
	case stringLiteral:
		if isDurationText(value.text) {
			return a.refs.importRef("time", "Duration")
		}
		return a.refs.builtin("string")
	}
	return unknown
}

// isDurationText tells what duration renders from other strings, well enough for the type of a local variable.
func isDurationText(text string) bool {
	i := strings.Index(text, "time.")
	return i >= 0 && strings.Trim(text[:i], "0123456789._*+-/") == "" && !strings.Contains(text, " ")
}

func constantLiteral(v constant.Value) (literal, bool) {
	switch v.Kind() {
	case constant.Bool:
		return boolValue(constant.BoolVal(v)), true
	case constant.String:
		return stringValue(constant.StringVal(v)), true
	case constant.Int:
		if i, exact := constant.Int64Val(v); exact {
			return literal{numberLiteral, strconv.FormatInt(i, 10)}, true
		}
	}
	if v.Kind() != constant.Int && v.Kind() != constant.Float {
		return literal{}, false
	}
	f, _ := constant.Float64Val(v)
	if math.IsInf(f, 0) || math.IsNaN(f) {
		return literal{}, false
	}
	return literal{numberLiteral, strconv.FormatFloat(f, 'g', -1, 64)}, true
}

// constant folds literals; it is nil where anything else takes part.
func (a *analysis) constant(e ast.Expr) constant.Value {
	switch x := e.(type) {
	case *ast.BasicLit:
		if x.Kind == token.IMAG || x.Kind != token.STRING && len(x.Value) > 64 {
			return nil
		}
		return known(constant.MakeFromLiteral(x.Value, x.Kind, 0))
	case *ast.ParenExpr:
		return a.constant(x.X)
	case *ast.Ident:
		return a.constantOfFile(x)
	case *ast.UnaryExpr:
		v := a.constant(x.X)
		if v == nil || !isNumeric(v) || x.Op != token.SUB && x.Op != token.ADD {
			return nil
		}
		return known(constant.UnaryOp(x.Op, v, 0))
	case *ast.BinaryExpr:
		left := a.constant(x.X)
		if left == nil {
			return nil
		}
		right := a.constant(x.Y)
		if right == nil {
			return nil
		}
		return fold(left, x.Op, right)
	}
	return nil
}

// maximalFolded bounds how often declared constants and entries of tables are put where they are used in one file.
const maximalFolded = 10_000

// constantOfFile is the value of a constant that this file declares, above its use if that is a constant too.
func (a *analysis) constantOfFile(x *ast.Ident) constant.Value {
	value, ok := a.constants[x.Name]
	// Joined texts of texts grow with each step, so both their length and their number have an end.
	if !ok || len(value.text) > 256 || a.folded >= maximalFolded || a.scopes.lookup(x.Name) != nil {
		return nil
	}
	a.folded++
	switch value.kind {
	case stringLiteral:
		return constant.MakeString(value.text)
	case numberLiteral:
		if n, err := strconv.ParseInt(value.text, 10, 64); err == nil {
			return constant.MakeInt64(n)
		}
	}
	return nil
}

// concatenation is the text of joined strings of which some are known, with {} for what is computed: a route below a
// prefix of the configuration, a query with a name in it.
func (a *analysis) concatenation(e ast.Expr) (string, bool) {
	var parts []string
	known := false
	for {
		if len(parts) == 32 {
			return "", false
		}
		b, ok := unparen(e).(*ast.BinaryExpr)
		if ok && b.Op != token.ADD {
			return "", false
		}
		part := e
		if ok {
			part = b.Y
		}
		text := "{}"
		if value, ok := a.literal(part); ok {
			if value.kind != stringLiteral || isDurationText(value.text) {
				return "", false
			}
			text, known = value.text, true
		}
		parts = append(parts, text)
		if !ok {
			break
		}
		e = b.X
	}
	slices.Reverse(parts)
	return strings.Join(parts, ""), known && len(parts) > 1
}

// fold applies an operator where it is defined, and its result stays small.
func fold(left constant.Value, op token.Token, right constant.Value) constant.Value {
	if left.Kind() == constant.String && right.Kind() == constant.String && op == token.ADD {
		return constant.BinaryOp(left, op, right)
	}
	if !isNumeric(left) || !isNumeric(right) {
		return nil
	}
	switch op {
	case token.SHL, token.SHR:
		if right.Kind() != constant.Int || left.Kind() != constant.Int {
			return nil
		}
		count, exact := constant.Uint64Val(right)
		if !exact || count > 128 {
			return nil
		}
		return known(constant.Shift(left, op, uint(count)))
	case token.ADD, token.SUB, token.MUL:
		if v := known(constant.BinaryOp(left, op, right)); v != nil {
			if f, _ := constant.Float64Val(v); math.Abs(f) < 1e100 {
				return v
			}
		}
	case token.QUO:
		if constant.Sign(right) == 0 {
			return nil
		}
		if left.Kind() == constant.Int && right.Kind() == constant.Int {
			op = token.QUO_ASSIGN // the package's name for integer division
		}
		return known(constant.BinaryOp(left, op, right))
	}
	return nil
}

func isNumeric(v constant.Value) bool {
	return v.Kind() == constant.Int || v.Kind() == constant.Float
}

func known(v constant.Value) constant.Value {
	if v.Kind() == constant.Unknown {
		return nil
	}
	return v
}

// duration renders arithmetic of numbers and units of package time; isUnit says whether a unit takes part.
func (a *analysis) duration(e ast.Expr) (text string, isUnit bool) {
	switch x := e.(type) {
	case *ast.ParenExpr:
		return a.duration(x.X)
	case *ast.SelectorExpr:
		if a.isTimeUnit(x) {
			return "time." + x.Sel.Name, true
		}
	case *ast.BasicLit:
		if x.Kind == token.INT || x.Kind == token.FLOAT {
			return x.Value, false
		}
	case *ast.CallExpr:
		if s, ok := x.Fun.(*ast.SelectorExpr); ok && s.Sel.Name == "Duration" && len(x.Args) == 1 && a.isOfTime(s) {
			return a.duration(x.Args[0])
		}
	case *ast.BinaryExpr:
		switch x.Op {
		case token.MUL, token.ADD, token.SUB, token.QUO:
		default:
			return "", false
		}
		left, leftUnit := a.duration(x.X)
		if left == "" {
			return "", false
		}
		right, rightUnit := a.duration(x.Y)
		if right == "" {
			return "", false
		}
		return left + x.Op.String() + right, leftUnit || rightUnit
	}
	return "", false
}

func (a *analysis) isTimeUnit(x *ast.SelectorExpr) bool {
	switch x.Sel.Name {
	case "Nanosecond", "Microsecond", "Millisecond", "Second", "Minute", "Hour":
		return a.isOfTime(x)
	}
	return false
}

func (a *analysis) isOfTime(x *ast.SelectorExpr) bool {
	id, ok := x.X.(*ast.Ident)
	return ok && a.imports.named[id.Name] == "time" && a.scopes.lookup(id.Name) == nil
}

// isReassigned says whether the function under way assigns this name again, anywhere, or takes its address. Its
// literal is then not what it always holds.
func (a *analysis) isReassigned(name string) bool {
	if a.reassigned == nil {
		a.reassigned = map[string]bool{}
		if a.outermost != nil {
			ast.Inspect(a.outermost, a.noteReassigned)
		}
	}
	return a.reassigned[name]
}

func (a *analysis) noteReassigned(n ast.Node) bool {
	note := func(e ast.Expr) {
		if id, ok := unparen(e).(*ast.Ident); ok {
			a.reassigned[id.Name] = true
		}
	}
	switch x := n.(type) {
	case *ast.AssignStmt:
		// In a := of several names, some may be old.
		if x.Tok != token.DEFINE || len(x.Lhs) > 1 {
			for _, e := range x.Lhs {
				note(e)
			}
		}
	case *ast.IncDecStmt:
		note(x.X)
	case *ast.UnaryExpr:
		if x.Op == token.AND {
			note(x.X)
		}
	case *ast.RangeStmt:
		note(x.Key)
		note(x.Value)
	}
	return true
}
