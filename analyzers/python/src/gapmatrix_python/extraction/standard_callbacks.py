"""Methods that the standard library calls on an instance of a class derived from one of its own."""

from __future__ import annotations

import re
from functools import cache

_CALLBACKS: dict[str, str] = {
    "threading.Thread": "run",
    "threading.Timer": "run",
    "multiprocessing.Process": "run",
    "logging.Handler": "emit|handle|handleError|format|filter|flush|close",
    "logging.StreamHandler": "emit|format|filter|flush|close",
    "logging.Filter": "filter",
    "logging.Formatter": "format|format[A-Z].*|usesTime",
    "logging.LoggerAdapter": "process",
    "http.server.BaseHTTPRequestHandler": "do_[A-Z]+|log_.*|handle.*|send_error|version_string|address_.*",
    "http.server.SimpleHTTPRequestHandler": "do_[A-Z]+|log_.*|end_headers|translate_path",
    "socketserver.BaseRequestHandler": "setup|handle|finish",
    "socketserver.StreamRequestHandler": "setup|handle|finish",
    "ast.NodeVisitor": "visit_.*|generic_visit",
    "ast.NodeTransformer": "visit_.*|generic_visit",
    "html.parser.HTMLParser": "handle_.*|unknown_decl",
    "xml.sax.ContentHandler": "start.*|end.*|characters|processingInstruction",
    "xml.sax.handler.ContentHandler": "start.*|end.*|characters|processingInstruction",
    "json.JSONEncoder": "default|iterencode|encode",
    "json.JSONDecoder": "decode|raw_decode",
    "asyncio.Protocol": "connection_.*|data_received|eof_received|(?:pause|resume)_writing",
    "asyncio.DatagramProtocol": "connection_.*|datagram_received|error_received",
    "asyncio.BufferedProtocol": "connection_.*|get_buffer|buffer_updated|eof_received",
    "asyncio.SubprocessProtocol": "pipe_.*|process_exited|connection_.*",
    "cmd.Cmd": "do_.*|help_.*|complete_.*|default|emptyline|pre.*|post.*",
    "argparse.HelpFormatter": "_.*|add_.*|format_help",
    "argparse.ArgumentParser": "error|exit|format_help|convert_arg_line_to_args",
    "string.Formatter": "get_.*|format_field|convert_field|check_unused_args|parse",
    "io.RawIOBase": "readinto|write|read|close|seek|tell|readable|writable|seekable",
    "enum.Enum": "_missing_|_generate_next_value_",
    "unittest.TestCase": "setUp.*|tearDown.*|addCleanup|runTest|asyncSetUp|asyncTearDown|id|shortDescription",
    "unittest.IsolatedAsyncioTestCase": "setUp.*|tearDown.*|asyncSetUp|asyncTearDown",
    "importlib.abc.Loader": "exec_module|create_module|load_module",
    "importlib.abc.MetaPathFinder": "find_.*|invalidate_caches",
    "contextlib.ContextDecorator": "_recreate_cm",
    "queue.Queue": "_init|_qsize|_put|_get",
    "pickle.Unpickler": "find_class|persistent_load",
    "pickle.Pickler": "persistent_id|reducer_override",
    "concurrent.futures.Executor": "shutdown",
}


@cache
def _pattern(base: str) -> re.Pattern[str]:
    """Compiled when a class has the base: a scan meets few of them."""
    return re.compile(f"(?:{_CALLBACKS[base]})$")


def is_called_by_standard_library(bases: list[str], method: str) -> bool:
    """Whether a class with these bases has its method of this name called without the repository's doing."""
    return any(base in _CALLBACKS and _pattern(base).match(method) is not None for base in bases)
