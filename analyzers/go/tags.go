package main

import (
	"go/ast"
	"reflect"
	"strconv"
	"strings"
)

// readTag reads what the tag of a struct's field says of its default, and of the variable that sets it.
func (a *analysis) readTag(field *ast.Field, s *symbol) {
	if field.Tag == nil || a.isTest {
		return
	}
	text, err := strconv.Unquote(field.Tag.Value)
	if err != nil {
		return
	}
	tag := reflect.StructTag(text)
	value, hasDefault := tagDefault(tag)
	if name, options := tagVariable(tag); name != "" {
		switch {
		case strings.Contains(options, "required"), strings.Contains(options, "notEmpty"), tag.Get("required") == "true":
			value = literal{}
		case !hasDefault:
			value = literal{kind: nullLiteral}
		}
		s.given = a.refs.setting(name, value) + 1
	}
	if hasDefault {
		s.value = value
	}
}

func tagDefault(tag reflect.StructTag) (literal, bool) {
	for _, key := range []string{"default", "envDefault", "env-default"} {
		text, ok := tag.Lookup(key)
		if !ok {
			continue
		}
		switch text {
		case "true", "false":
			return boolValue(text == "true"), true
		}
		if n, err := strconv.Atoi(text); err == nil {
			return numberValue(n), true
		}
		return stringValue(text), true
	}
	return literal{}, false
}

// tagVariable is the variable of the environment that sets a field, and what else the tag says of it.
func tagVariable(tag reflect.StructTag) (name, options string) {
	for _, key := range []string{"env", "envconfig", "arg"} {
		text, ok := tag.Lookup(key)
		if !ok {
			continue
		}
		if rest, found := strings.CutPrefix(text, "--"); found {
			text = rest
			if at := strings.Index(rest, "env:"); at >= 0 {
				text = rest[at+4:]
			}
		}
		name, options, _ = strings.Cut(text, ",")
		if name != "" && name != "-" {
			return name, options
		}
	}
	return "", ""
}
