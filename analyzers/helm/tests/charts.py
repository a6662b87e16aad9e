"""Charts from texts, and what is said of them."""

from __future__ import annotations

from typing import Any

from gapmatrix_kit.server import File

from gapmatrix_helm.analyze import analyze

CHART = "apiVersion: v2\nname: shop\nversion: 0.1.0\n"
DEPLOYMENT = """apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
spec:
  replicas: {{ .Values.replicas }}
  selector:
    matchLabels: {app: shop}
  template:
    metadata:
      labels: {app: shop}
    spec:
      containers:
        - name: app
          image: acme/shop:1.2
          {{- if .Values.probe }}
          livenessProbe:
            httpGet: {path: /healthz, port: 8080}
          {{- end }}
          resources:
            {{- toYaml .Values.resources | nindent 12 }}
"""
VALUES = "replicas: 2\nprobe: true\nresources:\n  limits:\n    memory: 1Gi\n"


def files(texts: dict[str, str | bytes], base: str = "deploy/shop/") -> list[File]:
    found = []
    for name, text in texts.items():
        if isinstance(text, bytes):
            found.append(File(base + name, text.decode("utf-8", "replace"), False, text))
        else:
            found.append(File(base + name, text, True))
    return found


def chart(base: str = "deploy/shop/", **texts: str | bytes) -> dict[str, Any]:
    """The answer by the names of the chart's files; of names, `__` is `/`, and `_yaml` at the end `.yaml`."""
    return of({name.replace("__", "/").replace("_yaml", ".yaml"): text for name, text in texts.items()}, base)


def of(texts: dict[str, str | bytes], base: str = "deploy/shop/") -> dict[str, Any]:
    answer = analyze(files({"Chart.yaml": CHART, **texts}, base))
    return {each["path"].removeprefix(base): each for each in answer["files"]}


def signals(facts: dict[str, Any], kind: str) -> list[tuple[str, int]]:
    """Symbols and lines of the signals of a kind."""
    names = ["", *(symbol["name"] for symbol in facts.get("symbols", []))]
    return [
        (names[each["symbol"]], each["line"]) for each in facts.get("signals", []) if each["kind"] == kind
    ]


def told(answer: dict[str, Any]) -> list[tuple[str, int | None, str]]:
    return [
        (path, each.get("line"), each["message"])
        for path, facts in answer.items()
        for each in facts.get("diagnostics", [])
    ]
