package main

import (
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"strings"
)

// call reports a call and returns what it gives; called is then what was called.
func (a *analysis) call(x *ast.CallExpr, flags context) ref {
	fun := unparen(x.Fun)
	target := unknown
	switch f := fun.(type) {
	case *ast.Ident:
		if l := a.scopes.lookup(f.Name); l != nil {
			if l.isType {
				return a.conversion(x, a.held(l), false, flags)
			}
		} else if d := a.declared[f.Name]; d == 0 && builtinTypes[f.Name] {
			return a.conversion(x, a.refs.builtin(f.Name), false, flags)
		} else if d == 0 && builtinFunctions[f.Name] {
			return a.builtinCall(x, f.Name, flags)
		} else if d.isType() {
			return a.conversion(x, a.refs.nameRef(f.Name), d == declaredFunctionType, flags)
		}
		target = a.identifier(f)
	case *ast.ArrayType, *ast.MapType, *ast.ChanType, *ast.FuncType, *ast.InterfaceType:
		return a.conversion(x, a.typeRef(fun), false, flags)
	case *ast.StarExpr:
		if id, ok := bare(f).(*ast.Ident); !ok || a.scopes.lookup(id.Name) == nil {
			return a.conversion(x, a.typeRef(f), false, flags)
		}
		target = a.eval(fun)
	case *ast.IndexExpr:
		if a.isInstantiation(f, true) {
			a.typeArguments(f.Index)
			target = a.eval(f.X)
		} else {
			target = a.eval(f)
		}
	default:
		target = a.eval(fun)
	}
	if calledName(fun) == "AddCookie" {
		a.outgoing = true
	}
	x = a.spread(x)
	arguments, first := a.arguments(x.Args)
	a.outgoing = false
	arguments = a.withGiven(x.Args, target, arguments)
	arguments = a.withLast(x, target, arguments)
	arguments = a.withGroup(x, arguments)
	arguments = a.withRefusal(x, arguments)
	arguments = a.withFailure(x, target, arguments)
	arguments = a.withScheme(x, arguments)
	arguments = a.withInlineCode(x, arguments)
	arguments = a.withoutUnset(x, arguments)
	a.declareSetting(x)
	name := calledName(fun)
	a.bindEnvironment(name)
	if isWaitCall(fun) {
		a.sleeps++
	}
	arguments = withoutProse(name, arguments)
	if target < 0 {
		// Something is called that only a run would tell; what is handed to it is still mentioned.
		if hasRefs(arguments) {
			a.emit(a.refs.builtin("func"), "call", x.Pos(), arguments, a.context|flags)
		}
		a.called = unknown
		return unknown
	}
	if !a.isNoise(target, arguments) {
		a.emit(target, "call", callPosition(fun), arguments, a.context|flags)
	}
	a.asksForGoString(x, arguments)
	a.environmentRead(x, target, arguments, flags)
	a.servedBy(x, target)
	a.called = target
	if first >= 0 && len(x.Args) == 1 && a.isHandlerFunc(target) {
		return first
	}
	return a.refs.result(target, 0)
}

// maximalSpread bounds the list that a call is told for item by item.
const maximalSpread = 16

// spread is a call that is handed the items of a list of this file, as if it were handed each of them:
//
//	var signals = []os.Signal{os.Interrupt, syscall.SIGTERM}
//	signal.NotifyContext(ctx, signals...)
func (a *analysis) spread(x *ast.CallExpr) *ast.CallExpr {
	if x.Ellipsis == token.NoPos || len(x.Args) == 0 || a.folded >= maximalFolded {
		return x
	}
	last := unparen(x.Args[len(x.Args)-1])
	list, _ := last.(*ast.CompositeLit)
	if id, ok := last.(*ast.Ident); ok && a.scopes.lookup(id.Name) == nil && a.declared[id.Name] == declaredVariable {
		a.folded++
		list = a.declaredTable(id.Name)
	}
	if list == nil || len(list.Elts) == 0 || len(list.Elts) > maximalSpread {
		return x
	}
	if t, isList := list.Type.(*ast.ArrayType); !isList || t.Elt == nil {
		return x
	}
	for _, e := range list.Elts {
		switch unparen(e).(type) {
		case *ast.SelectorExpr, *ast.Ident, *ast.BasicLit:
		default:
			return x
		}
	}
	a.folded += len(list.Elts)
	told := *x
	told.Ellipsis = token.NoPos
	told.Args = append(slices.Clone(x.Args[:len(x.Args)-1]), list.Elts...)
	return &told
}

