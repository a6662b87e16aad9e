package main

import (
	"go/ast"
	"go/token"
	"strings"
)

// maximalNesting bounds how deep an expression is followed to what it is made of.
const maximalNesting = 12

// configured is the configured value that an expression holds: a setting, a parameter, a field, a variable or a getter.
// It visits nothing, and is unknown where the expression is anything else.
func (a *analysis) configured(e ast.Expr, depth int) ref {
	if depth > maximalNesting || e == nil {
		return unknown
	}
	switch x := e.(type) {
	case *ast.ParenExpr:
		return a.configured(x.X, depth+1)
	case *ast.StarExpr:
		return a.configured(x.X, depth+1)
	case *ast.Ident:
		if l := a.scopes.lookup(x.Name); l != nil {
			return a.givenTo(l)
		}
		if isPredeclaredValue(x.Name) || builtinTypes[x.Name] || builtinFunctions[x.Name] {
			return unknown
		}
		return a.refs.nameRef(x.Name)
	case *ast.SelectorExpr:
		return a.memberPath(x, depth)
	case *ast.CallExpr:
		return a.configuredCall(x, depth)
	}
	return unknown
}

// configuredOrHeld is configured, or the truth of a comparison of configured values.
func (a *analysis) configuredOrHeld(e ast.Expr) ref {
	if a.isTest {
		return unknown
	}
	switch x := unparen(e).(type) {
	case *ast.BinaryExpr:
		switch x.Op {
		case token.EQL, token.NEQ, token.GTR, token.LAND:
		default:
			return unknown
		}
	case *ast.UnaryExpr:
		if x.Op != token.NOT {
			return unknown
		}
	default:
		return a.configured(e, 0)
	}
	holds := a.conditions(e, false)
	if len(holds) == 0 || len(holds) >= maximalConditions {
		return unknown
	}
	if len(holds) != operands(e) {
		if b, ok := unparen(e).(*ast.BinaryExpr); !ok || b.Op != token.LAND {
			return unknown
		}
		holds = append(holds[:len(holds):len(holds)], a.notUnderstood(e.Pos()))
	}
	return a.refs.holds(holds)
}

// operands counts what a conjunction joins: all of it has to be understood where its truth is told.
func operands(e ast.Expr) int {
	if b, ok := unparen(e).(*ast.BinaryExpr); ok && b.Op == token.LAND {
		return operands(b.X) + operands(b.Y)
	}
	return 1
}

// givenTo is the configured value that a local variable holds.
func (a *analysis) givenTo(l *local) ref {
	if l.given > 0 {
		return l.given - 1
	}
	if l.parameter > 0 && l.of != nil {
		return a.refs.parameter(l.name, int(l.parameter)-1, a.refs.nameRef(l.of.name))
	}
	return unknown
}

// memberPath is a chain of names: cfg.Tracing.Enabled, settings.Token, app.Config().Token.
func (a *analysis) memberPath(x *ast.SelectorExpr, depth int) ref {
	if id, ok := x.X.(*ast.Ident); ok && a.scopes.lookup(id.Name) == nil {
		if path, ok := a.importPath(id.Name, x.Sel.Name); ok {
			return a.refs.importRef(path, x.Sel.Name)
		}
	}
	if r := a.option(x); r >= 0 {
		return r
	}
	of := a.ownerPath(x.X, depth+1)
	if of < 0 || a.refs.isBasic(of) {
		return unknown
	}
	return a.refs.member(x.Sel.Name, of)
}

func (a *analysis) ownerPath(e ast.Expr, depth int) ref {
	if depth > maximalNesting {
		return unknown
	}
	switch x := e.(type) {
	case *ast.ParenExpr:
		return a.ownerPath(x.X, depth+1)
	case *ast.StarExpr:
		return a.ownerPath(x.X, depth+1)
	case *ast.Ident:
		if l := a.scopes.lookup(x.Name); l != nil {
			if l.count == 0 || l.isType {
				return unknown
			}
			// What else it may hold is of the same type.
			return a.held(l)
		}
		if isPredeclaredValue(x.Name) {
			return unknown
		}
		return a.refs.nameRef(x.Name)
	case *ast.SelectorExpr:
		return a.memberPath(x, depth)
	case *ast.CallExpr:
		if len(x.Args) > 0 {
			return unknown
		}
		if s, ok := x.Fun.(*ast.SelectorExpr); ok {
			if of := a.memberPath(s, depth); of >= 0 {
				return a.refs.result(of, 0)
			}
		}
	}
	return unknown
}

