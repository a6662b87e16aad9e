package main

import (
	"go/ast"
	"go/token"
	"path"
	"strings"
)

// maximalNestedName bounds the names of what is written inside something else, each of which holds the names around it:
// without a bound, their sum grows with the square of the depth.
const maximalNestedName = 400

// add appends a symbol and returns its id.
func (a *analysis) add(s symbol) int32 {
	a.facts.symbols = append(a.facts.symbols, s)
	return int32(len(a.facts.symbols))
}

func (a *analysis) newSymbol(name, kind string, node ast.Node) symbol {
	s := symbol{name: name, kind: kind, owner: unknown, typ: unknown}
	s.line = a.line(node.Pos())
	s.endLine = a.line(node.End())
	return s
}

// declareSymbols reports what a package-level declaration defines.
func (a *analysis) declareSymbols(d ast.Decl) {
	switch x := d.(type) {
	case *ast.FuncDecl:
		a.declareFunction(x)
	case *ast.GenDecl:
		// A constant without a value repeats the one above it, with its type.
		var repeated ast.Expr
		for _, spec := range x.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				a.declareType(s, s.Name.Name)
			case *ast.ValueSpec:
				if x.Tok != token.CONST || len(s.Values) > 0 {
					repeated = s.Type
				}
				a.declareValues(s, repeated, x.Tok)
			}
		}
	}
}

func (a *analysis) declareFunction(x *ast.FuncDecl) {
	mark := a.scopes.open()
	defer a.scopes.close(mark)
	s := a.newSymbol(x.Name.Name, "function", x)
	if receiver := receiverName(x); receiver != "" {
		a.declareReceiverParameters(x)
		s.name, s.kind = receiver+"."+x.Name.Name, "method"
		s.owner = a.refs.nameRef(receiver)
		if isImplicitMethod(x) {
			s.flags |= isImplicit
		}
	} else if x.Name.Name == "init" {
		s.name = a.initName()
	}
	a.declareTypeParameters(x.Type.TypeParams)
	s.results = a.resultRefs(x.Type)
	s.parameters = a.parameterRefs(x.Type)
	a.functionIDs[x] = a.add(s)
}

// initName is what the init functions of this file are called: a package may have any number, and nothing can name them.
func (a *analysis) initName() string { return "init." + strings.TrimSuffix(path.Base(a.path), ".go") }

// receiverName is the name of the type that a method belongs to, or empty.
func receiverName(x *ast.FuncDecl) string {
	if x.Recv == nil || len(x.Recv.List) == 0 {
		return ""
	}
	return embeddedName(x.Recv.List[0].Type)
}

// declareReceiverParameters brings the type parameters of a generic receiver into scope.
func (a *analysis) declareReceiverParameters(x *ast.FuncDecl) {
	e := bare(x.Recv.List[0].Type)
	var parameters []ast.Expr
	switch t := e.(type) {
	case *ast.IndexExpr:
		parameters = []ast.Expr{t.Index}
	case *ast.IndexListExpr:
		parameters = t.Indices
	}
	for _, p := range parameters {
		if id, ok := p.(*ast.Ident); ok {
			a.scopes.declare(id.Name, a.refs.builtin("any")).isType = true
		}
	}
}

// declareType reports a type with its fields or methods; name is its full name.
func (a *analysis) declareType(spec *ast.TypeSpec, name string) {
	mark := a.scopes.open()
	defer a.scopes.close(mark)
	a.declareTypeParameters(spec.TypeParams)
	s := a.newSymbol(name, "type", spec)
	if spec.Assign.IsValid() {
		s.kind = "alias"
	}
	switch x := unparen(spec.Type).(type) {
	case *ast.StructType:
		id := a.add(s)
		a.declareFieldSymbols(x, name, id)
	case *ast.InterfaceType:
		s.flags |= isInterface
		id := a.add(s)
		a.declareInterface(x, name, id)
	default:
		if r := a.typeRef(x); spec.Assign.IsValid() || !a.refs.isBasic(r) || a.refs.isBuiltin(r, "func") {
			s.typ = r
		}
		a.add(s)
	}
}

