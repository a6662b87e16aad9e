"""Reads a Markdown document with markdown-it and tells its shape, its text, its links, and what is wrong with it, as JSON."""

import json
import sys
from collections import Counter

from markdown_it import MarkdownIt
from markdown_it.rules_block.table import escapedSplit


def cells(line: str) -> int:
    parts = escapedSplit(line.strip())
    return len(parts[1 if parts and parts[0] == "" else 0 : -1 if parts and parts[-1] == "" else None])


def main() -> None:
    with open(sys.argv[1], encoding="utf-8", newline="") as file:
        source = file.read()
    lines = source.split("\n")
    # HTML is allowed here so that it is found.
    tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(source)
    shape = Counter()
    text, links, faults = [], [], []
    level = 0
    for token in tokens:
        if token.type in ("heading_open", "table_open", "tr_open", "list_item_open"):
            shape[token.type] += 1
        if token.type == "heading_open":
            now = int(token.tag[1])
            if now > level + 1:
                faults.append(f"line {token.map[0] + 1}: {token.tag} under h{level}")
            level = now
            shape[token.tag] += 1
        if token.type == "table_open":
            start, end = token.map
            width = cells(lines[start])
            faults += [
                f"line {number + 1}: {cells(lines[number])} cells under {width}"
                for number in range(start, end)
                if cells(lines[number]) != width
            ]
        if token.type in ("html_block", "code_block", "fence", "blockquote_open", "hr"):
            faults.append(f"{token.type}: {token.content[:80]}")
        if token.type == "paragraph_open" and not token.hidden and lines[token.map[0]].startswith("|"):
            faults.append(f"line {token.map[0] + 1}: a row outside of a table: {lines[token.map[0]][:80]}")
        for child in token.children or []:
            if child.type in ("html_inline", "image", "s_open", "em_open"):
                faults.append(f"{child.type}: {child.content[:80]}")
            if child.type == "link_open":
                links.append(child.attrs["href"])
            text.append("\n" if child.type == "softbreak" else child.content)
    if shape["h1"] != 1:
        faults.append(f"{shape['h1']} titles")
    json.dump({"shape": shape, "text": "".join(text), "links": links, "faults": faults[:20]}, sys.stdout)


main()
