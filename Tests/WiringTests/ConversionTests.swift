import AnalyzerProtocol
import Testing
import Wiring

/// Values that become interfaces of other code: Go's standard library, and libraries that nobody knows.
@Suite struct ConversionTests {
    private func wired(_ body: (inout FileBuilder) -> Void) throws -> Set<String> {
        let file = FileBuilder.build(.go("a/a.go")) { f in
            f.function("main", line: 1)
            f.root("main")
            f.type("File", line: 2)
            f.method("File.Write", line: 3, results: [f.external("builtin.int"), f.external("builtin.error")])
            f.method("File.Sync", line: 4)
            f.refer("main", .instantiate, f.name("File"), line: 2)
            body(&f)
        }
        return try Linked([file]).wired
    }

    private func file(_ f: inout FileBuilder, _ position: Int? = 0, name: String? = nil) -> Argument {
        var argument = Argument(position: position, ref: f.name("File"))
        argument.name = name
        return argument
    }

    @Test(arguments: [
        ("io.Writer", ["a.File.Write"]), ("example.org/kit.Sink", ["a.File.Sync", "a.File.Write"]), ("builtin.any", []),
        ("io.Closer", []),
    ])
    func aParameterOfTheRepositoryTakesItAsItsType(type: String, expected: [String]) throws {
        let wired = try wired { f in
            f.function("save", line: 10, parameters: [f.external(type)])
            f.call("main", f.name("save"), line: 5, [file(&f)])
        }
        #expect(wired.filter { $0.hasPrefix("a.File.") }.sorted() == expected)
    }

    @Test(arguments: [("io.Writer", true), ("io.Closer", false), ("builtin.any", false)])
    func aConversionMakesItAnInterface(type: String, taken: Bool) throws {
        let wired = try wired { f in
            f.refer("main", .convert, f.external(type), line: 5, arguments: [file(&f)])
        }
        #expect(wired.contains("a.File.Write") == taken)
    }

    @Test(arguments: [(0, false), (1, true), (2, true)])
    func theLastParameterMayBeAList(position: Int, taken: Bool) throws {
        let wired = try wired { f in
            f.function(
                "save", line: 10, parameters: [f.external("builtin.int"), f.container(f.external("io.Writer"))])
            f.call("main", f.name("save"), line: 5, [file(&f, position)])
        }
        #expect(wired.contains("a.File.Write") == taken)
    }

    @Test func aPositionBeyondTheParametersIsTakenByNothing() throws {
        let wired = try wired { f in
            f.function("save", line: 10, parameters: [f.external("io.Writer")])
            f.call("main", f.name("save"), line: 5, [file(&f, 1)])
        }
        #expect(!wired.contains("a.File.Write"))
    }

    @Test(arguments: [("Out", true), ("Size", false)])
    func aFieldOfALiteralTakesItAsItsType(field: String, taken: Bool) throws {
        let wired = try wired { f in
            f.type("Options", line: 10)
            f.field("Options.Out", line: 11, type: f.external("io.Writer"))
            f.field("Options.Size", line: 12, type: f.external("builtin.int"))
            f.refer("main", .instantiate, f.name("Options"), line: 5, arguments: [file(&f, nil, name: field)])
        }
        #expect(wired.contains("a.File.Write") == taken)
    }

    @Test func aVariableThatHoldsAFunctionTakesWhatTheFunctionDoes() throws {
        func wired(_ type: String) throws -> Set<String> {
            try self.wired { f in
                f.function("save", line: 10, parameters: [f.external(type)])
                f.symbol("hook", "variable", line: 11, type: f.name("save"))
                f.call("main", f.name("hook"), line: 5, [file(&f)])
            }
        }
        #expect(try wired("io.Writer").contains("a.File.Write"))
        #expect(try !wired("builtin.int").contains("a.File.Write"))
    }

    @Test func anInterfaceAsksForAllOfItsMethods() throws {
        // `io.ReadWriter` needs `Read` too.
        for (type, taken) in [("io.Writer", true), ("io.ReadWriter", false)] {
            let wired = try wired { f in
                f.function("save", line: 10, parameters: [f.external(type)])
                f.call("main", f.name("save"), line: 5, [file(&f)])
            }
            #expect(wired.contains("a.File.Write") == taken, "\(type)")
        }
    }

