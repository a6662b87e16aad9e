package main

import (
	"bytes"
	"go/ast"
	"strconv"
	"strings"
)

// imported is one import of the file.
type imported struct {
	path string
	// guesses are names the package may have, the likeliest first; empty if it was given a name.
	guesses []string
}

// importTable binds qualifiers to import paths. A file alone does not tell the name of an imported
// package, so it is guessed from the path.
type importTable struct {
	named   map[string]string
	guessed []imported
	// unused are the imports none of whose guesses occurs in the file; found when first needed.
	unused   []string
	searched bool
	resolved map[string]string
}

func (a *analysis) readImports(file *ast.File) {
	a.file = file
	a.imports = importTable{named: map[string]string{}, resolved: map[string]string{}}
	for _, spec := range file.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil || path == "" {
			continue
		}
		if path == "C" {
			a.usesC = true
			continue
		}
		name := ""
		if spec.Name != nil {
			name = spec.Name.Name
		}
		to := a.refs.importRef(path, "")
		switch name {
		case "_":
		case ".":
			to = a.refs.importRef(path, "*")
		case "":
			guesses := a.guess(path)
			a.imports.guessed = append(a.imports.guessed, imported{path, guesses})
			if _, taken := a.imports.named[guesses[0]]; !taken {
				a.imports.named[guesses[0]] = path
			}
		default:
			a.imports.named[name] = path
		}
		a.facts.references = append(a.facts.references,
			reference{to: to, kind: "include", line: a.line(spec.Pos())})
	}
}

// importPath finds the import that a qualifier means. The qualifier is no local name.
func (a *analysis) importPath(name, selected string) (string, bool) {
	if path, ok := a.imports.named[name]; ok {
		return path, true
	}
	if a.declared[name] != 0 || !ast.IsExported(selected) {
		return "", false
	}
	if path, ok := a.imports.resolved[name]; ok {
		return path, path != ""
	}
	path := a.guessImport(name)
	a.imports.resolved[name] = path
	return path, path != ""
}

func (a *analysis) guessImport(name string) string {
	for _, i := range a.imports.guessed {
		for _, guess := range i.guesses[1:] {
			if guess == name {
				return i.path
			}
		}
	}
	// Go refuses an import that is not used. One whose guesses do not occur has another name,
	// which nearly always is a part of its path.
	if !a.imports.searched {
		a.imports.searched = true
		for _, i := range a.imports.guessed {
			if !occursAsQualifier(a.source, i.guesses) {
				a.imports.unused = append(a.imports.unused, i.path)
			}
		}
	}
	found := ""
	for _, path := range a.imports.unused {
		if len(name) >= 2 && strings.Contains(strings.ToLower(path), strings.ToLower(name)) {
			if found != "" {
				return ""
			}
			found = path
		}
	}
	return found
}

func occursAsQualifier(source []byte, names []string) bool {
	for _, name := range names {
		needle := []byte(name + ".")
		for rest := source; ; {
			i := bytes.Index(rest, needle)
			if i < 0 {
				break
			}
			if i == 0 || !isIdentifierByte(rest[i-1]) {
				return true
			}
			rest = rest[i+len(needle):]
		}
	}
	return false
}

func isIdentifierByte(c byte) bool {
	return c == '_' || c == '.' || c == '/' || c == '"' || c >= 0x80 ||
		'0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// guess remembers guesses: the same packages are imported again and again.
func (a *analysis) guess(path string) []string {
	if guesses, ok := a.guesses[path]; ok {
		return guesses
	}
	if len(a.guesses) > 1<<12 {
		clear(a.guesses)
	}
	guesses := guessPackageNames(path)
	a.guesses[path] = guesses
	return guesses
}

// guessPackageNames lists names that a package of this path may have, the likeliest first.
func guessPackageNames(path string) []string {
	segments := strings.Split(path, "/")
	last := segments[len(segments)-1]
	var guesses []string
	add := func(name string) {
		if name == "" {
			return
		}
		for _, g := range guesses {
			if g == name {
				return
			}
		}
		guesses = append(guesses, name)
	}
	versioned := isMajorVersion(last)
	if versioned && len(segments) > 1 {
		addCleaned(segments[len(segments)-2], add)
	}
	addCleaned(last, add)
	if len(guesses) == 0 {
		guesses = append(guesses, path)
	}
	return guesses
}

var (
	joining      = strings.NewReplacer("-", "", ".", "")
	underscoring = strings.NewReplacer("-", "_", ".", "_")
)

func addCleaned(element string, add func(string)) {
	// gopkg.in/yaml.v3
	if i := strings.LastIndex(element, ".v"); i > 0 && isMajorVersion(element[i+1:]) {
		element = element[:i]
	}
	cleaned := element
	for _, prefix := range []string{"go-", "golang-", "go."} {
		cleaned = strings.TrimPrefix(cleaned, prefix)
	}
	for _, suffix := range []string{"-go", ".go", "-golang"} {
		cleaned = strings.TrimSuffix(cleaned, suffix)
	}
	if isIdentifier(element) {
		add(element)
	}
	if isIdentifier(cleaned) {
		add(cleaned)
	}
	joined := joining.Replace(cleaned)
	if isIdentifier(joined) {
		add(joined)
	}
	add(underscoring.Replace(cleaned))
	for _, cut := range []string{"-", "."} {
		if i := strings.LastIndex(cleaned, cut); i >= 0 {
			add(cleaned[i+1:])
			add(cleaned[:strings.Index(cleaned, cut)])
		}
	}
}

func isIdentifier(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] == '.' || s[i] == '/' || s[i] == '"' || !isIdentifierByte(s[i]) {
			return false
		}
	}
	return s != "" && (s[0] < '0' || s[0] > '9')
}

// isMajorVersion says whether a path element is v2, v10, v1beta1….
func isMajorVersion(s string) bool {
	return len(s) > 1 && s[0] == 'v' && s[1] >= '0' && s[1] <= '9'
}
