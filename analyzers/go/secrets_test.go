package main

import (
	"strings"
	"testing"
)

func TestSecrets(t *testing.T) {
	for _, c := range []struct {
		source string
		want   string // "" is none
	}{
		{`var dbPassword = "hunter2x"`, `{"masked":"hu…8","name":"dbPassword"}`},
		{`const API_KEY = "a8f5f167f44f4964e6c998dee827110c"`, `{"masked":"a8…32","name":"API_KEY"}`},
		{`func f() { token := "s3cr3tvalue"; _ = token }`, `{"masked":"s3…11","name":"token"}`},
		{`var c = Config{Secret: "9f8e7d6c5b4a"}`, `{"masked":"9f…12","name":"Secret"}`},
		{`var c = map[string]string{"password": "Passw0rd!"}`, `{"masked":"Pa…9","name":"password"}`},
		{`var password = "changeme"`, `{"masked":"ch…8","name":"password","placeholder":true}`},
		{`var token = "<your-token>"`, `{"masked":"\u003cy…12","name":"token","placeholder":true}`},
		{`var x = "AKIAIOSFODNN7ABCDEFG"`, `{"masked":"AK…20","name":"x"}`},
		{`var passwordEnv = "DB_PASSWORD"`, ""},
		{`var token = "DB_TOKEN"`, ""},
		{`var tokenURL = "oauth-token-1"`, ""},
		{`var tokenizer = "abcdef123"`, ""},
		{`var passwordField = "user_password1"`, ""},
		{`var authToken = "X-Auth-Token"`, ""},
		{`var token = "/api/v1/token"`, ""},
		{`var token = "access_token"`, ""},
		{`var ErrInvalidToken = "invalid token"`, ""},
		{`var password = "short"`, ""},
		{`var sectionToken = "THESECTION"`, ""},
		{`var m = map[string]string{"example.org/auth-secret": "default/basic9"}`, ""},
		{`var secret = "see the %s"`, ""},
		{`const NSecretPassword = "A long text, and marks!!@##$!"`, `{"masked":"A …29","name":"NSecretPassword"}`},
		{`var password = "a password needs one of !@#"`, ""},
		{`const GrantTypePassword = "password"`, ""},
	} {
		f := ask(t, "x.go", "package p\n"+c.source)
		got := ""
		for _, line := range f.lines() {
			if rest, ok := strings.CutPrefix(line, "signal "); ok {
				got += rest[strings.Index(rest, "{"):]
			}
		}
		if got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.source, got, c.want)
		}
	}
}

func TestSecretsAreNeverShown(t *testing.T) {
	const source = `package p
const password = "hunter2x"
func f() {
	secret := "correcthorse9"
	login(secret, "hunter2x", []string{"hunter2x"}, "Bearer correcthorse9")
	cfg.Token = "zzTop1973"
	open("postgres://u:pass1word@host/db")
	g(T{Password: "abc123def"})
}`
	r := request{id: []byte("1"), files: []requestFile{{Path: "x.go", Content: text(source)}}, limits: defaultLimits}
	answer := string(newAnalysis().answer(r, nil))
	for _, secret := range []string{"hunter2x", "correcthorse9", "zzTop1973", "pass1word", "abc123def"} {
		if strings.Contains(answer, secret) {
			t.Errorf("%s is shown in %s", secret, answer)
		}
	}
}
