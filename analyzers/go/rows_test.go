package main

import (
	"encoding/json"
	"maps"
	"slices"
)

// rowsTold is an answer as it is sent, with rows.
type rowsTold struct {
	told
	Refs       []any
	Conditions [][]any
	Symbols    [][]any
	References [][]any
}

// formKeys are the members, in an object, of what a row of the table holds after its form.
var formKeys = [][]string{
	{"member", "of"}, {"import", "name"}, {"result", "index"}, {"element"}, {"container"}, {"any"},
	{"parameter", "of", "index"}, {"external"}, {"setting", "default"}, {"holds"}, {"environment"},
}

// readTold reads an answer, and its rows as what they tell. Entries of the table count from 0 in it.
func readTold(answer []byte) (*told, error) {
	var rows rowsTold
	if err := json.Unmarshal(answer, &rows); err != nil {
		return nil, err
	}
	f := &rows.told
	for _, entry := range rows.Refs {
		f.Refs = append(f.Refs, f.entry(entry))
	}
	for _, row := range rows.Conditions {
		c := toldCondition{Ref: number(row[0]) - 1, Test: conditionWords[number(row[1])], Values: rowOf(at(row, 3))}
		for _, r := range rowOf(at(row, 4)) {
			c.Constants = append(c.Constants, number(r)-1)
		}
		f.Conditions = append(f.Conditions, c)
	}
	line := 0
	for i, row := range rows.Symbols {
		line += number(at(row, 2))
		f.addSymbol(i+1, line, row)
	}
	line, from := 0, 0
	for _, row := range rows.References {
		line += number(at(row, 1))
		from += number(at(row, 3))
		f.addReference(from, line, row)
	}
	return f, nil
}

// at is a field of a row; nil where it is left out.
func at(row []any, place int) any {
	if place < len(row) {
		return row[place]
	}
	return nil
}

func number(field any) int {
	n, _ := field.(float64)
	return int(n)
}

func rowOf(field any) []any {
	row, _ := field.([]any)
	return row
}

func (f *told) entry(field any) map[string]any {
	if name, ok := field.(string); ok {
		return map[string]any{"name": name}
	}
	row := rowOf(field)
	keys := formKeys[number(row[0])]
	switch keys[0] {
	case "any":
		var list []any
		for _, r := range row[1:] {
			list = append(list, r.(float64)-1)
		}
		return map[string]any{"any": list}
	case "result", "element", "container":
		row[1] = row[1].(float64) - 1
	case "member", "parameter":
		if of := at(row, 2); of != nil {
			row[2] = of.(float64) - 1
		}
	case "import":
		if n, ok := row[1].(float64); ok {
			row[1] = f.Refs[int(n)-1]["import"]
		}
	}
	entry := map[string]any{}
	for i, field := range row[1:] {
		if i < len(keys) {
			entry[keys[i]] = field
		}
	}
	return entry
}

// index is where in the table a REF lies; nil where nothing is told.
func index(field any) *int {
	if n := number(field); n > 0 {
		n--
		return &n
	}
	return nil
}

func (f *told) addSymbol(id, line int, row []any) {
	f.Symbols = append(f.Symbols, toldSymbol{
		ID: id, Kind: word(symbolKinds, at(row, 1)), Line: line, EndLine: line + number(at(row, 3)),
		Type: index(at(row, 4)), Owner: index(at(row, 5)),
	})
	s := &f.Symbols[id-1]
	if name, ok := row[0].(string); ok {
		s.Name = name
	} else {
		s.Name = f.Refs[number(row[0])-1]["name"].(string)
	}
	for _, r := range rowOf(at(row, 6)) {
		s.Results = append(s.Results, number(r)-1)
	}
	s.Attributes, _ = at(row, 7).(map[string]any)
	s.Value = at(rowOf(at(row, 8)), 0)
}

func (f *told) addReference(from, line int, row []any) {
	r := toldReference{From: from, To: number(row[0]) - 1, Kind: word(referenceKinds, at(row, 2)), Line: line}
	r.Arguments = argumentsTold(rowOf(at(row, 4)))
	for i, context := range contextWords {
		if number(at(row, 5))&(1<<i) != 0 {
			r.Context = append(r.Context, context)
		}
	}
	for _, n := range rowOf(at(row, 6)) {
		r.When = append(r.When, number(n)-1)
	}
	f.References = append(f.References, r)
}

func word(listed map[string]int, field any) string {
	if word, ok := field.(string); ok {
		return word
	}
	for _, word := range slices.Sorted(maps.Keys(listed)) {
		if listed[word] == number(field) {
			return word
		}
	}
	return ""
}

func argumentsTold(rows []any) (arguments []map[string]any) {
	for place, field := range rows {
		a := map[string]any{"position": float64(place)}
		switch field := field.(type) {
		case float64:
			if field > 0 {
				a["ref"] = field - 1
			}
		case []any:
			a = argumentTold(field)
		default:
			a["value"] = field
		}
		arguments = append(arguments, a)
	}
	return arguments
}

func argumentTold(row []any) map[string]any {
	a := map[string]any{}
	if name, ok := row[0].(string); ok {
		a["name"] = name
	} else {
		a["position"] = row[0]
	}
	if r := number(at(row, 1)); r > 0 {
		a["ref"] = float64(r - 1)
	}
	if boxed := rowOf(at(row, 2)); boxed != nil {
		a["value"] = boxed[0]
	}
	if items, ok := at(row, 3).([]any); ok {
		var list []any
		for _, item := range argumentsTold(items) {
			list = append(list, item)
		}
		a["items"] = list
	}
	return a
}
