/// What Python's standard library calls of a value that it is given, where no model says it.
enum PythonStandardLibrary {
    /// Files, locks, threads, queues, transports, logs.
    private static let methods: Set<String> = [
        "read", "readline", "readlines", "readinto", "readable", "write", "writelines", "writable", "flush", "close",
        "closed", "seek", "seekable", "tell", "truncate", "fileno", "isatty", "acquire", "release", "locked", "run",
        "start", "join", "get", "put", "items", "keys", "values", "update", "copy", "send", "throw", "recv",
        "settimeout", "total_seconds", "utcoffset", "dst", "tzname", "fromutc", "emit", "filter", "format", "handle",
        "isoformat",
    ]

    /// Modules that are given objects to drive.
    private static let modules: Set<String> = [
        "argparse", "ast", "asyncio", "atexit", "cmd", "code", "codecs", "concurrent", "configparser", "contextlib",
        "csv", "ctypes", "dis", "doctest", "email", "ftplib", "gc", "getpass", "gettext", "glob", "gzip", "heapq",
        "hmac", "html", "http", "imaplib", "io", "ipaddress", "locale", "mimetypes", "multiprocessing", "numbers",
        "optparse", "pdb", "platform", "poplib", "profile", "pstats", "queue", "sched", "select", "selectors",
        "shelve", "shlex", "shutil", "signal", "smtplib", "socket", "socketserver", "sqlite3", "ssl", "stat",
        "statistics", "subprocess", "symtable", "tarfile", "telnetlib", "threading", "timeit", "tkinter", "tokenize",
        "trace", "tracemalloc", "unittest", "urllib", "wave", "webbrowser", "wsgiref", "xml", "xmlrpc", "zipfile",
        "zlib", "zoneinfo",
    ]

    /// Whether a name is of the standard library's.
    static func contains(_ canonicalName: String) -> Bool {
        let end = canonicalName.utf8.firstIndex(of: UInt8(ascii: ".")) ?? canonicalName.endIndex
        return modules.contains(String(canonicalName[..<end]))
    }

    /// Whether the library calls a method of this name on what it is given.
    static func calls(method: String) -> Bool { methods.contains(method) }
}
