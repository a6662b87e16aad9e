package main

import (
	"go/ast"
	"go/token"
	"strings"
)

// conditionTest is what a condition asks of a configured value.
type conditionTest uint8

const (
	isSet conditionTest = iota
	isUnset
	equalsAny
	differsFromAll
	// isNeeded says that the program does not go on without the value: nothing is gated by it.
	isNeeded
)

var conditionWords = []string{"set", "unset", "equals", "differs", "required"}

func (t conditionTest) negated() conditionTest { return t ^ 1 }

// condition is a question to the configuration, on which it depends whether references run.
type condition struct {
	ref    ref
	test   conditionTest
	values []literal
	line   int
	// constants stand in other files, and may be one of the values too.
	constants []ref
}

// maximalConditions bounds how many conditions one reference tells.
const maximalConditions = 8

// gated visits under further conditions.
func (a *analysis) gated(conditions []int32, visit func()) {
	saved := a.when
	a.require(conditions)
	visit()
	a.when = saved
}

// require lets conditions hold for what is visited from here on. The slice that references hold is never written again.
func (a *analysis) require(conditions []int32) {
	if len(conditions) == 0 || len(a.when)+len(conditions) > maximalConditions {
		return
	}
	a.when = append(a.when[:len(a.when):len(a.when)], conditions...)
}

// conditions are those that hold where e is true, or, negated, where it is false. What asks for anything but the
// configuration is left out: of a conjunction the rest holds all the same.
func (a *analysis) conditions(e ast.Expr, negated bool) []int32 {
	if a.isTest || e == nil {
		return nil
	}
	switch x := unparen(e).(type) {
	case *ast.UnaryExpr:
		if x.Op == token.NOT {
			return a.conditions(x.X, !negated)
		}
		return nil
	case *ast.BinaryExpr:
		switch x.Op {
		case token.LAND, token.LOR:
			if (x.Op == token.LAND) == negated {
				return nil
			}
			left := a.conditions(x.X, negated)
			return append(left[:len(left):len(left)], a.conditions(x.Y, negated)...)
		}
		return a.comparison(x, negated)
	}
	if call, ok := unparen(e).(*ast.CallExpr); ok {
		if asked := a.textConditions(call, negated); asked != nil {
			return asked
		}
	}
	of := a.configured(e, 0)
	if of < 0 {
		return nil
	}
	if holds := a.refs.heldConditions(of); holds != nil {
		if !negated {
			return holds
		}
		if len(holds) != 1 {
			return nil
		}
		c := a.facts.conditions[holds[0]]
		c.test = c.test.negated()
		return []int32{a.addCondition(c)}
	}
	return []int32{a.condition(of, isSet, nil, e.Pos(), negated)}
}

// textConditions are those of strings.EqualFold(mode, "on"), and of strings.Contains(modes, "on"), which needs some text.
func (a *analysis) textConditions(x *ast.CallExpr, negated bool) []int32 {
	s, ok := x.Fun.(*ast.SelectorExpr)
	if !ok || len(x.Args) != 2 {
		return nil
	}
	id, ok := s.X.(*ast.Ident)
	if !ok || a.imports.named[id.Name] != "strings" || a.scopes.lookup(id.Name) != nil {
		return nil
	}
	known, ok := a.plainValue(x.Args[1])
	if !ok || known.kind != stringLiteral || known.text == "" {
		return nil
	}
	of := a.configured(x.Args[0], 0)
	if of < 0 {
		return nil
	}
	switch s.Sel.Name {
	case "EqualFold":
		return []int32{a.condition(of, equalsAny, []literal{known}, x.Pos(), negated)}
	case "Contains", "HasPrefix", "HasSuffix":
		if !negated {
			return []int32{a.condition(of, isSet, nil, x.Pos(), false)}
		}
	}
	return nil
}

func (a *analysis) condition(of ref, test conditionTest, values []literal, pos token.Pos, negated bool) int32 {
	if negated {
		test = test.negated()
	}
	return a.addCondition(condition{of, test, values, a.line(pos), nil})
}

func (a *analysis) addCondition(c condition) int32 {
	a.facts.conditions = append(a.facts.conditions, c)
	return int32(len(a.facts.conditions) - 1)
}