// withGiven adds the configured values that a call of the repository's own code is given by name: those that come in as
// parameters or are read from outside. A standard library's functions are never asked what they were given.
func (a *analysis) withGiven(list []ast.Expr, target ref, arguments []argument) []argument {
	if a.isTest || target < 0 || len(list) == 0 {
		return arguments
	}
	if e := a.refs.origin(target); e.kind == refExternal || e.kind == refImport && isStandard(e.text) {
		return arguments
	}
	next := 0
	for i, e := range list {
		for next < len(arguments) && arguments[next].position < i {
			next++
		}
		isTold := next < len(arguments) && arguments[next].position == i
		if isTold && (arguments[next].value.kind != noLiteral || arguments[next].items != nil) {
			continue
		}
		given := a.handedOver(e)
		if given < 0 {
			continue
		}
		if isTold {
			arguments[next].given = given + 1
			continue
		}
		arguments = slices.Insert(arguments, next, argument{ref: unknown, position: i, given: given + 1})
	}
	return arguments
}

// handedOver is the configured value of an argument that its REF does not tell.
func (a *analysis) handedOver(e ast.Expr) ref {
	switch unparen(e).(type) {
	case *ast.Ident, *ast.CallExpr, *ast.StarExpr, *ast.BinaryExpr, *ast.UnaryExpr:
	default:
		return unknown
	}
	if id, ok := e.(*ast.Ident); ok {
		// Of what has a type of its own, the type tells more.
		l := a.scopes.lookup(id.Name)
		if l == nil || l.given == 0 && (l.count != 1 || !a.refs.isBasic(l.holds[0]) || a.refs.isBuiltin(l.holds[0], "error") || a.refs.isBuiltin(l.holds[0], "func")) {
			return unknown
		}
	}
	given := a.configuredOrHeld(e)
	if given < 0 || !a.refs.isGiven(given) {
		return unknown
	}
	return given
}

// standardPaths are the first segments of the standard library's import paths.
var standardPaths = map[string]bool{
	"archive": true, "bufio": true, "bytes": true, "cmp": true, "compress": true, "container": true, "context": true, "crypto": true,
	"database": true, "debug": true, "embed": true, "encoding": true, "errors": true, "expvar": true, "flag": true, "fmt": true, "go": true,
	"hash": true, "html": true, "image": true, "io": true, "iter": true, "log": true, "maps": true, "math": true, "mime": true, "net": true,
	"os": true, "path": true, "reflect": true, "regexp": true, "runtime": true, "slices": true, "sort": true, "strconv": true,
	"strings": true, "sync": true, "syscall": true, "testing": true, "text": true, "time": true, "unicode": true, "unsafe": true,
}

func isStandard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return standardPaths[first]
}

// withLast adds the last argument of a library's function where nothing is known of it: it tells how many there are.
func (a *analysis) withLast(x *ast.CallExpr, target ref, arguments []argument) []argument {
	last := len(x.Args) - 1
	if last < 0 || target < 0 || a.isTest || a.refs.origin(target).kind != refImport {
		return arguments
	}
	if n := len(arguments); n > 0 && arguments[n-1].position == last {
		return arguments
	}
	return append(arguments, argument{ref: unknown, position: last})
}

// environmentRead reports which variable os.Getenv or os.LookupEnv reads, where it is named.
func (a *analysis) environmentRead(x *ast.CallExpr, target ref, arguments []argument, flags context) {
	e := a.refs.entries[target]
	if e.kind != refImport || e.text != "os" || e.name != "Getenv" && e.name != "LookupEnv" {
		a.environmentReadBy(x, flags)
		return
	}
	if len(arguments) == 1 && arguments[0].value.kind == stringLiteral && arguments[0].value.text != "" {
		a.emit(a.refs.environment(arguments[0].value.text), "read", x.Pos(), nil, a.context|flags)
	}
}

// callPosition is where the called name stands: in a chain over several lines, each call has its own.
func callPosition(fun ast.Expr) token.Pos {
	if s, ok := fun.(*ast.SelectorExpr); ok {
		return s.Sel.Pos()
	}
	return fun.Pos()
}

// isHandlerFunc: net/http's conversion of a function to a handler denotes the function.
func (a *analysis) isHandlerFunc(target ref) bool {
	e := a.refs.entries[target]
	return e.kind == refImport && e.name == "HandlerFunc" && e.text == "net/http"
}

