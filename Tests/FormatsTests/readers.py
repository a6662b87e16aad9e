"""Reads what gapmatrix writes, by tools that others wrote: readers.py FORMAT FILE SCHEMAS. Prints what it read, as JSON."""

import csv
import json
import sys


def sarif(path, schemas):
    from jsonschema import Draft7Validator

    with open(f"{schemas}/sarif.json", encoding="utf-8") as file:
        schema = json.load(file)
    with open(path, encoding="utf-8") as file:
        log = json.load(file)
    validator = Draft7Validator(schema, format_checker=Draft7Validator.FORMAT_CHECKER)
    errors = ["/".join(map(str, e.absolute_path)) + ": " + e.message[:200] for e in validator.iter_errors(log)]
    if errors:
        sys.exit("\n".join(errors[:20]))
    return log


def junit(path, schemas):
    from lxml import etree

    schema = etree.XMLSchema(etree.parse(f"{schemas}/junit.xsd"))
    document = etree.parse(path)
    schema.assertValid(document)
    root = document.getroot()
    suites = []
    for suite in root:
        cases = []
        properties = {p.get("name"): p.get("value") for p in suite.iterfind("properties/property")}
        for case in suite.iterfind("testcase"):
            children = [{"tag": c.tag, "text": c.text or "", **c.attrib} for c in case]
            cases.append({**case.attrib, "children": children})
        suites.append({**suite.attrib, "properties": properties, "cases": cases})
    return {**root.attrib, "suites": suites}


def rows(path, _):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def ndjson(path, _):
    with open(path, encoding="utf-8", newline="\n") as file:
        return [json.loads(line) for line in file]


def prometheus(path, _):
    from prometheus_client.parser import text_string_to_metric_families

    with open(path, encoding="utf-8", newline="\n") as file:
        families = text_string_to_metric_families(file.read())
        return [
            {"name": s.name, "labels": s.labels, "value": s.value, "help": f.documentation, "type": f.type}
            for f in families
            for s in f.samples
        ]


def badge(path, _):
    from lxml import etree

    root = etree.parse(path, etree.XMLParser(no_network=True, resolve_entities=False)).getroot()
    return [
        {"tag": etree.QName(e).localname, "text": (e.text or "").strip(), **e.attrib} for e in root.iter(etree.Element)
    ]


def issues(path, _):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


if __name__ == "__main__":
    readers = {"sarif": sarif, "junit": junit, "csv": rows, "ndjson": ndjson, "prometheus": prometheus}
    readers |= {"badge": badge, "issues": issues}
    # By file: standard output is that of a pipe that nobody may read while the program waits for it.
    with open(sys.argv[4], "w", encoding="utf-8") as answer:
        json.dump(readers[sys.argv[1]](sys.argv[2], sys.argv[3]), answer)
