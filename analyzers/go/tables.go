package main

import (
	"go/ast"
	"go/token"
	"strconv"
)

// optionTable are the values that a file's tables of options begin with, by name and field:
//
//	map[string]*option{"CACHE_SIZE": {parsed: 10, raw: "10"}}
//
// Only names as variables of the environment have them count: other tables are the program's own, and it changes them.
type optionTable map[string]map[string]literal

// maximalOptions bounds how many options of one file are known.
const maximalOptions = 1000

// option is the setting that an expression reads from a table of this file: options["CACHE_SIZE"].parsed.
func (a *analysis) option(x *ast.SelectorExpr) ref {
	index, ok := unparen(x.X).(*ast.IndexExpr)
	if !ok || a.file == nil {
		return unknown
	}
	key, ok := optionName(index.Index)
	if !ok {
		return unknown
	}
	if a.options == nil {
		a.options = optionsOf(a)
	}
	fields, ok := a.options[key]
	if !ok {
		return unknown
	}
	value, ok := fields[x.Sel.Name]
	if !ok {
		value = literal{kind: nullLiteral}
	}
	return a.refs.setting(key, value)
}

func optionName(e ast.Expr) (string, bool) {
	l, ok := unparen(e).(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return "", false
	}
	name, err := strconv.Unquote(l.Value)
	return name, err == nil && len(name) > 1 && len(name) <= 100 && isEnvironmentName(name)
}

// optionsOf collects the options of a file. One that stands in two tables is not known.
func optionsOf(a *analysis) optionTable {
	table := optionTable{}
	ast.Inspect(a.file, func(n ast.Node) bool {
		literalNode, ok := n.(*ast.CompositeLit)
		if !ok {
			return len(table) < maximalOptions
		}
		if _, isMap := literalNode.Type.(*ast.MapType); !isMap {
			return true
		}
		for _, e := range literalNode.Elts {
			pair, ok := e.(*ast.KeyValueExpr)
			if !ok || len(table) >= maximalOptions {
				continue
			}
			name, ok := optionName(pair.Key)
			if !ok {
				continue
			}
			value, ok := bare(pair.Value).(*ast.CompositeLit)
			if !ok {
				continue
			}
			if _, twice := table[name]; twice {
				table[name] = map[string]literal{}
				for field := range a.optionFields(value) {
					table[name][field] = literal{}
				}
				continue
			}
			table[name] = a.optionFields(value)
		}
		return true
	})
	return table
}

// optionFields are the fields of one option. What is computed is no known value.
func (a *analysis) optionFields(x *ast.CompositeLit) map[string]literal {
	fields := map[string]literal{}
	for _, e := range x.Elts {
		pair, ok := e.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		if id, ok := pair.Key.(*ast.Ident); ok {
			value, _ := a.literal(pair.Value)
			fields[id.Name] = value
		}
	}
	return fields
}
