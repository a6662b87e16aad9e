package main

import (
	"go/ast"
	"go/token"
)

// builtinTypes are the predeclared types.
var builtinTypes = map[string]bool{
	"any": true, "bool": true, "byte": true, "comparable": true, "complex64": true, "complex128": true,
	"error": true, "float32": true, "float64": true, "int": true, "int8": true, "int16": true,
	"int32": true, "int64": true, "rune": true, "string": true, "uint": true, "uint8": true,
	"uint16": true, "uint32": true, "uint64": true, "uintptr": true,
}

// builtinFunctions are the predeclared functions. min, max and clear are young, and many packages
// have functions of these names, so they are plain names for the linker to bind.
var builtinFunctions = map[string]bool{
	"append": true, "cap": true, "close": true, "complex": true, "copy": true, "delete": true,
	"imag": true, "len": true, "make": true, "new": true, "panic": true, "print": true,
	"println": true, "real": true, "recover": true,
}

// typeRef is a type as a REF: pointers and type arguments stripped, unnamed types by their shape.
func (a *analysis) typeRef(e ast.Expr) ref {
	switch x := e.(type) {
	case *ast.Ident:
		if l := a.scopes.lookup(x.Name); l != nil {
			return a.held(l)
		}
		if builtinTypes[x.Name] && a.declared[x.Name] == 0 {
			return a.refs.builtin(x.Name)
		}
		return a.refs.nameRef(x.Name)
	case *ast.SelectorExpr:
		if id, ok := x.X.(*ast.Ident); ok {
			return a.qualified(id, x.Sel.Name)
		}
		return unknown
	case *ast.StarExpr:
		return a.typeRef(x.X)
	case *ast.ParenExpr:
		return a.typeRef(x.X)
	case *ast.IndexExpr:
		return a.typeRef(x.X)
	case *ast.IndexListExpr:
		return a.typeRef(x.X)
	case *ast.Ellipsis:
		if x.Elt == nil {
			return unknown
		}
		return a.refs.container(a.typeRef(x.Elt), listContainer)
	case *ast.ArrayType:
		return a.refs.container(a.typeRef(x.Elt), listContainer)
	case *ast.ChanType:
		return a.refs.container(a.typeRef(x.Value), channelContainer)
	case *ast.MapType:
		return a.mapRef(x)
	case *ast.FuncType:
		results := a.resultRefs(x)
		if len(results) == 0 {
			return a.refs.builtin("func")
		}
		return a.refs.shaped("func", shape{results: results})
	case *ast.StructType:
		return a.refs.shaped("struct", shape{fields: a.fieldRefs(x)})
	case *ast.InterfaceType:
		return a.refs.builtin("any")
	}
	return unknown
}

// mapRef is a container of the values; a map used as a set is one of its keys.
func (a *analysis) mapRef(x *ast.MapType) ref {
	switch v := x.Value.(type) {
	case *ast.StructType:
		if v.Fields == nil || len(v.Fields.List) == 0 {
			return a.refs.container(a.typeRef(x.Key), mapContainer)
		}
	case *ast.Ident:
		if v.Name == "bool" {
			return a.refs.container(a.typeRef(x.Key), mapContainer)
		}
	}
	return a.refs.container(a.typeRef(x.Value), mapContainer)
}

// resultRefs are the REFs of a function's results, one for each.
func (a *analysis) resultRefs(x *ast.FuncType) []ref {
	if x.Results == nil {
		return nil
	}
	var results []ref
	for _, field := range x.Results.List {
		r := a.typeRef(field.Type)
		if r < 0 {
			r = a.refs.builtin("any")
		}
		for range max(1, len(field.Names)) {
			results = append(results, r)
		}
	}
	return results
}

func (a *analysis) fieldRefs(x *ast.StructType) map[string]ref {
	fields := map[string]ref{}
	if x.Fields == nil {
		return fields
	}
	for _, field := range x.Fields.List {
		r := a.typeRef(field.Type)
		for _, name := range field.Names {
			fields[name.Name] = r
		}
		if len(field.Names) == 0 {
			fields[embeddedName(field.Type)] = r
		}
	}
	return fields
}

// embeddedName is the field name of an embedded type.
func embeddedName(e ast.Expr) string {
	switch x := e.(type) {
	case *ast.Ident:
		return x.Name
	case *ast.SelectorExpr:
		return x.Sel.Name
	case *ast.StarExpr:
		return embeddedName(x.X)
	case *ast.ParenExpr:
		return embeddedName(x.X)
	case *ast.IndexExpr:
		return embeddedName(x.X)
	case *ast.IndexListExpr:
		return embeddedName(x.X)
	}
	return "_"
}

// declareTypeParameters brings type parameters into scope as what their constraints are.
func (a *analysis) declareTypeParameters(list *ast.FieldList) {
	if list == nil {
		return
	}
	for _, field := range list.List {
		r := a.refs.builtin("any")
		if isNamedType(field.Type) {
			if constraint := a.typeRef(field.Type); !a.refs.isBuiltin(constraint, "comparable") && constraint >= 0 {
				r = constraint
			}
		}
		for _, name := range field.Names {
			a.scopes.declare(name.Name, r).isType = true
		}
	}
}

// isNamedType says whether a type expression is a plain or qualified name, perhaps instantiated.
func isNamedType(e ast.Expr) bool {
	switch x := e.(type) {
	case *ast.Ident:
		return true
	case *ast.SelectorExpr:
		return true
	case *ast.IndexExpr:
		return isNamedType(x.X)
	case *ast.IndexListExpr:
		return isNamedType(x.X)
	case *ast.ParenExpr:
		return isNamedType(x.X)
	}
	return false
}

// isTypeExpression says whether the syntax alone makes e a type.
func isTypeExpression(e ast.Expr) bool {
	switch x := e.(type) {
	case *ast.ArrayType, *ast.MapType, *ast.ChanType, *ast.FuncType, *ast.InterfaceType, *ast.StructType:
		return true
	case *ast.ParenExpr:
		return isTypeExpression(x.X)
	case *ast.StarExpr:
		return isTypeExpression(x.X)
	case *ast.Ident:
		return builtinTypes[x.Name]
	}
	return false
}

// declareFields brings parameters, receivers or named results into scope.
func (a *analysis) declareFields(list *ast.FieldList) {
	if list == nil {
		return
	}
	for _, field := range list.List {
		if len(field.Names) == 0 {
			continue
		}
		r := a.typeRef(field.Type)
		for _, name := range field.Names {
			a.scopes.declare(name.Name, r).open = isNamedType(field.Type)
		}
	}
}

// declareParameters brings the parameters of a function into scope, with their places: callers of a closure are not known.
func (a *analysis) declareParameters(f *function) {
	a.declareFields(f.typ.Params)
	if f.isClosure || a.isTest || f.typ.Params == nil {
		return
	}
	place := int32(0)
	for _, field := range f.typ.Params.List {
		for _, name := range field.Names {
			place++
			if l := a.scopes.lookup(name.Name); l != nil {
				l.parameter, l.of = place, f
			}
		}
		if len(field.Names) == 0 {
			place++
		}
	}
}

func unparen(e ast.Expr) ast.Expr {
	for {
		p, ok := e.(*ast.ParenExpr)
		if !ok {
			return e
		}
		e = p.X
	}
}

// bare strips parentheses, & and *, through which a REF looks.
func bare(e ast.Expr) ast.Expr {
	for {
		switch x := e.(type) {
		case *ast.ParenExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.UnaryExpr:
			if x.Op != token.AND {
				return e
			}
			e = x.X
		default:
			return e
		}
	}
}
