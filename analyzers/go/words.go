package main

// The numbers by which rows name the protocol's words (docs/protocol.md).

var refForms = [...]int{
	refMember: 0, refImport: 1, refResult: 2, refElement: 3, refContainer: 4, refAny: 5, refParameter: 6,
	refExternal: 7, refSetting: 8, refHolds: 9, refEnvironment: 10,
}

var referenceKinds = map[string]int{
	"call": 0, "use": 1, "instantiate": 2, "inherit": 4, "include": 5, "read": 6, "write": 7, "convert": 8,
	"register": 9, "supervise": 10, "run": 11,
}

var symbolKinds = map[string]int{
	"function": 0, "method": 1, "field": 2, "variable": 3, "constant": 4, "type": 5, "alias": 6, "module": 7,
}
