package main

import (
	"go/ast"
	"go/token"
	"strconv"
	"strings"
	"unicode"
)

// minimalSecret is the shortest literal that counts as a secret.
const minimalSecret = 6

// judgeAssigned judges target = source.
func (a *analysis) judgeAssigned(target, source ast.Expr) {
	if _, ok := unparen(source).(*ast.BasicLit); !ok {
		if _, ok := unparen(source).(*ast.BinaryExpr); !ok {
			return
		}
	}
	switch x := unparen(target).(type) {
	case *ast.Ident:
		a.judgeSecret(x.Name, source, a.from())
	case *ast.SelectorExpr:
		a.judgeSecret(x.Sel.Name, source, a.from())
	case *ast.IndexExpr:
		if key, ok := a.literal(x.Index); ok && key.kind == stringLiteral {
			a.judgeSecret(key.text, source, a.from())
		}
	}
}

// judgeSecret reports a string literal given to a name that says secret, and has it masked wherever it would be shown.
func (a *analysis) judgeSecret(name string, source ast.Expr, symbol int32) {
	text, ok := a.literalText(source)
	if !ok || len(text) < minimalSecret {
		return
	}
	shaped := hasSecretShape(text)
	if !shaped && (!mayNameSecret(name) || !isSecretName(name) || !looksLikeValue(name, text)) {
		return
	}
	if len(name) > 100 {
		name = cut(name)
	}
	mask := maskOf(text)
	a.facts.masks[text] = mask
	attributes := []attribute{{"name", stringValue(name)}, {"masked", stringValue(mask)}}
	if isPlaceholder(text) {
		attributes = append(attributes, attribute{"placeholder", boolValue(true)})
	}
	a.facts.signals = append(a.facts.signals,
		signal{kind: "secret.literal", symbol: symbol, line: a.line(source.Pos()), attributes: attributes})
}

// literalText is the text of a string literal or of a concatenation of some.
func (a *analysis) literalText(e ast.Expr) (string, bool) {
	switch x := unparen(e).(type) {
	case *ast.BasicLit:
		if x.Kind != token.STRING {
			return "", false
		}
		text, err := strconv.Unquote(x.Value)
		return text, err == nil
	case *ast.BinaryExpr:
		value, ok := a.literal(x)
		return value.text, ok && value.kind == stringLiteral && !isDurationText(value.text)
	}
	return "", false
}

// maskOf shows the first two characters and the length.
func maskOf(text string) string {
	runes := []rune(text)
	return string(runes[:2]) + "…" + strconv.Itoa(len(runes))
}

var secretWords = map[string]bool{
	"password": true, "passwd": true, "passphrase": true, "passwords": true, "pwd": true, "secret": true,
	"secrets": true, "token": true, "apikey": true, "credential": true, "credentials": true,
	"secretkey": true, "privatekey": true, "authtoken": true, "accesstoken": true,
	"clientsecret": true, "apisecret": true,
}

// keyWords make a key a secret: an API key, a private key.
var keyWords = map[string]bool{
	"api": true, "private": true, "secret": true, "signing": true, "encryption": true, "auth": true,
	"jwt": true, "hmac": true, "session": true, "master": true, "cipher": true, "aes": true,
}

// neutralWords may follow a secret word without changing what the name says.
var neutralWords = map[string]bool{
	"value": true, "default": true, "dev": true, "development": true, "prod": true, "production": true, "staging": true,
	"test": true, "str": true, "string": true, "b64": true, "base64": true, "hex": true, "raw": true, "bytes": true,
	"plain": true, "plaintext": true, "literal": true, "local": true, "admin": true, "root": true,
}

// contraryWords before a secret word make the name speak about secrets and not be one.
var contraryWords = map[string]bool{
	"err": true, "error": true, "invalid": true, "missing": true, "no": true, "bad": true, "wrong": true, "expired": true,
	"header": true, "param": true, "field": true, "column": true, "flag": true, "env": true, "cmd": true, "msg": true,
	"message": true, "event": true, "type": true, "kind": true, "route": true, "path": true, "url": true, "uri": true,
	"action": true, "perm": true, "permission": true, "scope": true, "grant": true, "label": true, "annotation": true,
	"metric": true, "op": true, "resource": true, "reset": true, "forgot": true, "change": true, "reason": true,
	"code": true, "status": true, "attr": true, "attribute": true, "key": true, "prefix": true, "suffix": true,
	"cookie": true, "query": true, "form": true, "lexer": true, "next": true, "ident": true, "usage": true, "help": true,
	"claim": true, "config": true, "option": true, "opt": true, "name": true, "use": true, "is": true, "has": true,
	"enable": true, "disable": true, "no_": true, "public": true, "page": true, "continuation": true, "sync": true,
	"cancel": true, "cancellation": true, "mask": true, "masked": true, "redacted": true, "syntax": true,
}

