package main

import (
	"bytes"
	"errors"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"path"
	"sort"
	"strings"
	"unicode/utf8"
)

// declaration is what a package-level name of this file is; the zero value means that it is none.
type declaration uint8

const (
	declaredFunction declaration = iota + 1
	declaredVariable
	declaredConstant
	declaredStruct
	declaredInterface
	declaredContainer
	declaredFunctionType
	declaredType
)

func (d declaration) isType() bool { return d >= declaredStruct }

// function is the body under way: a function, a method, a closure or the initialiser of a variable.
type function struct {
	id       int32
	name     string
	closures int
	outer    *function
	// naming is who numbers the closures in it, where its own name is too long to begin theirs; else nil.
	naming *function
	typ    *ast.FuncType
	body   *ast.BlockStmt
	// isClosure tells literals; deferredHere those that stand in a defer statement.
	isClosure, deferredHere bool
	// recovers: its own body, without its closures, calls recover.
	recovers bool
	// guarded is what its guards ask for that give nothing, and told how many of them say so.
	guarded []int32
	told    int
}

// analysis turns one Go file into facts. It is used again for the next file, to keep its memory.
type analysis struct {
	path      string
	directory string
	source    []byte
	lines     []int
	base      int
	lastLine  int

	facts    *facts
	refs     *refTable
	scopes   *scopes
	imports  importTable
	guesses  map[string][]string
	declared map[string]declaration
	usesC    bool
	isTest   bool

	function *function
	context  context
	// when are the configured conditions under which what is visited runs.
	when []int32
	// used are the (symbol, REF) pairs for which a use was reported.
	used map[uint64]struct{}
	// emitted are the hashes of the references reported.
	emitted map[uint64]struct{}
	// bound are closures that were given a name before their body was visited.
	bound map[*ast.FuncLit]*function
	// called is the REF of the function that the last visited call called.
	called ref
	// outermost is the body of the top-level function under way, reassigned what it assigns twice.
	outermost ast.Node
	// grouped is the body whose groups of routes are known.
	grouped ast.Node
	groups  map[*ast.CallExpr]*group
	// wordsOfGroups saves reading files for groups that have none.
	wordsOfGroups wordState
	reassigned    map[string]bool
	// sleeps counts the calls that wait, so that only loops which wait are looked at again.
	sleeps int
	// outgoing: the arguments of a call that sends them on are being visited.
	outgoing bool

	variableIDs map[*ast.Ident]int32
	functionIDs map[*ast.FuncDecl]int32
	// sharedClosures counts the closures of functions whose name is not their own: init and _.
	sharedClosures int
	// constants are the values of the file's own constants.
	constants map[string]literal
	// getters are the functions of the file that read the environment, once one was asked for.
	getters map[string]getter
	// tested is the innermost if around what is visited; own are the names of the function that was last asked for its own.
	tested test
	ownOf  *function
	own    map[string]bool
	// folded counts the uses of them, and of entries of tables, that are told as what they hold.
	folded int
	// file is what is analyzed; options are those of its tables, once one was asked for.
	file       *ast.File
	options    optionTable
	recovering map[string]bool
	deferred   []deferredCall
	// failures are the calls of which is known what their error leads to.
	failures map[*ast.CallExpr]string
	// givens are what the names of a function, givenOf, are given; unset those of the file that only the environment gives.
	givenOf *function
	givens  map[string]ast.Expr
	unset   map[string]bool
	// keys are the fields of settings whose names say secret; bindsEnvironment: what reads them asks the environment too.
	keys             []secretField
	bindsEnvironment bool
}

// secretField is a field that holds a secret of the configuration, and the struct that has it.
type secretField struct {
	symbol int32
	pos    token.Pos
}

func newAnalysis() *analysis {
	return &analysis{
		refs: newRefTable(), scopes: newScopes(), declared: map[string]declaration{}, used: map[uint64]struct{}{}, emitted: map[uint64]struct{}{},
		bound: map[*ast.FuncLit]*function{}, variableIDs: map[*ast.Ident]int32{}, functionIDs: map[*ast.FuncDecl]int32{},
		recovering: map[string]bool{}, constants: map[string]literal{}, guesses: map[string][]string{},
	}
}

func (a *analysis) reset(path_ string, source []byte) {
	a.refs.reset()
	a.scopes.reset()
	emptied(&a.declared)
	emptied(&a.used)
	emptied(&a.emitted)
	emptied(&a.bound)
	emptied(&a.variableIDs)
	emptied(&a.functionIDs)
	emptied(&a.recovering)
	emptied(&a.constants)
	a.path, a.source = path_, source
	a.directory = path.Dir(path_)
	if a.directory == "." {
		a.directory = ""
	}
	// An answer is written before the next request begins, so its memory serves again.
	old := a.facts
	a.facts = &facts{refs: a.refs, masks: map[string]string{}}
	if old != nil && cap(old.references) < 1<<14 {
		clear(old.references)
		clear(old.symbols)
		a.facts.references, a.facts.symbols = old.references[:0], old.symbols[:0]
	}
	a.imports, a.function, a.context, a.when = importTable{}, nil, 0, nil
	a.usesC, a.isTest = false, strings.HasSuffix(path_, "_test.go")
	a.outermost, a.reassigned, a.sleeps, a.lastLine = nil, nil, 0, 0
	a.sharedClosures, a.deferred, a.failures = 0, nil, nil
	a.givenOf, a.givens, a.unset = nil, nil, nil
	a.keys, a.bindsEnvironment = nil, false
	a.called, a.folded = unknown, 0
	a.tested, a.ownOf, a.own = test{}, nil, nil
	a.file, a.options, a.getters = nil, nil, nil
	a.grouped, a.groups, a.wordsOfGroups = nil, nil, unread
}

