"""The Python analyzer: facts from Python sources and packaging files, over the analyzer protocol."""

NAME = "python"
VERSION = "1.0.0"
PROTOCOL = 2