// comparison is x == "otlp", x != nil, len(x) > 0.
func (a *analysis) comparison(x *ast.BinaryExpr, negated bool) []int32 {
	of, value, op := x.X, x.Y, x.Op
	if _, ok := a.plainValue(of); ok {
		of, value, op = value, of, mirrored(op)
	}
	known, ok := a.plainValue(value)
	if !ok {
		return a.comparisonElsewhere(x, negated)
	}
	if known.kind == nullLiteral && a.isError(of) {
		return nil
	}
	r := a.configured(of, 0)
	if r < 0 && known.kind == nullLiteral {
		r = a.madeByCall(of)
	}
	if r < 0 {
		return nil
	}
	test := isSet
	switch op {
	case token.EQL:
		test = equalsAny
		if isZero(known) {
			test = isUnset
		}
	case token.NEQ:
		test = differsFromAll
		if isZero(known) {
			test = isSet
		}
	case token.GTR:
		if !isZero(known) {
			return nil
		}
	case token.GEQ:
		if known.text != "1" {
			return nil
		}
	case token.LEQ:
		if !isZero(known) {
			return nil
		}
		test = isUnset
	default:
		return nil
	}
	var values []literal
	if test == equalsAny || test == differsFromAll {
		values = []literal{known}
	}
	return []int32{a.condition(r, test, values, x.Pos(), negated)}
}

// comparisonElsewhere is mode == config.ModeCluster, where the constant stands in another file.
func (a *analysis) comparisonElsewhere(x *ast.BinaryExpr, negated bool) []int32 {
	test := equalsAny
	switch x.Op {
	case token.EQL:
	case token.NEQ:
		test = differsFromAll
	default:
		return nil
	}
	constant := a.constantElsewhere(x.Y)
	if constant < 0 {
		return nil
	}
	of := a.configured(x.X, 0)
	if of < 0 || of == constant {
		return nil
	}
	if negated {
		test = test.negated()
	}
	return []int32{a.addCondition(condition{of, test, nil, a.line(x.Pos()), []ref{constant}})}
}

func mirrored(op token.Token) token.Token {
	switch op {
	case token.GTR:
		return token.LSS
	case token.LSS:
		return token.GTR
	case token.GEQ:
		return token.LEQ
	case token.LEQ:
		return token.GEQ
	}
	return op
}

func isZero(l literal) bool {
	switch l.kind {
	case nullLiteral, falseLiteral:
		return true
	case numberLiteral:
		return l.text == "0"
	case stringLiteral:
		return l.text == ""
	}
	return false
}

// clauseConditions are those of a case of a switch over a configured mode; values are those of the cases before it.
func (a *analysis) clauseConditions(tag ast.Expr, clause *ast.CaseClause, others []ast.Expr) []int32 {
	if tag == nil {
		if len(clause.List) == 1 {
			return a.conditions(clause.List[0], false)
		}
		return nil
	}
	if a.isTest {
		return nil
	}
	of := a.configured(tag, 0)
	if of < 0 {
		return nil
	}
	list, test := clause.List, equalsAny
	if list == nil {
		list, test = others, differsFromAll
	}
	var values []literal
	var constants []ref
	for _, e := range list {
		if len(values)+len(constants) == maximalAlternatives*2 {
			return nil
		}
		if value, ok := a.plainValue(e); ok {
			values = append(values, value)
		} else if r := a.constantElsewhere(e); r >= 0 {
			constants = append(constants, r)
		} else {
			return nil
		}
	}
	if len(values)+len(constants) == 0 {
		return nil
	}
	return []int32{a.addCondition(condition{of, test, values, a.line(clause.Pos()), constants})}
}

// constantElsewhere is what may be a constant of another file: the linker knows whether it is one.
func (a *analysis) constantElsewhere(e ast.Expr) ref {
	switch x := unparen(e).(type) {
	case *ast.Ident:
		if a.scopes.lookup(x.Name) == nil && a.declared[x.Name] == 0 && !isPredeclaredValue(x.Name) {
			return a.refs.nameRef(x.Name)
		}
	case *ast.SelectorExpr:
		if id, ok := x.X.(*ast.Ident); ok && a.scopes.lookup(id.Name) == nil {
			if path, ok := a.importPath(id.Name, x.Sel.Name); ok {
				return a.refs.importRef(path, x.Sel.Name)
			}
		}
	}
	return unknown
}

// leaving says how the statements of a guard end.
type leaving uint8

const (
	goesOn leaving = iota
	// leaves: what follows the guard does not run.
	leaves
	// refuses: it does not, and an answer says so: neither off nor on.
	refuses
	// stops: the program or its start ends, so that the value is required.
	stops
)