func (a *analysis) declareFieldSymbols(x *ast.StructType, owner string, id int32) {
	if x.Fields == nil {
		return
	}
	ownerRef := a.refs.nameRef(owner)
	for _, field := range x.Fields.List {
		if len(field.Names) == 0 {
			s := a.newSymbol(owner+"."+embeddedName(field.Type), "field", field)
			s.owner, s.typ = ownerRef, a.typeRef(field.Type)
			if a.isByValue(field.Type) {
				s.flags |= isByValue
			}
			a.add(s)
			a.refer(id, s.typ, "inherit", s.line)
			continue
		}
		for _, name := range field.Names {
			if name.Name == "_" {
				continue
			}
			s := a.newSymbol(owner+"."+name.Name, "field", name)
			s.endLine = a.line(field.End())
			s.owner = ownerRef
			s.typ = a.nestedType(field.Type, s.name)
			a.readTag(field, &s)
			if a.isByValue(field.Type) {
				s.flags |= isByValue
			}
			s.setting = a.setting(field, owner, id)
			a.add(s)
		}
	}
}

// nestedType is the REF of a field's or variable's type. A struct or interface type written in place gets a symbol, so
// that other files can follow its members.
func (a *analysis) nestedType(e ast.Expr, name string) ref {
	switch x := e.(type) {
	case *ast.StructType:
		if x.Fields == nil || len(x.Fields.List) == 0 {
			return a.typeRef(x)
		}
		if len(name) > maximalNestedName {
			return a.typeRef(x)
		}
		name += ".struct"
		s := a.newSymbol(name, "type", x)
		a.declareFieldSymbols(x, name, a.add(s))
		return a.refs.nameRef(name)
	case *ast.InterfaceType:
		if x.Methods == nil || len(x.Methods.List) == 0 {
			return a.typeRef(x)
		}
		name += ".interface"
		s := a.newSymbol(name, "type", x)
		s.flags = isInterface
		a.declareInterface(x, name, a.add(s))
		return a.refs.nameRef(name)
	case *ast.StarExpr:
		return a.nestedType(x.X, name)
	case *ast.ParenExpr:
		return a.nestedType(x.X, name)
	case *ast.ArrayType:
		return a.refs.container(a.nestedType(x.Elt, name), listContainer)
	case *ast.MapType:
		if s, ok := x.Value.(*ast.StructType); ok && s.Fields != nil && len(s.Fields.List) > 0 {
			return a.refs.container(a.nestedType(s, name), mapContainer)
		}
	}
	return a.typeRef(e)
}

// isByValue says whether a field of this type is instantiated with its owner.
func (a *analysis) isByValue(e ast.Expr) bool {
	switch x := e.(type) {
	case *ast.StructType:
		return x.Fields != nil && len(x.Fields.List) > 0
	case *ast.ArrayType:
		return x.Len != nil && a.isByValue(x.Elt)
	case *ast.Ident:
		if a.scopes.lookup(x.Name) != nil {
			return false
		}
		switch a.declared[x.Name] {
		case declaredInterface, declaredContainer, declaredFunctionType:
			return false
		case 0:
			return !builtinTypes[x.Name]
		}
		return true
	}
	return isNamedType(e)
}

func (a *analysis) declareInterface(x *ast.InterfaceType, owner string, id int32) {
	if x.Methods == nil {
		return
	}
	ownerRef := a.refs.nameRef(owner)
	for _, method := range x.Methods.List {
		signature, ok := method.Type.(*ast.FuncType)
		if !ok {
			if isNamedType(method.Type) {
				if r := a.typeRef(method.Type); !a.refs.isBuiltin(r, "comparable") {
					a.refer(id, r, "inherit", a.line(method.Pos()))
				}
			}
			continue
		}
		for _, name := range method.Names {
			s := a.newSymbol(owner+"."+name.Name, "method", method)
			s.owner, s.flags, s.results = ownerRef, isAbstract, a.resultRefs(signature)
			s.parameters = a.parameterRefs(signature)
			a.add(s)
		}
	}
}

