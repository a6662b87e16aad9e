#ifndef CSIMDJSON_H
#define CSIMDJSON_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A simdjson parser and the document it parsed last. Not for two threads at a time.
typedef struct csimdjson_parser csimdjson_parser;

/// The parsed document as simdjson lays it out (simdjson, doc/tape.md).
/// Both pointers are valid until the next parse with the same parser, or until it is freed.
typedef struct {
    /// 64-bit words: type in the upper 8 bits, payload in the lower 56. Word 0 is the root.
    const uint64_t *_Nullable tape;
    /// Words on the tape, the closing root included.
    size_t count;
    /// Strings: a 32-bit length in this machine's byte order, the bytes, a NUL.
    const uint8_t *_Nullable strings;
} csimdjson_tape;

/// A new parser that accepts containers nested up to `max_depth`; NULL when there is no memory.
csimdjson_parser *_Nullable csimdjson_create(size_t max_depth);

void csimdjson_free(csimdjson_parser *_Nonnull parser);

/// Parses one JSON document, checking its UTF-8. Returns 0 and fills `tape`, or simdjson's error code.
/// `bytes` may be freed afterwards.
int csimdjson_parse(csimdjson_parser *_Nonnull parser, const uint8_t *_Nonnull bytes, size_t length,
                    csimdjson_tape *_Nonnull tape);

/// What an error code of ``csimdjson_parse`` means. Never NULL; static memory.
const char *_Nonnull csimdjson_message(int code);

/// 1 when the bytes are valid UTF-8.
int csimdjson_is_utf8(const uint8_t *_Nonnull bytes, size_t length);

#ifdef __cplusplus
}
#endif

#endif
