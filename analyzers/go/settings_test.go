package main

import "testing"

func TestSettings(t *testing.T) {
	f := ask(t, "x.go", "package x\n"+
		"type T struct {\n"+
		"\tPort int `env:\"PORT,required\"`\n"+
		"\tHost string `envconfig:\"HOST\" default:\"a\" required:\"true\"`\n"+
		"\tName string `yaml:\"name\"`\n"+
		"\tSkip string `env:\"-\"`\n"+
		"}\n"+
		"type ServerConfig struct {\n"+
		"\tName, Other string `yaml:\"name,omitempty\"`\n"+
		"\tLimits struct {\n\t\tRate int `mapstructure:\"rate\"`\n\t}\n"+
		"\tBad string `yaml`\n"+
		"}\n")
	settings := map[string]any{}
	for _, s := range f.Symbols {
		if value, ok := s.Attributes["setting"]; ok {
			settings[s.Name] = value
		}
	}
	want := map[string]any{"T.Port": "PORT", "T.Host": "HOST", "ServerConfig.Name": "name",
		"ServerConfig.Other": "name", "ServerConfig.Limits.struct.Rate": "rate"}
	if len(settings) != len(want) {
		t.Errorf("settings are %v", settings)
	}
	for name, key := range want {
		if settings[name] != key {
			t.Errorf("%s is %v, not %v", name, settings[name], key)
		}
	}
	expect(t, f, "3 T read $PORT required=true", "4 T read $HOST")
}