// emptied empties a map and keeps its memory, unless it has grown so large that clearing it would cost every small
// file that follows.
func emptied[K comparable, V any](m *map[K]V) {
	if len(*m) > 1<<10 {
		*m = map[K]V{}
		return
	}
	clear(*m)
}

// goFile gives the facts of a Go file, or an error if nothing can be said of it.
func (a *analysis) goFile(path_ string, source []byte) (*facts, error) {
	if !utf8.Valid(source) {
		source = bytes.ToValidUTF8(source, []byte("\uFFFD"))
	}
	a.reset(path_, source)
	positions := token.NewFileSet()
	file, err := parser.ParseFile(positions, path_, source, parser.SkipObjectResolution)
	if file == nil || file.Name == nil || !file.Package.IsValid() {
		if saysNothing(source) {
			return a.facts, nil
		}
		if err == nil {
			err = errors.New("no package clause")
		}
		return nil, err
	}
	a.diagnose(err)
	tokenFile := positions.File(file.Package)
	a.lines, a.base = tokenFile.Lines(), tokenFile.Base()

	h := readHeader(source)
	a.facts.generated = h.generated
	a.facts.hasNamespace = true
	a.facts.namespace = a.namespaceOf(file.Name.Name, h)

	a.collectDeclarations(file)
	a.readImports(file)
	for _, declaration := range file.Decls {
		a.declareSymbols(declaration)
	}
	for _, declaration := range file.Decls {
		a.visitDeclaration(declaration)
	}
	a.containDeferred()
	a.judgeRestarts(file)
	a.judgeBoundSecrets()
	a.findRoots(file, h)
	if a.isTest && h.tagged && !h.ignored {
		a.markTagged(file)
	}
	return a.facts, nil
}

// markTagged says of each function of a file of tests that it is built only with a tag that somebody gives.
func (a *analysis) markTagged(file *ast.File) {
	for _, d := range file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok {
			if id, isKnown := a.functionIDs[f]; isKnown {
				a.signalAt("test.tagged", id, f.Pos())
			}
		}
	}
}

// saysNothing tells whether a source holds no token but comments: read, and empty.
func saysNothing(source []byte) bool {
	var s scanner.Scanner
	s.Init(token.NewFileSet().AddFile("", -1, len(source)), source, nil, 0)
	_, first, _ := s.Scan()
	return first == token.EOF && s.ErrorCount == 0
}

func (a *analysis) namespaceOf(packageName string, h header) namespace {
	n := namespace{kind: "go-package", name: a.directory}
	if h.ignored {
		n.name = a.path
	}
	if a.isTest {
		n.variant = "test"
		if strings.HasSuffix(packageName, "_test") {
			n.name += "_test"
		}
	}
	return n
}

// diagnose reports syntax errors; the parser goes on behind them.
func (a *analysis) diagnose(err error) {
	var list scanner.ErrorList
	if err == nil {
		return
	}
	if !errors.As(err, &list) {
		a.facts.diagnostics = append(a.facts.diagnostics, diagnostic{severity: "warning", message: err.Error()})
		return
	}
	for i, e := range list {
		if i == 10 {
			break
		}
		a.facts.diagnostics = append(a.facts.diagnostics,
			diagnostic{severity: "warning", line: e.Pos.Line, message: e.Msg})
	}
}

// line is the line of a position, whatever //line comments say.
func (a *analysis) line(pos token.Pos) int {
	if !pos.IsValid() {
		return 1
	}
	offset := int(pos) - a.base
	i := a.lastLine
	if i < len(a.lines) && a.lines[i] <= offset && (i+1 == len(a.lines) || offset < a.lines[i+1]) {
		return i + 1
	}
	i = sort.Search(len(a.lines), func(i int) bool { return a.lines[i] > offset }) - 1
	if i < 0 {
		return 1
	}
	a.lastLine = i
	return i + 1
}

// collectDeclarations notes the package-level names of the file.
func (a *analysis) collectDeclarations(file *ast.File) {
	for _, d := range file.Decls {
		switch x := d.(type) {
		case *ast.FuncDecl:
			if x.Recv == nil {
				a.declared[x.Name.Name] = declaredFunction
			}
		case *ast.GenDecl:
			for _, spec := range x.Specs {
				switch s := spec.(type) {
				case *ast.TypeSpec:
					a.declared[s.Name.Name] = declarationOf(s.Type)
				case *ast.ValueSpec:
					kind := declaredVariable
					if x.Tok == token.CONST {
						kind = declaredConstant
					}
					for i, name := range s.Names {
						a.declared[name.Name] = kind
						if kind != declaredConstant || i >= len(s.Values) {
							continue
						}
						if v := a.constant(unparen(s.Values[i])); v != nil {
							if value, ok := constantLiteral(v); ok {
								a.constants[name.Name] = value
							}
						}
					}
				}
			}
		}
	}
	delete(a.declared, "_")
}

func declarationOf(e ast.Expr) declaration {
	switch x := e.(type) {
	case *ast.StructType:
		return declaredStruct
	case *ast.InterfaceType:
		return declaredInterface
	case *ast.ArrayType, *ast.MapType, *ast.ChanType:
		return declaredContainer
	case *ast.FuncType:
		return declaredFunctionType
	case *ast.ParenExpr:
		return declarationOf(x.X)
	}
	return declaredType
}
