package main

import (
	"go/ast"
	"go/token"
	"strconv"
)

// maximalEntries bounds how many entries of a table a loop is told for one by one.
const maximalEntries = 64

// rangeEntries tells a loop that does nothing but hand the keys and texts of a table of this file to one call as that
// many calls:
//
//	for name, value := range headers { w.Header().Set(name, value) }
func (a *analysis) rangeEntries(x *ast.RangeStmt) bool {
	if x.Tok != token.DEFINE || x.Body == nil || len(x.Body.List) != 1 {
		return false
	}
	key, isKey := x.Key.(*ast.Ident)
	value, isValue := x.Value.(*ast.Ident)
	statement, isCall := x.Body.List[0].(*ast.ExprStmt)
	if !isKey || !isValue || !isCall {
		return false
	}
	call, isCall := statement.X.(*ast.CallExpr)
	if !isCall || len(call.Args) != 2 || !isNamed(call.Args[0], key.Name) || !isNamed(call.Args[1], value.Name) {
		return false
	}
	entries := a.tableEntries(x.X)
	if len(entries) == 0 || a.folded+len(entries) > maximalFolded {
		return false
	}
	a.folded += len(entries)
	a.value(x.X)
	for _, entry := range entries {
		told := *call
		told.Args = []ast.Expr{textAt(call.Args[0].Pos(), entry[0]), textAt(call.Args[1].Pos(), entry[1])}
		a.within(inLoop, func() { a.statement(&ast.ExprStmt{X: &told}) })
	}
	return true
}

func textAt(pos token.Pos, text string) ast.Expr {
	return &ast.BasicLit{ValuePos: pos, Kind: token.STRING, Value: strconv.Quote(text)}
}

// tableEntries are the keys and texts of a map that is written where it is named, or that this file declares; nothing
// where one of them is computed.
func (a *analysis) tableEntries(e ast.Expr) [][2]string {
	table, _ := unparen(e).(*ast.CompositeLit)
	if id, ok := unparen(e).(*ast.Ident); ok && a.scopes.lookup(id.Name) == nil && a.declared[id.Name] == declaredVariable {
		table = a.declaredTable(id.Name)
	}
	if table == nil || len(table.Elts) > maximalEntries {
		return nil
	}
	if _, isMap := table.Type.(*ast.MapType); !isMap {
		return nil
	}
	var entries [][2]string
	for _, e := range table.Elts {
		pair, ok := e.(*ast.KeyValueExpr)
		if !ok {
			return nil
		}
		key, isKnown := a.plainValue(pair.Key)
		if !isKnown || key.kind != stringLiteral {
			return nil
		}
		value, isKnown := a.plainValue(pair.Value)
		if !isKnown || value.kind != stringLiteral {
			return nil
		}
		entries = append(entries, [2]string{key.text, value.text})
	}
	return entries
}

// declaredTable is the literal that a variable of this file begins with.
func (a *analysis) declaredTable(name string) *ast.CompositeLit {
	if a.file == nil {
		return nil
	}
	for _, d := range a.file.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.VAR {
			continue
		}
		for _, spec := range g.Specs {
			s, ok := spec.(*ast.ValueSpec)
			if !ok {
				continue
			}
			for i, id := range s.Names {
				if id.Name == name && i < len(s.Values) {
					table, _ := unparen(s.Values[i]).(*ast.CompositeLit)
					return table
				}
			}
		}
	}
	return nil
}
