package main

import (
	"go/ast"
	"reflect"
	"strconv"
	"strings"
)

// Tags by which libraries fill a field from the environment, and those of files, which make a setting only of a field
// whose struct is named after what it holds.
var (
	environmentTags = []string{"env", "envconfig"}
	fileTags        = []string{"mapstructure", "koanf", "yaml", "toml", "ini"}
	settingsNames   = []string{"config", "configuration", "conf", "cfg", "settings", "options", "opts"}
)

// setting is the key that fills a field of a struct from the program's configuration; empty for other fields.
// A variable of the environment is reported as read by the struct.
func (a *analysis) setting(field *ast.Field, owner string, id int32) string {
	if field.Tag == nil {
		return ""
	}
	text, err := strconv.Unquote(field.Tag.Value)
	if err != nil {
		return ""
	}
	tag := reflect.StructTag(text)
	for _, name := range environmentTags {
		value, options, _ := strings.Cut(tag.Get(name), ",")
		if value == "" || value == "-" {
			continue
		}
		var arguments []argument
		if isRequired(tag, options) {
			arguments = []argument{{name: "required", value: boolValue(true), ref: unknown}}
		}
		a.facts.references = append(a.facts.references, reference{
			from: id, to: a.refs.environment(value), kind: "read", line: a.line(field.Pos()), arguments: arguments})
		return value
	}
	if !isSettings(owner) {
		return ""
	}
	for _, name := range fileTags {
		if value, _, _ := strings.Cut(tag.Get(name), ","); value != "" && value != "-" {
			if isSecretName(value) && !a.isTest {
				a.keys = append(a.keys, secretField{symbol: id, pos: field.Pos()})
			}
			return value
		}
	}
	return ""
}

// bindEnvironment notes that a call makes what reads the configuration ask the environment for each key: viper.AutomaticEnv().
func (a *analysis) bindEnvironment(name string) {
	if name != "AutomaticEnv" || a.bindsEnvironment {
		return
	}
	for _, path := range a.imports.named {
		if path == "github.com/spf13/viper" {
			a.bindsEnvironment = true
		}
	}
}

// judgeBoundSecrets reports the secrets among the settings of a file that reads them from the environment.
func (a *analysis) judgeBoundSecrets() {
	if !a.bindsEnvironment {
		return
	}
	for _, key := range a.keys {
		a.signalAt("secret.environment", key.symbol, key.pos)
	}
}

// isRequired says whether the library refuses to go on without the variable.
func isRequired(tag reflect.StructTag, options string) bool {
	for _, name := range []string{"default", "envDefault", "env-default"} {
		if _, ok := tag.Lookup(name); ok {
			return false
		}
	}
	if strings.Contains(options, "default=") {
		return false
	}
	for option := range strings.SplitSeq(options, ",") {
		if option = strings.TrimSpace(option); option == "required" || option == "notEmpty" {
			return true
		}
	}
	return tag.Get("required") == "true" || tag.Get("env-required") == "true"
}

// isSettings says whether a struct is named after the settings that it holds.
func isSettings(name string) bool {
	for part := range strings.SplitSeq(strings.ToLower(name), ".") {
		for _, ending := range settingsNames {
			if strings.HasSuffix(part, ending) {
				return true
			}
		}
	}
	return false
}
