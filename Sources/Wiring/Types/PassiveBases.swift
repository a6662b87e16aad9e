/// External bases whose instances the repository itself drives: no code from outside calls the methods that a type adds to them.
///
/// They are compared by their last segment, so that every library's `BaseModel` is meant.
enum PassiveBases {
    private static let names: Set<String> = [
        "object", "Exception", "BaseException", "Warning", "ABC", "Protocol", "Generic", "NamedTuple", "TypedDict",
        "Enum", "IntEnum", "StrEnum", "Flag", "IntFlag", "TextChoices", "IntegerChoices",
        "BaseModel", "BaseSettings", "Model", "Base", "DeclarativeBase", "SQLModel", "Schema", "Document", "Struct",
        "dict", "list", "set", "frozenset", "tuple", "str", "int", "float", "bytes", "bool", "type",
        "UserDict", "UserList", "OrderedDict", "defaultdict", "Counter", "local", "namedtuple",
    ]

    static func contains(_ canonicalName: String) -> Bool {
        let last = Layout.lastSegment(canonicalName)
        return names.contains(last) || last.hasSuffix("Error") || last.hasSuffix("Exception")
            || canonicalName.hasPrefix("builtins.") || canonicalName.hasPrefix("builtin.") || factories.contains(last)
    }

    /// Functions that make such a base.
    private static let factories: Set<String> = ["declarative_base()", "namedtuple()", "automap_base()"]

    /// Bases that say nothing of what is derived from them, and collections, on which others may call what they have in common.
    private static let open: Set<String> = [
        "object", "ABC", "Protocol", "Generic", "type", "dict", "list", "set", "frozenset", "tuple", "UserDict",
        "UserList", "OrderedDict", "defaultdict", "Counter", "local",
    ]

    /// Whether instances are records, which no code from outside calls the methods of that the repository added.
    static func isData(_ canonicalName: String) -> Bool { !open.contains(Layout.lastSegment(canonicalName)) }
}

/// External callees that call no method of what they are given but those that the language calls on any value:
/// printing, formatting, encoding, comparing, keeping.
enum PassiveCallees {
    private static let modules: Set<String> = [
        "builtins", "builtin", "fmt", "log", "log/slog", "errors", "reflect", "sort", "slices", "maps", "encoding",
        "encoding/json",
        "encoding/gob", "encoding/xml", "gopkg.in/yaml", "strings", "bytes", "strconv", "sync/atomic", "unsafe",
        "runtime", "testing",
        "json", "logging", "copy", "pickle", "dataclasses", "typing", "typing_extensions", "collections", "itertools",
        "pprint", "inspect", "warnings",
        "os", "sys", "weakref", "functools", "operator", "re", "time", "datetime", "pathlib", "types", "abc", "enum",
        "hashlib", "random", "math",
        "string", "textwrap", "traceback", "uuid", "tempfile", "importlib", "contextvars", "decimal", "secrets",
        "base64", "struct",
    ]

    /// Containers that make what they are told of and give it back to the program.
    private static let containers: Set<String> = ["dependency_injector", "punq", "lagom", "svcs", "wireup"]

    /// Modules of loggers, which also take hooks and formatters: only what writes a line is passive.
    private static let loggers: Set<String> = [
        "github.com/sirupsen/logrus", "go.uber.org/zap", "github.com/rs/zerolog", "github.com/rs/zerolog/log",
        "k8s.io/klog", "k8s.io/klog/v2", "github.com/golang/glog", "github.com/apex/log", "github.com/go-kit/log",
        "github.com/go-kit/log/level", "github.com/hashicorp/go-hclog", "github.com/charmbracelet/log",
        "github.com/inconshreveable/log15",
    ]
    private static let lines: Set<String> = [
        "Trace", "Debug", "Print", "Info", "Notice", "Warn", "Warning", "Error", "Crit", "Critical", "Fatal", "Panic",
        "DPanic", "Log", "Exit", "WithField", "WithFields", "WithError", "Msg",
    ]

    /// `Infof`, `Infow`, `Infoln`, `InfoS` and `Info` alike.
    private static func writesLine(_ name: Substring) -> Bool {
        if lines.contains(String(name)) { return true }
        for ending in ["f", "w", "ln", "S"] where name.hasSuffix(ending) {
            if lines.contains(String(name.dropLast(ending.count))) { return true }
        }
        return false
    }

    static func contains(_ canonicalName: String) -> Bool {
        let bytes = canonicalName.utf8
        // The module ends at the first dot behind the last slash.
        let start = bytes.lastIndex(of: UInt8(ascii: "/")) ?? bytes.startIndex
        let end = bytes[start...].firstIndex(of: UInt8(ascii: ".")) ?? bytes.endIndex
        let module = String(canonicalName[..<end])
        if modules.contains(module) || containers.contains(module) { return true }
        guard loggers.contains(module), let dot = canonicalName.lastIndex(of: ".") else { return false }
        return writesLine(canonicalName[canonicalName.index(after: dot)...])
    }
}
