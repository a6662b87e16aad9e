/// Where the store lies unless the user says otherwise.
///
/// https://specifications.freedesktop.org/basedir-spec/latest/: `$XDG_CACHE_HOME/gapmatrix` where the variable is
/// an absolute path, else `$HOME/.cache/gapmatrix`; nil where neither is known, and no cache is kept.
package func defaultCacheDirectory(environment: [String: String]) -> String? {
    if let cache = environment["XDG_CACHE_HOME"], cache.hasPrefix("/") { return cache + "/gapmatrix" }
    if let home = environment["HOME"], home.hasPrefix("/") { return home + "/.cache/gapmatrix" }
    return nil
}
