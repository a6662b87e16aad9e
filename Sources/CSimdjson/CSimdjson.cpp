#include "CSimdjson.h"

#include <new>
#include <simdjson.h>

using namespace simdjson;

struct csimdjson_parser {
    dom::parser parser;
    size_t max_depth;
};

// A parser's buffers are some 15 times the document. They are kept for the next one, but not after a giant.
static constexpr size_t kept_capacity = size_t(4) << 20;

csimdjson_parser *csimdjson_create(size_t max_depth) {
    return new (std::nothrow) csimdjson_parser{dom::parser(), max_depth};
}

void csimdjson_free(csimdjson_parser *parser) { delete parser; }

int csimdjson_parse(csimdjson_parser *parser, const uint8_t *bytes, size_t length, csimdjson_tape *tape) {
    dom::parser &dom = parser->parser;
    // simdjson grows its buffers to the size of the document, so a slowly growing stream of documents would
    // reallocate for each: grow in powers of two. Setting the depth needs an explicit allocation as well.
    if (dom.capacity() < length || dom.capacity() == 0 || (dom.capacity() > kept_capacity && length <= kept_capacity)) {
        size_t capacity = 4096;
        while (capacity < length) { capacity *= 2; }
        dom = dom::parser();
        error_code error = dom.allocate(capacity, parser->max_depth);
        if (error) { return int(error); }
        error = dom.doc.allocate(capacity);
        if (error) { return int(error); }
    }
    dom::element root;
    const error_code error = dom.parse(bytes, length).get(root);
    if (error) { return int(error); }
    tape->tape = dom.doc.tape.get();
    tape->count = size_t(dom.doc.tape[0] & internal::JSON_VALUE_MASK);
    tape->strings = dom.doc.string_buf.get();
    return 0;
}

const char *csimdjson_message(int code) { return error_message(error_code(code)); }

int csimdjson_is_utf8(const uint8_t *bytes, size_t length) {
    return validate_utf8(reinterpret_cast<const char *>(bytes), length) ? 1 : 0;
}