// configuredCall is what a call gives that reads a setting, or hands on what it is given.
func (a *analysis) configuredCall(x *ast.CallExpr, depth int) ref {
	name := calledName(x.Fun)
	if len(x.Args) > 0 && a.handsOn(x, name) {
		given := a.configured(x.Args[0], depth+1)
		if given >= 0 && a.parses(x) {
			return a.refs.parsed(given)
		}
		return given
	}
	if key, ok := a.textArgument(x, 0); ok {
		if r := a.settingCall(x, name, key); r >= 0 {
			return r
		}
	}
	if r := a.kingpin(x, name, depth); r >= 0 {
		return r
	}
	if len(x.Args) > 0 {
		return unknown
	}
	switch f := x.Fun.(type) {
	case *ast.SelectorExpr:
		if of := a.memberPath(f, depth+1); of >= 0 {
			return a.refs.result(of, 0)
		}
	case *ast.Ident:
		if a.scopes.lookup(f.Name) == nil && !builtinFunctions[f.Name] && !builtinTypes[f.Name] {
			return a.refs.result(a.refs.nameRef(f.Name), 0)
		}
	}
	return unknown
}

func (a *analysis) textArgument(x *ast.CallExpr, position int) (string, bool) {
	if len(x.Args) <= position {
		return "", false
	}
	value, ok := a.literal(x.Args[position])
	return value.text, ok && value.kind == stringLiteral && value.text != "" && len(value.text) <= 100
}

// handsOn knows calls that give their first argument in another form.
func (a *analysis) handsOn(x *ast.CallExpr, name string) bool {
	switch f := x.Fun.(type) {
	case *ast.Ident:
		if a.scopes.lookup(f.Name) != nil || a.declared[f.Name] != 0 {
			return false
		}
		return f.Name == "len" || f.Name != "error" && f.Name != "any" && builtinTypes[f.Name]
	case *ast.SelectorExpr:
		id, ok := f.X.(*ast.Ident)
		if !ok || a.scopes.lookup(id.Name) != nil {
			return false
		}
		switch a.imports.named[id.Name] {
		case "strings":
			return strings.HasPrefix(name, "Trim") || name == "ToLower" || name == "ToUpper" || name == "Clone"
		case "strconv":
			return name == "ParseBool" || name == "Atoi" || name == "ParseInt" || name == "ParseFloat" || name == "ParseUint"
		case "time":
			return name == "Duration" || name == "ParseDuration"
		}
	}
	return false
}

// parses says whether what a call hands on is no text any more.
func (a *analysis) parses(x *ast.CallExpr) bool {
	s, ok := x.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	id, ok := s.X.(*ast.Ident)
	return ok && (a.imports.named[id.Name] == "strconv" || a.imports.named[id.Name] == "time")
}

var flagKinds = map[string]bool{
	"Bool": true, "String": true, "Int": true, "Int32": true, "Int64": true, "Uint": true, "Uint64": true, "Float64": true, "Duration": true,
	"StringSlice": true, "StringArray": true,
}

// settingCall is the setting that a call reads by its name: of the environment, a flag, a key of the configuration.
func (a *analysis) settingCall(x *ast.CallExpr, name, key string) ref {
	s, isMember := x.Fun.(*ast.SelectorExpr)
	if isMember {
		if id, ok := s.X.(*ast.Ident); ok && a.imports.named[id.Name] == "os" && a.scopes.lookup(id.Name) == nil {
			if name == "Getenv" || name == "LookupEnv" {
				return a.refs.setting(key, stringValue(""))
			}
			return unknown
		}
	}
	if r := a.environmentCall(x, name, key); r >= 0 {
		return r
	}
	if isMember && len(x.Args) == 1 {
		kind := strings.TrimPrefix(name, "Get")
		if kind != name && flagKinds[kind] || name == "IsSet" {
			// viper's defaults may be declared anywhere; without, it is the zero value.
			return a.refs.setting(key, literal{kind: nullLiteral})
		}
		if flagKinds[name] && a.isCommandLine(s.X) {
			return a.refs.setting(key, literal{})
		}
	}
	if isMember && flagKinds[strings.TrimSuffix(name, "P")] {
		position := 1
		if strings.HasSuffix(name, "P") {
			position = 2
		}
		if len(x.Args) == position+2 {
			return a.flagValue(key, x.Args[position])
		}
	}
	return unknown
}

// flagValue is what a flag holds where nobody sets it: a literal, or what the configured value does that is its default.
func (a *analysis) flagValue(key string, fallback ast.Expr) ref {
	value := a.defaultLiteral(fallback)
	if value.kind == noLiteral {
		if given := a.configured(fallback, 0); given >= 0 {
			return given
		}
	}
	return a.refs.setting(key, value)
}

// isCommandLine says whether an expression is what urfave/cli hands to an action, by its type or usual name.
func (a *analysis) isCommandLine(e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	if !ok {
		return false
	}
	l := a.scopes.lookup(id.Name)
	if l == nil || l.count != 1 {
		return false
	}
	origin := a.refs.origin(l.holds[0])
	return origin.kind == refImport && strings.Contains(origin.text, "urfave/cli")
}

