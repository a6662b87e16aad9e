"""Configurations that send logs and alerts on: promtail, Grafana Alloy's neighbours, Vector, Fluent Bit, Filebeat, OpenTelemetry, Alertmanager."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gapmatrix_kit.documents import Node

from .marks import mark

MARK = mark(
    r"^(?:scrape_configs|clients|sinks|sources|filebeat\.inputs|output\.\w+|receivers|exporters|pipeline|inhibit_rules|route|config|prober|modules):",
    "scrape_configs: clients: sinks: sources: filebeat.inputs: output. receivers: exporters: pipeline: inhibit_rules: route: config: prober: modules:",
)
_OUTPUT = re.compile(r"^\s*(?:\[OUTPUT\]|<match\b)", re.MULTILINE | re.IGNORECASE)
_INPUT = re.compile(r"^\s*(?:\[INPUT\]|<source\b|@include\b)", re.MULTILINE | re.IGNORECASE)
_SINK = re.compile(r"^\[sinks\.[\w\"'-]+\]", re.MULTILINE)
_SOURCE = re.compile(r"^\[sources\.[\w\"'-]+\]", re.MULTILINE)


def of_yaml(document: Node) -> Iterator[tuple[str, str, int]]:
    """Signal, tool and line."""
    keys = set(document.keys())
    if {"clients", "scrape_configs"} <= keys and _pushes(document):
        yield "log-aggregation.config", "promtail", document.get("clients").line
    if {"sources", "sinks"} <= keys and document.get("sinks").pairs:
        yield "log-aggregation.config", "vector", document.get("sinks").line
    if any(key.startswith("filebeat") for key in keys) and any(key.startswith("output") for key in keys):
        yield "log-aggregation.config", "filebeat", document.line
    if document.get("pipeline", "outputs").items and document.get("pipeline", "inputs").items:
        yield "log-aggregation.config", "fluent-bit", document.get("pipeline", "outputs").line
    for name, pipeline in document.get("service", "pipelines").pairs:
        if name.value.partition("/")[0] == "logs" and pipeline.get("exporters").items:
            sent = [
                each.text
                for each in pipeline.get("exporters").items
                if (each.text or "").partition("/")[0] not in ("debug", "logging", "nop")
            ]
            if sent:
                yield "log-aggregation.config", "opentelemetry-collector", name.line
    if {"route", "receivers"} <= keys and document.get("route", "receiver").exists:
        sends = any(len(receiver.keys()) > 1 for receiver in document.get("receivers").items)
        if sends:
            yield "alertmanager.config", "alertmanager", document.get("route").line
    for name, module in document.get("modules").pairs:
        if module.get("prober").text in ("http", "tcp", "grpc", "icmp", "dns"):
            yield "synthetic-check.module", "blackbox-exporter", name.line
    for job in document.get("scrape_configs").items[:500]:
        if job.get("metrics_path").text == "/probe" and (
            job.get("params", "module").exists or job.get("params").exists
        ):
            yield "synthetic-check.job", "blackbox-exporter", job.line
    if document.get("kind").text == "Probe" and (document.get("apiVersion").text or "").startswith(
        "monitoring.coreos.com"
    ):
        yield "synthetic-check.job", "blackbox-exporter", document.line


def of_text(text: str, name: str) -> Iterator[tuple[str, str, int]]:
    """Of configurations that are no YAML: Fluent Bit's, Fluentd's, Vector's."""
    lower = name.lower()
    source, sink = (_SOURCE, _SINK) if lower.endswith(".toml") else (_INPUT, _OUTPUT)
    tool = "vector" if lower.endswith(".toml") else "fluent-bit" if "bit" in lower else "fluentd"
    found = sink.search(text)
    if found and source.search(text):
        start = found.start() + len(found.group()) - len(found.group().lstrip())
        yield "log-aggregation.config", tool, text.count("\n", 0, start) + 1


def _pushes(document: Node) -> bool:
    return any((client.get("url").text or "") for client in document.get("clients").items)