// arguments visits the arguments of a call. Those that tell nothing are left out; first is what the first denotes.
func (a *analysis) arguments(list []ast.Expr) (arguments []argument, first ref) {
	first = unknown
	for i, e := range list {
		argument, r := a.argument(e)
		if i == 0 {
			first = r
		}
		if argument.isEmpty() {
			continue
		}
		argument.position = i
		if arguments == nil {
			arguments = newArguments(len(list) - i)
		}
		arguments = append(arguments, argument)
	}
	return arguments, first
}

func newArguments(most int) []argument { return make([]argument, 0, most) }

// argument visits a value that is handed over, and returns how to report it and what it denotes.
func (a *analysis) argument(e ast.Expr) (argument, ref) {
	none := argument{ref: unknown}
	if value, ok := a.literal(e); ok {
		none.value = value
		return none, a.literalRef(value)
	}
	if literal, ok := bare(e).(*ast.CompositeLit); ok {
		t := unknown
		if literal.Type != nil {
			t = a.typeRef(literal.Type)
		}
		return a.compositeArgument(literal, t, 0)
	}
	r := a.eval(e)
	if !a.refs.isBasic(r) && !a.isComputation(r) {
		none.mentioned = a.isMention(e)
		if none.mentioned || !a.refs.isPlain(r) && !a.isCarried(r) {
			none.ref = r
		}
	}
	if text, ok := a.concatenation(e); ok {
		none.value = stringValue(text)
	}
	return none, r
}

func hasRefs(arguments []argument) bool {
	for _, argument := range arguments {
		if argument.hasRef() {
			return true
		}
	}
	return false
}

// useArguments reports as uses what values mention that were not handed to any reference.
func (a *analysis) useArguments(arguments []argument, pos token.Pos) {
	for _, argument := range arguments {
		if argument.mentioned {
			a.use(argument.ref, pos)
		}
		a.useArguments(argument.items, pos)
	}
}

// conversion is T(x). A function converted to a function type of this file is both.
func (a *analysis) conversion(x *ast.CallExpr, t ref, ofFunction bool, flags context) ref {
	arguments, first := a.arguments(x.Args)
	a.called = unknown
	isNil := len(arguments) == 1 && arguments[0].value.kind == nullLiteral
	if a.refs.isBasic(t) || a.refs.entries[t].kind == refContainer || isNil {
		a.useArguments(arguments, x.Pos())
		return t
	}
	a.emit(t, "call", x.Pos(), arguments, a.context|flags)
	if ofFunction && first >= 0 && len(arguments) == 1 && !a.refs.isBasic(first) {
		return a.refs.anyOf([]ref{t, first})
	}
	return t
}

func (a *analysis) builtinCall(x *ast.CallExpr, name string, flags context) ref {
	a.called = unknown
	switch name {
	case "new":
		if len(x.Args) != 1 {
			return unknown
		}
		// Since Go 1.26 new takes a value as well.
		if _, ok := x.Args[0].(*ast.CallExpr); ok {
			return a.value(x.Args[0])
		}
		t := a.typeRef(x.Args[0])
		a.instantiateDeclared(a.from(), t, a.line(x.Pos()))
		return t
	case "make":
		return a.makeCall(x, flags)
	case "recover":
		if a.function != nil {
			a.function.recovers = true
		}
		a.emit(a.refs.builtin(name), "call", x.Pos(), nil, a.context|flags)
		return unknown
	case "panic", "print", "println", "close":
		arguments, _ := a.arguments(x.Args)
		a.emit(a.refs.builtin(name), "call", x.Pos(), arguments, a.context|flags)
		return unknown
	}
	first := unknown
	for i, e := range x.Args {
		r := a.value(e)
		if i == 0 {
			first = r
		} else if first < 0 && name == "append" {
			first = a.refs.container(r, listContainer)
		} else if name == "append" && x.Ellipsis == token.NoPos && a.refs.isContainer(first, listContainer) {
			a.converts(a.refs.element(first), r, e.Pos())
		}
	}
	switch name {
	case "append":
		return first
	case "len", "cap", "copy":
		return a.refs.builtin("int")
	case "real", "imag":
		return a.refs.builtin("float64")
	case "complex":
		return a.refs.builtin("complex128")
	}
	return unknown
}