// mayNameSecret is a quick test that most names fail.
func mayNameSecret(name string) bool {
	for i := 0; i+1 < len(name); i++ {
		switch name[i : i+2] {
		case "as", "AS", "wd", "WD", "ec", "EC", "ok", "OK", "ey", "EY", "ed", "ED":
			return true
		}
	}
	return false
}

// isSecretName says whether a name says password, secret, token, API key, private key….
func isSecretName(name string) bool {
	// A name with a slash is that of an annotation or a path: what it holds names a secret.
	if len(name) < 3 || len(name) > 100 || strings.Contains(name, "/") {
		return false
	}
	words := splitWords(name)
	for len(words) > 1 && (neutralWords[words[len(words)-1]] || isDigits(words[len(words)-1])) {
		words = words[:len(words)-1]
	}
	if len(words) == 0 {
		return false
	}
	last := words[len(words)-1]
	before := words[:len(words)-1]
	// An access key alone is a name that may be shown; a secret access key is not.
	if last == "key" && len(before) > 1 && before[len(before)-1] == "access" && before[len(before)-2] == "secret" {
		before = before[:len(before)-2]
	} else if last == "key" && len(before) > 0 && keyWords[before[len(before)-1]] {
		before = before[:len(before)-1]
	} else if !secretWords[last] {
		return false
	}
	for _, word := range before {
		if contraryWords[word] {
			return false
		}
	}
	return true
}

// splitWords splits camelCase, snake_case, kebab-case and dotted names into lower-case words.
func splitWords(name string) []string {
	var words []string
	var word []rune
	flush := func() {
		if len(word) > 0 {
			words = append(words, strings.ToLower(string(word)))
			word = word[:0]
		}
	}
	runes := []rune(name)
	for i, r := range runes {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			flush()
			continue
		case unicode.IsUpper(r):
			previousLower := i > 0 && !unicode.IsUpper(runes[i-1])
			nextLower := i+1 < len(runes) && unicode.IsLower(runes[i+1])
			if previousLower || nextLower {
				flush()
			}
		}
		word = append(word, r)
	}
	flush()
	return words
}

func isDigits(s string) bool { return strings.Trim(s, "0123456789") == "" }

// looksLikeValue says whether a string may be a secret itself, and not the name of a place where one is found, a
// message, a path or a pattern.
func looksLikeValue(name, text string) bool {
	if (strings.ContainsAny(text, " \t\n%\\,;|()") || strings.Contains(text, "{{") || strings.Contains(text, "://")) && !isSprinkled(text) {
		return false
	}
	if text[0] == '/' || text[0] == '.' || text[0] == '-' || text[0] == ':' || text[0] == '#' ||
		strings.HasSuffix(text, ":") || strings.HasSuffix(text, "=") && !strings.ContainsAny(text, "0123456789") {
		return false
	}
	if isCapitals(text) || isHeaderName(text) {
		return false
	}
	return !isStateWord(text) && !isNameLike(name, text)
}

// isSprinkled is "A very long text!!@##$": four different marks in a row that no sentence, pattern or path has.
func isSprinkled(text string) bool {
	run := ""
	for _, r := range text {
		if !strings.ContainsRune("!@#$^&*", r) {
			run = ""
			continue
		}
		if !strings.ContainsRune(run, r) {
			run += string(r)
		}
		if len(run) == 4 {
			return true
		}
	}
	return false
}

// isStateWord knows words that say of a secret how it is.
func isStateWord(text string) bool {
	switch strings.ToLower(text) {
	case "unknown", "default", "disabled", "enabled", "invalid", "required", "missing", "optional", "expired", "static",
		"inherit", "anonymous", "encrypted", "hidden", "masked":
		return true
	}
	return false
}

