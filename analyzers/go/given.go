package main

import (
	"go/ast"
	"go/token"
	"slices"
)

// tellGiven says of a function that does nothing but give a configured value which one it is, and of one that gives nil or
// false where something is not configured on what that depends:
//
//	if c.CertFile == "" { return nil, nil }; …; return &tls.Config{…}, nil
func (a *analysis) tellGiven(f *function) {
	if a.isTest || f.isClosure || f.body == nil || len(f.body.List) == 0 || f.id == 0 {
		return
	}
	x, ok := f.body.List[len(f.body.List)-1].(*ast.ReturnStmt)
	if !ok || len(x.Results) == 0 {
		return
	}
	given := unknown
	if len(f.body.List) > 1 {
		given = a.givenBehindGuards(f, x)
	} else if len(x.Results) == 1 {
		given = a.configuredOrHeld(x.Results[0])
	}
	if given >= 0 {
		a.facts.symbols[f.id-1].given = given + 1
	}
}

// givenBehindGuards is the truth of what the guards of a function ask for: it gives nothing where one of them does not hold,
// and something where all do.
func (a *analysis) givenBehindGuards(f *function, end *ast.ReturnStmt) ref {
	if nothing(end) {
		return unknown
	}
	all, whole := f.guarded, true
	switch e := unparen(end.Results[0]).(type) {
	case *ast.BinaryExpr:
		if e.Op != token.LAND || givesSomething(f.body) != 1 {
			return unknown
		}
		last := a.ofParameters(e)
		whole = whole && len(last) == operands(e)
		all = append(all[:len(all):len(all)], last...)
	case *ast.UnaryExpr:
		if e.Op != token.AND {
			return unknown
		}
	case *ast.CompositeLit:
	case *ast.Ident, *ast.CallExpr:
		whole = whole && (isNamed(e, "true") || !isNamed(f.typ.Results.List[0].Type, "bool"))
	default:
		return unknown
	}
	if len(all) == 0 || len(all) >= maximalConditions {
		return unknown
	}
	if !whole || f.told != givesNothing(f.body) {
		all = append(all[:len(all):len(all)], a.notUnderstood(end.Pos()))
	}
	return a.refs.holds(all)
}

// notUnderstood is a condition of which nothing is known: with it, a truth is known to fail, and never to hold.
func (a *analysis) notUnderstood(pos token.Pos) int32 {
	return a.condition(a.refs.setting("", literal{}), isSet, nil, pos, false)
}

// ofParameters are the conditions of those operands of a conjunction that need no local variable, of which nothing is known
// behind the body.
func (a *analysis) ofParameters(e ast.Expr) []int32 {
	if b, ok := unparen(e).(*ast.BinaryExpr); ok && b.Op == token.LAND {
		left := a.ofParameters(b.X)
		return append(left[:len(left):len(left)], a.ofParameters(b.Y)...)
	}
	if !a.isOfParameters(e) {
		return nil
	}
	return a.conditions(e, false)
}

// noteGuard remembers what a guard of the function asks for; after is what holds behind it.
func (a *analysis) noteGuard(x *ast.IfStmt, after []int32) {
	if a.function == nil || a.isTest || !isGuard(x) || !standsIn(a.function.body, x) {
		return
	}
	if len(after) == 0 {
		after = a.conditions(x.Cond, true)
	}
	if len(after) == alternatives(x.Cond) && len(a.function.guarded)+len(after) <= maximalConditions {
		a.function.guarded = append(a.function.guarded, after...)
		a.function.told++
	}
}

// alternatives counts what a disjunction joins: all of it has to be understood where it is to say when it does not hold.
func alternatives(e ast.Expr) int {
	if b, ok := unparen(e).(*ast.BinaryExpr); ok && b.Op == token.LOR {
		return alternatives(b.X) + alternatives(b.Y)
	}
	return 1
}

// isOfParameters says whether an expression needs no local variable, of which nothing is known behind the body.
func (a *analysis) isOfParameters(e ast.Expr) bool {
	known := true
	ast.Inspect(e, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.SelectorExpr:
			known = known && a.isOfParameters(x.X)
			return false
		case *ast.Ident:
			known = known && (a.scopes.lookup(x.Name) != nil || isPredeclaredValue(x.Name))
		}
		return known
	})
	return known
}

// isGuard says whether an if does nothing but give nothing.
func isGuard(x *ast.IfStmt) bool {
	if x.Else != nil || x.Body == nil || len(x.Body.List) != 1 {
		return false
	}
	end, ok := x.Body.List[0].(*ast.ReturnStmt)
	return ok && nothing(end)
}

// standsIn says whether a statement is one of a body's own, and so decides for all that follows.
func standsIn(body *ast.BlockStmt, x ast.Stmt) bool {
	return body != nil && slices.Contains(body.List, x)
}

// nothing says whether a return gives nil or false, and no error.
func nothing(x *ast.ReturnStmt) bool {
	if len(x.Results) == 0 || len(x.Results) > 2 || !isNil(x.Results[0]) && !isNamed(x.Results[0], "false") {
		return false
	}
	return len(x.Results) == 1 || isNil(x.Results[1])
}

// givesNothing counts the returns of a body, without those of closures, that give nothing.
func givesNothing(body *ast.BlockStmt) int {
	return countReturns(body, nothing)
}

// givesSomething counts those that give something.
func givesSomething(body *ast.BlockStmt) int {
	return countReturns(body, func(x *ast.ReturnStmt) bool { return !nothing(x) })
}

func countReturns(body *ast.BlockStmt, counts func(*ast.ReturnStmt) bool) int {
	count := 0
	ast.Inspect(body, func(n ast.Node) bool {
		switch x := n.(type) {
		case ast.Expr:
			return false
		case *ast.ReturnStmt:
			if counts(x) {
				count++
			}
		}
		return true
	})
	return count
}