// declareValues reports package-level variables and constants.
func (a *analysis) declareValues(spec *ast.ValueSpec, typ ast.Expr, tok token.Token) {
	for i, name := range spec.Names {
		if name.Name == "_" {
			continue
		}
		kind := "variable"
		if tok == token.CONST {
			kind = "constant"
		}
		s := a.newSymbol(name.Name, kind, name)
		if i < len(spec.Values) {
			s.endLine = a.line(spec.Values[i].End())
			if value, ok := a.literal(spec.Values[i]); ok && (tok == token.CONST || value.kind == stringLiteral) {
				s.value = value
			}
			a.judgeSecret(name.Name, spec.Values[i], int32(len(a.facts.symbols)+1))
		}
		id := a.add(s)
		a.variableIDs[name] = id
		if typ != nil {
			r := a.nestedType(typ, name.Name)
			a.facts.symbols[id-1].typ = r
		}
	}
}

// implicitMethods are the methods that the standard library calls on any value it is given, by reflection or by
// a type assertion (fmt, errors, encoding, database/sql, flag, log/slog), with the number of parameters and results by
// which they are told from others of the name.
var implicitMethods = map[string][2]int{
	"Error": {0, 1}, "String": {0, 1}, "Format": {2, 0},
	"Is": {1, 1}, "As": {1, 1}, "Unwrap": {0, 1},
	"MarshalJSON": {0, 2}, "UnmarshalJSON": {1, 1}, "MarshalText": {0, 2}, "UnmarshalText": {1, 1},
	"AppendText": {1, 2}, "AppendBinary": {1, 2}, "MarshalBinary": {0, 2}, "UnmarshalBinary": {1, 1},
	"MarshalXML": {2, 1}, "UnmarshalXML": {2, 1}, "MarshalXMLAttr": {1, 2}, "UnmarshalXMLAttr": {1, 1},
	"MarshalYAML": {0, 2}, "UnmarshalYAML": {1, 1}, "MarshalTOML": {0, 2}, "UnmarshalTOML": {1, 1},
	"MarshalJSONTo": {1, 1}, "UnmarshalJSONFrom": {1, 1}, "GobEncode": {0, 2}, "GobDecode": {1, 1},
	"Scan": {1, 1}, "Value": {0, 2}, "IsBoolFlag": {0, 1}, "LogValue": {0, 1},
}

func isImplicitMethod(x *ast.FuncDecl) bool {
	counts, ok := implicitMethods[x.Name.Name]
	return ok && x.Type.Params.NumFields() == counts[0] && x.Type.Results.NumFields() == counts[1]
}

// visitDeclaration reports the references of a package-level declaration.
func (a *analysis) visitDeclaration(d ast.Decl) {
	a.context, a.reassigned, a.when = 0, nil, nil
	switch x := d.(type) {
	case *ast.FuncDecl:
		a.visitFunction(x)
	case *ast.GenDecl:
		if x.Tok != token.VAR {
			return
		}
		for _, spec := range x.Specs {
			if s, ok := spec.(*ast.ValueSpec); ok {
				a.visitVariables(s)
			}
		}
	}
}

func (a *analysis) visitFunction(x *ast.FuncDecl) {
	id := a.functionIDs[x]
	name := a.facts.symbols[id-1].name
	f := &function{id: id, name: name, typ: x.Type, body: x.Body}
	if x.Recv == nil && (x.Name.Name == "init" || name == "_") {
		if name == "_" {
			// A package may have many functions of this name; the file tells their closures apart.
			f.name = name + "." + strings.TrimSuffix(path.Base(a.path), ".go")
		} else {
			a.refer(0, a.refs.nameRef(name), "call", a.line(x.Pos()))
		}
		f.closures = a.sharedClosures
		defer func() { a.sharedClosures = f.closures }()
	}
	if x.Body == nil {
		return
	}
	a.outermost = x.Body
	mark := a.scopes.open()
	if receiverName(x) != "" {
		a.declareReceiverParameters(x)
	}
	a.declareTypeParameters(x.Type.TypeParams)
	a.declareFields(x.Recv)
	a.visitBody(f)
	a.scopes.close(mark)
}