// isCapitals is DB_PASSWORD, SECTION and their like: names of variables and marks, not values.
func isCapitals(text string) bool {
	capitals := "ABCDEFGHIJKLMNOPQRSTUVWXYZ_"
	if strings.Contains(text, "_") {
		capitals += "0123456789"
	}
	return strings.Trim(text, capitals) == ""
}

// isHeaderName is X-Auth-Token and its like: words with capitals, joined by hyphens. Digits are seldom in one.
func isHeaderName(text string) bool {
	parts := strings.Split(text, "-")
	for _, part := range parts {
		if part == "" || part[0] < 'A' || part[0] > 'Z' || parts[0] != "X" && strings.ContainsAny(part, "0123456789") {
			return false
		}
	}
	return len(parts) > 1
}

// isNameLike says whether a text is made of the words that names of secrets are made of: "access_token", "api-key".
func isNameLike(name, text string) bool {
	if strings.ContainsAny(text, "<>${}!@&*+") {
		return false
	}
	own := map[string]bool{}
	for _, word := range splitWords(name) {
		own[word] = true
	}
	nameLike := false
	words := splitWords(text)
	for _, word := range words {
		switch {
		case secretWords[word] || word == "key" || own[word]:
			nameLike = true
		case contraryWords[word] || keyWords[word] || neutralWords[word] || word == "client" || word == "user" ||
			word == "refresh" || word == "id" || word == "file" || word == "bearer":
		case len(words) > 1 && strings.Trim(word, "abcdefghijklmnopqrstuvwxyz") == "" && !placeholderWord(word):
			// Further plain words joined by separators: "kubernetes.io/basic-auth-token".
		default:
			return false
		}
	}
	return nameLike
}

func placeholderWord(word string) bool {
	switch word {
	case "changeme", "change", "me", "example", "dummy", "your", "placeholder", "fake", "sample", "xxx", "todo", "replace",
		"super", "my", "foo", "bar":
		return true
	}
	return false
}

// isPlaceholder says whether a value is meant to be replaced, or no more than a sample.
func isPlaceholder(text string) bool {
	lower := strings.ToLower(text)
	if strings.HasPrefix(text, "<") && strings.HasSuffix(text, ">") || strings.Contains(text, "${") || strings.HasPrefix(text, "$") {
		return true
	}
	if strings.Trim(text, string(text[0])) == "" {
		return true
	}
	for _, word := range []string{
		"changeme", "change-me", "change_me", "changeit", "replaceme", "replace-me", "replace_me", "xxx", "example", "dummy",
		"your-", "your_", "yourtoken", "yourpass", "yoursecret", "placeholder", "redacted", "***", "todo", "fake", "sample",
		"mock", "insert-", "insert_", "foobar", "lorem",
	} {
		if strings.Contains(lower, word) {
			return true
		}
	}
	for _, word := range splitWords(text) {
		if word == "test" || word == "testing" {
			return true
		}
	}
	return strings.HasPrefix(lower, "test")
}

// hasSecretShape knows keys and tokens whose form says what they are, whatever they are assigned to.
func hasSecretShape(text string) bool {
	switch {
	case len(text) > 120 && strings.Contains(text, "-----BEGIN ") && strings.Contains(text, "PRIVATE KEY-----"):
		return true
	case len(text) == 20 && (strings.HasPrefix(text, "AKIA") || strings.HasPrefix(text, "ASIA")):
		return strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == ""
	}
	for _, prefix := range []string{"ghp_", "gho_", "ghs_", "github_pat_", "glpat-", "xoxb-", "xoxp-", "sk_live_", "rk_live_"} {
		if strings.HasPrefix(text, prefix) && len(text) >= len(prefix)+20 && !strings.ContainsAny(text, " %{") {
			return true
		}
	}
	return false
}

// maskUserinfo hides the password in scheme://user:password@host.
func maskUserinfo(s string) string {
	start := strings.Index(s, "://")
	if start < 0 {
		return s
	}
	rest := s[start+3:]
	end := strings.IndexAny(rest, "/?# \t\n")
	if end < 0 {
		end = len(rest)
	}
	at := strings.LastIndexByte(rest[:end], '@')
	colon := strings.IndexByte(rest, ':')
	if at < 0 || colon < 0 || colon+1 >= at {
		return s
	}
	return s[:start+3] + rest[:colon+1] + "…" + rest[at:]
}