    @Test(arguments: [("Flush", 0, true), ("Flush", 1, false), ("Flash", 0, false)])
    func optionalMethodsBehindAnInterface(name: String, results: Int, called: Bool) throws {
        let wired = try wired { f in
            f.type("Recorder", line: 20)
            f.method("Recorder.Header", line: 21, results: [f.external("net/http.Header")])
            f.method("Recorder.Write", line: 22, results: [f.external("builtin.int"), f.external("builtin.error")])
            f.method("Recorder.WriteHeader", line: 23)
            let given = (0..<results).map { _ in f.external("builtin.error") }
            f.method("Recorder.\(name)", line: 24, results: given)
            f.refer("main", .instantiate, f.name("Recorder"), line: 2)
            f.function("serve", line: 10, parameters: [f.external("net/http.ResponseWriter")])
            f.call("main", f.name("serve"), line: 5, [Argument(position: 0, ref: f.name("Recorder"))])
        }
        #expect(wired.contains("a.Recorder.\(name)") == called)
        #expect(wired.contains("a.Recorder.WriteHeader"))
    }

    @Test func whoeverSatisfiesAnInterfaceThatEmbedsALibrarysAnswers() throws {
        for (isMade, name) in [(true, "Disk"), (false, "Tape")] {
            let wired = try wired { f in
                f.type("Store", line: 20, ["interface"])
                f.inherit("Store", f.external("io.Writer"))
                f.method("Store.Commit", line: 21, ["abstract"])
                for (index, type) in ["Disk", "Tape"].enumerated() {
                    f.type(type, line: 30 + index)
                    f.method(
                        "\(type).Write", line: 32 + index,
                        results: [f.external("builtin.int"), f.external("builtin.error")])
                    f.method("\(type).Commit", line: 34 + index)
                }
                f.refer("main", .instantiate, f.name("Disk"), line: 2)
                f.call("main", f.member("Write", f.name("Store")), line: 3)
            }
            #expect(wired.contains("a.\(name).Write") == isMade)
        }
    }

    // MARK: Instances

    @Test(arguments: [true, false])
    func aConstantThatIsHandedOnIsAValueOfItsType(handedOn: Bool) throws {
        let wired = try wired { f in
            f.type("Level", line: 20)
            f.method("Level.String", line: 21, ["implicit"])
            f.symbol("Debug", "constant", line: 22, type: f.name("Level"))
            if handedOn {
                f.call("main", f.external("fmt.Println"), line: 5, [Argument(position: 0, ref: f.name("Debug"))])
            } else {
                f.refer("main", .use, f.name("Debug"), line: 5)
            }
        }
        #expect(wired.contains("a.Level.String") == handedOn)
    }

    @Test(arguments: [("UnmarshalJSON", true), ("MarshalJSON", false)])
    func aDecoderMakesWhatDecodesItself(method: String, made: Bool) throws {
        let wired = try wired { f in
            f.type("Duration", line: 20)
            f.method("Duration.\(method)", line: 21, ["implicit"])
            f.type("Config", line: 22)
            f.field("Config.Timeout", line: 23, type: f.name("Duration"))
            f.refer("main", .instantiate, f.name("Config"), line: 5)
        }
        #expect(wired.contains("a.Duration.\(method)") == made)
    }

    @Test(arguments: [true, false])
    func anEmbeddedPartIsNoInstanceOfItsOwn(embedded: Bool) throws {
        let wired = try wired { f in
            f.type("Base", line: 20)
            f.method("Base.String", line: 21, ["implicit"])
            f.type("Outer", line: 22)
            f.method("Outer.String", line: 23, ["implicit"])
            if embedded { f.inherit("Outer", f.name("Base")) }
            f.field("Outer.Base", line: 24, type: f.name("Base"), ["by_value"])
            f.refer("main", .instantiate, f.name("Outer"), line: 5)
        }
        #expect(wired.contains("a.Outer.String"))
        #expect(wired.contains("a.Base.String") != embedded)
    }
}
