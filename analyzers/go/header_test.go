package main

import "testing"

func TestTagsThatSomebodyGives(t *testing.T) {
	for text, want := range map[string]bool{
		"//go:build integration":                    true,
		"//go:build integration && linux":           true,
		"//go:build docker || kubernetes":           true,
		"// +build e2e":                             true,
		"//go:build linux":                          false,
		"//go:build !windows":                       false,
		"//go:build integration || linux":           false,
		"//go:build !integration":                   false,
		"//go:build go1.22 && (amd64 || arm64)":     false,
		"//go:build linux && !race && cgo && gc":    false,
		"//go:build integration && !short && linux": true,
	} {
		if got := readHeader([]byte(text + "\n\npackage shop\n")).tagged; got != want {
			t.Errorf("%s: tagged %v, want %v", text, got, want)
		}
	}
}
