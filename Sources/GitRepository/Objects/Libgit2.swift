import CLibgit2

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The library's global state, set up once and kept for the life of the process.
enum Libgit2 {
    /// Makes the library ready. Any number of calls, from any thread.
    static func start() {
        _ = started
    }

    private static let started: Bool = {
        git_libgit2_init()

        // The objects were checked when they came in; to check each again takes most of the time of a read.
        set(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, to: 0)

        // A checkout of another user, as in a container's mount, is readable like any other: nothing of a
        // repository is executed here, and that is what the check protects from.
        set(GIT_OPT_SET_OWNER_VALIDATION, to: 0)

        // Answers depend on the repository alone, never on the configuration of the machine or of who asks.
        for level in [
            GIT_CONFIG_LEVEL_PROGRAMDATA, GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL,
        ] {
            let status = gapmatrix_git_option_search_path(level.rawValue, "")
            precondition(status == 0, "libgit2 refuses an empty search path")
        }

        // Extensions that change nothing for a reader, and that libgit2 would otherwise refuse: a partial clone
        // lacks objects, which is reported one by one.
        let names = ["partialclone", "worktreeconfig", "relativeworktrees", "preciousobjects"]
            .map { (name: String) in strdup(name) }
        defer { for name in names { free(name) } }
        var pointers = names.map { UnsafePointer<CChar>($0) }
        let status = gapmatrix_git_option_extensions(&pointers, pointers.count)
        precondition(status == 0, "libgit2 refuses the list of extensions")
        return true
    }()

    private static func set(_ option: git_libgit2_opt_t, to value: Int32) {
        let status = gapmatrix_git_option_int(Int32(option.rawValue), value)
        precondition(status == 0, "libgit2 refuses option \(option.rawValue)")
    }
}