func isEnvironmentName(key string) bool {
	for _, c := range key {
		if !(c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_') {
			return false
		}
	}
	return true
}

// defaultLiteral is a literal default; one that is computed is not known.
func (a *analysis) defaultLiteral(e ast.Expr) literal {
	value, _ := a.plainValue(e)
	return value
}

// kingpin is app.Flag("name", "help").Default("false").Bool().
func (a *analysis) kingpin(x *ast.CallExpr, name string, depth int) ref {
	kind := strings.TrimSuffix(name, "Var")
	if !flagKinds[kind] && kind != "Strings" && kind != "Enum" && kind != "URL" {
		return unknown
	}
	value := literal{kind: nullLiteral}
	s, ok := x.Fun.(*ast.SelectorExpr)
	for ok && depth < maximalNesting {
		depth++
		call, isCall := s.X.(*ast.CallExpr)
		if !isCall {
			return unknown
		}
		switch calledName(call.Fun) {
		case "Flag", "Arg":
			key, isText := a.textArgument(call, 0)
			if !isText {
				return unknown
			}
			return a.refs.setting(key, value)
		case "Required":
			value = literal{}
		case "Default":
			value = literal{}
			if len(call.Args) > 0 {
				value = a.defaultLiteral(call.Args[0])
			}
		}
		s, ok = call.Fun.(*ast.SelectorExpr)
	}
	return unknown
}

// declareSetting reports what a call says of a setting: viper.SetDefault("k", v), flag.BoolVar(&x, "k", v, ""),
// Flags().Bool("k", v, "").
func (a *analysis) declareSetting(x *ast.CallExpr) {
	if a.isTest {
		return
	}
	name := calledName(x.Fun)
	if name == "SetDefault" && len(x.Args) == 2 {
		if key, ok := a.textArgument(x, 0); ok {
			a.writeSetting(key, a.defaultLiteral(x.Args[1]), x.Pos())
		}
		return
	}
	if _, ok := x.Fun.(*ast.SelectorExpr); !ok || len(x.Args) == 0 {
		return
	}
	target, ok := unparen(x.Args[0]).(*ast.UnaryExpr)
	if !ok || target.Op != token.AND {
		return
	}
	if !strings.Contains(name, "Var") {
		a.writtenByAddress(target.X, unknown, x.Pos())
		return
	}
	given := a.kingpin(x, name, 0)
	position := 2
	if strings.HasSuffix(name, "P") {
		position = 3
	}
	if key, ok := a.textArgument(x, 1); ok && len(x.Args) == position+2 {
		given = a.flagValue(key, x.Args[position])
	}
	a.writtenByAddress(target.X, given, x.Pos())
}

// writtenByAddress reports that a field or variable of the package is filled through its address.
func (a *analysis) writtenByAddress(e ast.Expr, given ref, pos token.Pos) {
	switch x := unparen(e).(type) {
	case *ast.Ident:
		if l := a.scopes.lookup(x.Name); l != nil {
			l.given, l.parameter = given+1, 0
			return
		}
		a.emit(a.refs.nameRef(x.Name), "write", pos, givenArgument(given), a.context)
	case *ast.SelectorExpr:
		if of := a.memberPath(x, 0); of >= 0 {
			a.emit(of, "write", pos, givenArgument(given), a.context)
		}
	}
}

func givenArgument(given ref) []argument {
	if given < 0 {
		return nil
	}
	return []argument{{ref: unknown, given: given + 1}}
}

func (a *analysis) writeSetting(key string, value literal, pos token.Pos) {
	a.emit(a.refs.setting(key, literal{}), "write", pos, oneArgument(argument{ref: unknown, value: value}), a.context)
}

// declareFlag reports the setting of a flag that is a composite literal, as urfave/cli has them.
func (a *analysis) declareFlag(x *ast.CompositeLit, items []argument) {
	s, ok := x.Type.(*ast.SelectorExpr)
	if !ok || a.isTest || !strings.HasSuffix(s.Sel.Name, "Flag") {
		return
	}
	key, value, isRequired := "", literal{kind: nullLiteral}, false
	for _, item := range items {
		switch item.name {
		case "Name":
			key = item.value.text
		case "Value":
			value = item.value
		case "Required":
			isRequired = item.value.kind == trueLiteral
		}
	}
	if key == "" || isRequired {
		return
	}
	a.writeSetting(key, value, x.Pos())
	for _, e := range x.Elts {
		pair, ok := e.(*ast.KeyValueExpr)
		if !ok || !isNamed(pair.Key, "Destination") {
			continue
		}
		if target, ok := pair.Value.(*ast.UnaryExpr); ok && target.Op == token.AND {
			a.writtenByAddress(target.X, a.refs.setting(key, value), x.Pos())
		}
	}
}
