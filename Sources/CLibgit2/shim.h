#ifndef GAPMATRIX_CLIBGIT2_SHIM_H
#define GAPMATRIX_CLIBGIT2_SHIM_H

#include <git2.h>
#include <git2/sys/hashsig.h>

// Swift cannot call variadic functions, and every option of libgit2 is set by one.

static inline int gapmatrix_git_option_int(int option, int value) {
    return git_libgit2_opts(option, value);
}

static inline int gapmatrix_git_option_search_path(int level, const char *path) {
    return git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, path);
}

static inline int gapmatrix_git_option_extensions(const char **names, size_t count) {
    return git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, names, count);
}

#endif
