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
            || canonicalName.hasPrefix("builtins.") || canonicalName.hasPrefix("builtin.")
    }
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

/// What Go's standard library calls on values that it is given: the methods of its own interfaces.
enum StandardInterfaces {
    static let methods: Set<String> = [
        "ServeHTTP", "RoundTrip", "Header", "Write", "WriteHeader", "Flush", "Hijack", "Push", "Unwrap", "Read",
        "Close", "Seek", "ReadAt", "WriteAt",
        "ReadFrom", "WriteTo", "ReadByte", "UnreadByte", "ReadRune", "WriteString", "WriteByte", "Error", "Is", "As",
        "Timeout", "Temporary", "String",
        "GoString", "Format", "Len", "Less", "Swap", "Pop", "Lock", "Unlock", "Scan", "Value", "MarshalJSON",
        "UnmarshalJSON", "MarshalText",
        "UnmarshalText", "MarshalBinary", "UnmarshalBinary", "GobEncode", "GobDecode", "MarshalXML", "UnmarshalXML",
        "Handle", "Enabled", "WithAttrs",
        "WithGroup", "LogValue", "Deadline", "Done", "Err", "Accept", "Addr", "Dial", "LocalAddr", "RemoteAddr",
        "SetDeadline", "SetReadDeadline",
        "SetWriteDeadline", "Network", "Open", "Stat", "ReadDir", "ReadFile", "Name", "Size", "Mode", "ModTime",
        "IsDir", "Sys", "Type", "Info", "Set",
        "Sign", "Public", "Get", "Put", "Cookies", "SetCookies", "Signal", "Connect", "Driver", "Begin", "Commit",
        "Rollback", "Prepare", "Query", "Exec",
        "Next", "Columns", "Bounds", "ColorModel", "At", "Int63", "Uint64", "Seed", "Encrypt", "Decrypt", "BlockSize",
        "Sum", "Reset",
    ]

    /// Whether a Go name is of the standard library: the first segment of its import path has no dot.
    static func contains(_ canonicalName: String) -> Bool {
        guard let slash = canonicalName.utf8.firstIndex(of: UInt8(ascii: "/")) else { return true }
        return !canonicalName.utf8[..<slash].contains(UInt8(ascii: "."))
    }
}
