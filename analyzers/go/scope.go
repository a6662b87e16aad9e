package main

import "strings"

// maximalAlternatives bounds what a variable that is assigned often may hold.
const maximalAlternatives = 4

// local is a name of a function body: a variable, a constant, a type or a type parameter.
type local struct {
	name     string
	shadowed int32
	// holds is what was assigned, without duplicates.
	holds [maximalAlternatives]ref
	count int
	// value is the literal it holds, if that is all it ever holds.
	value literal
	// given is, one more than it, the configured value that it holds.
	given ref
	// parameter is the one-based place of a parameter of the function of.
	parameter int32
	of        *function
	// isType marks local types and type parameters.
	isType bool
	// again says that something was assigned to it after its declaration.
	again bool
	// open says that later assignments add to what it holds.
	open bool
}

// scopes is a stack of local names with the innermost of each name at hand.
type scopes struct {
	locals    []local
	innermost map[string]int32
	// marks are where the open scopes begin.
	marks []int
}

func newScopes() *scopes {
	return &scopes{innermost: make(map[string]int32, 64)}
}

func (s *scopes) reset() {
	clear(s.locals)
	s.locals = s.locals[:0]
	clear(s.innermost)
	s.marks = s.marks[:0]
}

// open begins a scope; its result is for close.
func (s *scopes) open() int {
	s.marks = append(s.marks, len(s.locals))
	return len(s.marks) - 1
}

func (s *scopes) close(depth int) {
	mark := s.marks[depth]
	s.marks = s.marks[:depth]
	for i := len(s.locals) - 1; i >= mark; i-- {
		l := &s.locals[i]
		if l.shadowed >= 0 {
			s.innermost[l.name] = l.shadowed
		} else {
			delete(s.innermost, l.name)
		}
	}
	s.locals = s.locals[:mark]
}

// lookup finds a local name. The result is valid until the next declare.
func (s *scopes) lookup(name string) *local {
	if i, ok := s.innermost[name]; ok {
		return &s.locals[i]
	}
	return nil
}

// lookupHere finds a local name of the innermost scope.
func (s *scopes) lookupHere(name string) *local {
	if len(s.marks) == 0 {
		return nil
	}
	if i, ok := s.innermost[name]; ok && int(i) >= s.marks[len(s.marks)-1] {
		return &s.locals[i]
	}
	return nil
}

func (s *scopes) declare(name string, holds ref) *local {
	l := local{name: name, shadowed: -1, open: true}
	if i, ok := s.innermost[name]; ok {
		l.shadowed = i
	}
	l.add(holds)
	s.innermost[name] = int32(len(s.locals))
	s.locals = append(s.locals, l)
	return &s.locals[len(s.locals)-1]
}

// add records a further REF that the variable may hold.
func (l *local) add(r ref) {
	if r < 0 || l.count == maximalAlternatives {
		return
	}
	for _, held := range l.holds[:l.count] {
		if held == r {
			return
		}
	}
	l.holds[l.count] = r
	l.count++
}

// isErrorName says whether a variable of this name holds an error by Go's convention.
func isErrorName(name string) bool {
	return name == "err" || strings.HasSuffix(name, "Err")
}
