package main

import "testing"

func TestModuleFile(t *testing.T) {
	f := ask(t, "svc/go.mod", `module "example.org/shop/svc" // the service

go 1.24

require (
	github.com/sony/gobreaker v1.0.0
	golang.org/x/text v0.3.0 // indirect
	golang.org/x/tools v0.30.0
)
require example.org/shop/lib v0.0.0

replace example.org/shop/lib => ../lib
replace (
	example.org/outside v1.2.0 => ../../outside
	example.org/fork => example.org/other v1.0.0
)
tool golang.org/x/tools/cmd/stringer
`)
	expect(t, f,
		`binding example.org/shop/svc -> "svc"`,
		`binding example.org/shop/lib -> "lib"`,
		"dependency github.com/sony/gobreaker v1.0.0 runtime 6",
		"dependency golang.org/x/text v0.3.0 indirect 7",
		"dependency example.org/shop/lib v0.0.0 runtime 10",
		"dependency golang.org/x/tools/cmd/stringer v0.30.0 development 17",
		"!outside", "!fork")
}

func TestWorkFile(t *testing.T) {
	f := ask(t, "go.work", "go 1.24\nuse (\n\t./a\n\t./b\n)\nreplace example.org/x => ./x\n")
	expect(t, f, `binding example.org/x -> "x"`, "!dependency")
}

func TestBrokenModuleFile(t *testing.T) {
	f := ask(t, "go.mod", "module example.org/a\r\nrequire \"never ends\nrequire (\n")
	expect(t, f, `binding example.org/a -> ""`,
		"diagnostic 2 a string does not end on its line", `diagnostic 3 the block "require" is not closed`)
}