// visitBody visits a function's or closure's parameters and body in a scope that is already open.
func (a *analysis) visitBody(f *function) {
	context, when := a.context, a.when
	f.outer, a.function, a.context = a.function, f, 0
	if !f.isClosure {
		// What makes a closure runs before it does: it is made only where the conditions around it hold.
		a.when = nil
	}
	a.declareParameters(f)
	a.declareFields(f.typ.Results)
	a.block(f.body)
	a.tellGiven(f)
	a.judgeFunction(f)
	a.function, a.context, a.when = f.outer, context, when
}

// visitVariables reports the references of package-level initialisers. Those that call something run when the
// package is loaded; a mere table of values counts when its variable is used.
func (a *analysis) visitVariables(spec *ast.ValueSpec) {
	for i, name := range spec.Names {
		id := a.variableIDs[name]
		if len(spec.Values) == 0 {
			if id != 0 && isNamedType(spec.Type) {
				a.instantiateDeclared(id, a.facts.symbols[id-1].typ, a.line(name.Pos()))
			}
			continue
		}
		if i >= len(spec.Values) {
			break
		}
		value := spec.Values[i]
		runs := hasCall(value)
		if name.Name == "_" && !runs {
			continue
		}
		f := &function{id: id, name: name.Name}
		if runs {
			f.id = 0
		}
		if name.Name == "_" {
			f.name = "_." + strings.TrimSuffix(path.Base(a.path), ".go")
			f.closures = a.sharedClosures
		}
		a.outermost, a.reassigned = value, nil
		a.function = f
		elided := unknown
		if id != 0 {
			elided = a.facts.symbols[id-1].typ
		}
		r := a.initialiser(value, elided)
		if name.Name == "_" {
			a.sharedClosures = f.closures
		}
		a.function = nil
		if len(spec.Values) < len(spec.Names) {
			if given := a.configured(value, 0); id != 0 && given >= 0 {
				a.facts.symbols[id-1].given = given + 1
			}
			a.typeTuple(spec, value, r)
			return
		}
		if given := a.configuredOrHeld(value); id != 0 && given >= 0 && runs {
			a.facts.symbols[id-1].given = given + 1
		}
		if id != 0 && spec.Type == nil && r >= 0 {
			a.facts.symbols[id-1].typ = r
		}
		if id != 0 && spec.Type != nil {
			a.function = f
			a.converts(elided, r, value.Pos())
			a.function = nil
		}
	}
}

// initialiser visits a package-level value; a struct type written in its literal is that of the variable.
func (a *analysis) initialiser(value ast.Expr, declared ref) ref {
	if literal, ok := bare(value).(*ast.CompositeLit); ok {
		switch literal.Type.(type) {
		case *ast.StructType, *ast.ArrayType, *ast.MapType:
			t := a.nestedType(literal.Type, a.function.name)
			r, items, reported := a.compositeOf(literal, t)
			if !reported {
				a.useArguments(items, literal.Pos())
			}
			return r
		}
	}
	r := a.value(value)
	if r < 0 {
		return declared
	}
	return r
}

func (a *analysis) typeTuple(spec *ast.ValueSpec, value ast.Expr, first ref) {
	for i, name := range spec.Names {
		if id := a.variableIDs[name]; id != 0 && spec.Type == nil {
			a.facts.symbols[id-1].typ = a.tupleRef(value, first, i)
		}
	}
}

// hasCall says whether evaluating e calls a function: conversions and builtins do not count, nor do the bodies of
// closures that are only made.
func hasCall(e ast.Expr) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.CallExpr:
			fun := unparen(x.Fun)
			if id, ok := fun.(*ast.Ident); ok && builtinFunctions[id.Name] && id.Name != "panic" {
				return true
			}
			if _, ok := fun.(*ast.StarExpr); ok || isTypeExpression(fun) {
				return true
			}
			found = true
		}
		return !found
	})
	return found
}