// leavingOf judges the body of an if that may keep what follows it from running.
func (a *analysis) leavingOf(body *ast.BlockStmt) leaving {
	if body == nil || len(body.List) == 0 || len(body.List) > 8 {
		return goesOn
	}
	found := goesOn
	switch last := body.List[len(body.List)-1].(type) {
	case *ast.ReturnStmt:
		found = a.leavingBy(last)
	case *ast.BranchStmt:
		if last.Tok != token.CONTINUE && last.Tok != token.BREAK {
			return goesOn
		}
		found = leaves
	case *ast.ExprStmt:
		call, ok := last.X.(*ast.CallExpr)
		if !ok || !isStopping(call) {
			return goesOn
		}
		if !runsInstead(call) {
			return stops
		}
		found = leaves
	default:
		return goesOn
	}
	for _, s := range body.List[:len(body.List)-1] {
		x, ok := s.(*ast.ExprStmt)
		if !ok {
			continue
		}
		if call, ok := x.X.(*ast.CallExpr); ok {
			if isStopping(call) {
				return stops
			}
			if isRefusing(calledName(call.Fun)) && found == leaves && (!isSpeaking(call) || isAnswering(call)) {
				found = refuses
			}
		}
	}
	return found
}

// leavingBy judges a return: with an error it stops, with false it may well refuse.
func (a *analysis) leavingBy(x *ast.ReturnStmt) leaving {
	if len(x.Results) == 0 {
		return leaves
	}
	last := x.Results[len(x.Results)-1]
	if f := a.function; f != nil && f.typ != nil && f.typ.Results != nil {
		types := f.typ.Results.List
		if id, ok := types[len(types)-1].Type.(*ast.Ident); ok && id.Name == "error" && makesError(last) {
			return stops
		}
	}
	for _, e := range x.Results {
		if id, ok := e.(*ast.Ident); ok && id.Name == "false" {
			return refuses
		}
		if call, ok := e.(*ast.CallExpr); ok && isRefusing(calledName(call.Fun)) {
			return refuses
		}
	}
	return leaves
}

// makesError says whether what is returned as an error is one, and not what another call makes of it.
func makesError(e ast.Expr) bool {
	if isNil(e) {
		return false
	}
	call, ok := unparen(e).(*ast.CallExpr)
	if !ok {
		return true
	}
	name := calledName(call.Fun)
	return strings.HasPrefix(name, "New") || strings.HasPrefix(name, "Wrap") || strings.Contains(name, "rr")
}

// runsInstead knows log.Fatal(http.ListenAndServe(…)): the program does its work there, and ends when that ends.
func runsInstead(call *ast.CallExpr) bool {
	if len(call.Args) != 1 {
		return false
	}
	work, ok := unparen(call.Args[0]).(*ast.CallExpr)
	if !ok {
		return false
	}
	name := calledName(work.Fun)
	return strings.Contains(name, "Serve") || strings.HasPrefix(name, "Run") || strings.HasPrefix(name, "Start") || strings.HasPrefix(name, "Listen") || name == "Execute"
}

func isStopping(call *ast.CallExpr) bool {
	name := calledName(call.Fun)
	return name == "panic" || name == "Panic" || name == "Panicf" || name == "Exit" || strings.HasPrefix(name, "Fatal") || name == "Goexit"
}

// isAnswering tells http.Error from the methods of that name that only speak.
func isAnswering(call *ast.CallExpr) bool {
	s, ok := call.Fun.(*ast.SelectorExpr)
	return ok && isNamed(s.X, "http")
}

// isRefusing knows names of calls that answer with an error.
func isRefusing(name string) bool {
	for _, word := range []string{"rror", "bort", "nauthorized", "orbidden", "eject", "eny", "WriteHeader", "ail", "NotFound", "Status", "JSON"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}

// afterGuard are the conditions that hold behind an if without else whose body leaves.
func (a *analysis) afterGuard(x *ast.IfStmt) []int32 {
	if x.Else != nil || a.isTest {
		return nil
	}
	switch a.leavingOf(x.Body) {
	case leaves:
		return a.conditions(x.Cond, true)
	case stops:
		for _, i := range a.conditions(x.Cond, true) {
			c := &a.facts.conditions[i]
			// What is asked for only where it is set is not required.
			if c.test == isSet && !a.isKnownSet(c.ref) {
				a.addCondition(condition{c.ref, isNeeded, nil, c.line, nil})
			}
		}
	}
	return nil
}

// isKnownSet says whether what runs here runs only where a configured value is set.
func (a *analysis) isKnownSet(r ref) bool {
	for _, i := range a.when {
		if c := &a.facts.conditions[i]; c.test == isSet && c.ref == r {
			return true
		}
	}
	return false
}
