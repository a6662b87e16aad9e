// Command analyzer-go reports what the syntax of Go files says, as facts of the
// gapmatrix analyzer protocol, version 2 (docs/protocol.md).
//
// It looks at one file at a time and at nothing else: no second file, no go.mod, no
// network. So there is no type checking. What a local variable holds is followed
// through its assignments, and every name is left as a REF for the linker to bind.
//
// # Layout
//
//	main.go, serve.go        the messages: reader, worker, writer
//	decode.go                requests from JSON
//	facts.go, refs.go        the facts as values, the table of REFs
//	encode.go, words.go      facts as JSON
//	analyze.go               one Go file, from its text to its facts
//	header.go, imports.go    build tags, generated files, import names
//	scope.go, types.go       local names, types as REFs
//	symbols.go               definitions
//	expressions.go, calls.go, composites.go, literals.go, statements.go
//	assignments.go           references
//	noise.go                 what is left out of them
//	roots.go                 where execution begins
//	secrets.go, handlers.go, retries.go, panics.go, exits.go, swallowed.go
//	                         signals that only the shape of a body tells
//	gomod.go                 go.mod and go.work
package main
