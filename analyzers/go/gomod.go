package main

import (
	"path"
	"strconv"
	"strings"
)

// moduleLine is a directive of go.mod or go.work, blocks resolved.
type moduleLine struct {
	number int
	verb   string
	words  []string
	// indirect: a "// indirect" comment follows.
	indirect bool
}

// moduleFile gives the facts of a go.mod or go.work file.
func moduleFile(path_ string, source []byte) *facts {
	f := &facts{}
	directory := path.Dir(path_)
	if directory == "." {
		directory = ""
	}
	isWork := path.Base(path_) == "go.work"
	f.declares = !isWork
	versions := map[string]string{}
	var tools []moduleLine
	for _, line := range readModuleLines(string(source), f) {
		switch line.verb {
		case "module":
			if !isWork && len(line.words) >= 1 {
				f.bindings = append(f.bindings, binding{line.words[0], directory})
			}
		case "require":
			if isWork || len(line.words) < 2 {
				continue
			}
			d := dependency{name: line.words[0], version: line.words[1], line: line.number, scope: "runtime"}
			if line.indirect {
				d.scope = "indirect"
			}
			versions[d.name] = d.version
			f.dependencies = append(f.dependencies, d)
		case "replace":
			f.replace(directory, line.words)
		case "tool":
			if !isWork && len(line.words) >= 1 {
				tools = append(tools, line)
			}
		}
	}
	for _, tool := range tools {
		f.dependencies = append(f.dependencies, dependency{name: tool.words[0],
			version: versionOf(tool.words[0], versions), line: tool.number, scope: "development"})
	}
	return f
}

// replace binds a module that is replaced by a directory of this repository.
func (f *facts) replace(directory string, words []string) {
	for i, word := range words {
		if word != "=>" || i == 0 || i+1 >= len(words) {
			continue
		}
		target := words[i+1]
		if !strings.HasPrefix(target, "./") && !strings.HasPrefix(target, "../") && target != "." && target != ".." {
			return
		}
		if joined, ok := cleanJoin(directory, target); ok {
			f.bindings = append(f.bindings, binding{words[0], joined})
		}
		return
	}
}

// versionOf is the version of the module that holds a package.
func versionOf(name string, versions map[string]string) string {
	for name != "." && name != "/" && name != "" {
		if version, ok := versions[name]; ok {
			return version
		}
		name = path.Dir(name)
	}
	return ""
}

// readModuleLines splits the text into directives. Lines that cannot be read become diagnostics.
func readModuleLines(text string, f *facts) []moduleLine {
	var lines []moduleLine
	block := ""
	number := 0
	text = strings.TrimPrefix(text, "\uFEFF")
	for raw := range strings.Lines(text) {
		number++
		words, comment, ok := moduleWords(strings.TrimRight(raw, "\r\n"))
		if !ok {
			f.diagnostics = append(f.diagnostics,
				diagnostic{severity: "warning", line: number, message: "a string does not end on its line"})
			continue
		}
		if len(words) == 0 {
			continue
		}
		comment = strings.TrimSpace(comment)
		line := moduleLine{number: number, indirect: comment == "indirect" || strings.HasPrefix(comment, "indirect;")}
		switch {
		case block != "" && words[0] == ")":
			block = ""
			continue
		case block != "":
			line.verb, line.words = block, words
		case len(words) >= 2 && words[1] == "(":
			block = words[0]
			continue
		default:
			line.verb, line.words = words[0], words[1:]
		}
		lines = append(lines, line)
	}
	if block != "" {
		f.diagnostics = append(f.diagnostics,
			diagnostic{severity: "warning", line: max(number, 1), message: "the block " + strconv.Quote(block) + " is not closed"})
	}
	return lines
}

// moduleWords splits a line into words, parentheses and the text behind //.
func moduleWords(line string) (words []string, comment string, ok bool) {
	for {
		line = strings.TrimLeft(line, " \t")
		switch {
		case line == "":
			return words, "", true
		case strings.HasPrefix(line, "//"):
			return words, line[2:], true
		case line[0] == '(' || line[0] == ')':
			words = append(words, line[:1])
			line = line[1:]
		case line[0] == '"' || line[0] == '`':
			quoted, err := strconv.QuotedPrefix(line)
			if err != nil {
				return nil, "", false
			}
			word, err := strconv.Unquote(quoted)
			if err != nil {
				return nil, "", false
			}
			words = append(words, word)
			line = line[len(quoted):]
		default:
			end := strings.IndexAny(line, " \t()")
			if end < 0 {
				end = len(line)
			}
			if i := strings.Index(line[:end], "//"); i > 0 {
				end = i
			}
			words = append(words, line[:end])
			line = line[end:]
		}
	}
}