// makeCall is make. Of channels, and of named types that may be some, it is reported: the first argument says of what
// kind, the second how large the buffer is.
func (a *analysis) makeCall(x *ast.CallExpr, flags context) ref {
	if len(x.Args) == 0 {
		return unknown
	}
	t := a.typeRef(x.Args[0])
	kind := argument{ref: unknown}
	switch {
	case a.refs.isContainer(t, channelContainer):
		kind.value = stringValue("chan")
		if carriesNoData(x.Args[0]) {
			kind.value = stringValue("chan of signals")
		}
	case a.refs.isContainer(t, mapContainer), a.refs.isContainer(t, listContainer), t < 0:
		for _, e := range x.Args[1:] {
			a.value(e)
		}
		return t
	default:
		kind.ref = t
	}
	arguments := []argument{kind}
	for i, e := range x.Args[1:] {
		argument, r := a.argument(e)
		if argument.isEmpty() {
			argument.ref = a.known(r)
		}
		argument.position = i + 1
		arguments = append(arguments, argument)
	}
	a.emit(a.refs.builtin("make"), "call", x.Pos(), arguments, a.context|flags)
	return t
}

// carriesNoData tells whether a channel is for telling something alone: that a signal came, that work is done or may begin,
// or how it ended. However large, its buffer holds no work.
func carriesNoData(e ast.Expr) bool {
	channel, ok := e.(*ast.ChanType)
	if !ok {
		return false
	}
	switch t := channel.Value.(type) {
	case *ast.StructType:
		return t.Fields.NumFields() == 0
	case *ast.Ident:
		return t.Name == "error" || t.Name == "bool"
	case *ast.SelectorExpr:
		of, ok := t.X.(*ast.Ident)
		return ok && of.Name == "os" && t.Sel.Name == "Signal"
	}
	return false
}

// instantiateDeclared reports that a value of a named type comes to be without a literal: var x T, new(T).
func (a *analysis) instantiateDeclared(from int32, t ref, line int) {
	if a.refs.isBasic(t) || a.refs.entries[t].kind == refContainer || a.isComputation(t) {
		return
	}
	a.refer(from, t, "instantiate", line)
}

// isCheck knows functions that do nothing but answer whether something may go on: called as a statement, they check nothing.
func isCheck(name string) bool {
	switch name {
	case "Allow", "AllowN", "ConstantTimeCompare", "CompareHashAndPassword", "ComparePassword", "Enforce", "MaxBytesReader",
		"Validate", "Verify", "Ping", "PingContext", "Struct", "Equal":
		return true
	}
	return false
}

// isWaitCall knows calls that wait or are named for it: the loops around them are looked at again. After is also the
// name of a comparison of times.
func isWaitCall(fun ast.Expr) bool {
	name := calledName(fun)
	switch name {
	case "After", "NewTimer", "AfterFunc":
		s, ok := unparen(fun).(*ast.SelectorExpr)
		if !ok {
			return false
		}
		id, ok := s.X.(*ast.Ident)
		return ok && (id.Name == "time" || id.Name == "clock")
	}
	return isWait(name)
}

// isWait knows the names of such calls.
func isWait(name string) bool {
	switch name {
	case "After", "NewTimer", "AfterFunc":
		return true
	}
	return strings.Contains(name, "leep") || strings.Contains(name, "ackoff") || strings.Contains(name, "ackOff")
}

// calledName is the last name of a called expression.
func calledName(fun ast.Expr) string {
	switch x := unparen(fun).(type) {
	case *ast.Ident:
		return x.Name
	case *ast.SelectorExpr:
		return x.Sel.Name
	case *ast.IndexExpr:
		return calledName(x.X)
	}
	return ""
}

// closure visits a function literal and returns its name.
func (a *analysis) closure(x *ast.FuncLit) ref {
	f := a.bind(x)
	delete(a.bound, x)
	mark := a.scopes.open()
	a.visitBody(f)
	a.scopes.close(mark)
	return a.refs.nameRef(f.name)
}

// bind gives a function literal its symbol. Literals of a function are numbered in source order.
func (a *analysis) bind(x *ast.FuncLit) *function {
	if f, ok := a.bound[x]; ok {
		return f
	}
	outer := a.function
	if outer == nil {
		outer = &function{name: "_"}
	}
	if outer.naming != nil {
		outer = outer.naming
	}
	outer.closures++
	name := outer.name + ".func" + strconv.Itoa(outer.closures)
	if outer.isClosure {
		name = outer.name + "." + strconv.Itoa(outer.closures)
	}
	s := a.newSymbol(name, "function", x)
	s.flags, s.results, s.parameters = isClosure, a.resultRefs(x.Type), a.parameterRefs(x.Type)
	f := &function{id: a.add(s), name: name, typ: x.Type, body: x.Body, isClosure: true}
	if len(name) > maximalNestedName {
		f.naming = outer
	}
	a.bound[x] = f
	return f
}
