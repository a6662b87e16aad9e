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
/// printing, formatting, encoding, comparing.
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

    static func contains(_ canonicalName: String) -> Bool {
        let bytes = canonicalName.utf8
        // The module ends at the first dot behind the last slash.
        let start = bytes.lastIndex(of: UInt8(ascii: "/")) ?? bytes.startIndex
        let end = bytes[start...].firstIndex(of: UInt8(ascii: ".")) ?? bytes.endIndex
        return modules.contains(String(canonicalName[..<end]))
    }
}
