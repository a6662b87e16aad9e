"""Makes the repository that `make bench` scans: services in Go and Python with what ships them, always the same."""

import os
import subprocess

import go_sources
import python_sources

SEED = 1
# So that a name does not say which language a service is written in, both draw from one list.
NAMES = [
    "billing",
    "catalog",
    "shipping",
    "search",
    "accounts",
    "orders",
    "reports",
    "payments",
    "stock",
    "messages",
]


def sources(go_files, python_files):
    """Yields (path, text) of everything in the repository. A smaller one has a part of the larger one's services."""
    images = []
    for language, files, kind in (("go", go_files, go_sources), ("python", python_files, python_sources)):
        for number, count in enumerate(shares(files, kind.FILES_PER_SERVICE)):
            name = NAMES[number % len(NAMES)] + (f"-{number // len(NAMES)}" if number >= len(NAMES) else "")
            yield from kind.service(name, count, SEED)
            yield f"{language}/{name}/Dockerfile", DOCKERFILES[language].replace("@name@", name)
            yield f"{language}/{name}/README.md", README.replace("@name@", name)
            yield f"deploy/{language}-{name}.yaml", MANIFEST.replace("@name@", f"{language}-{name}")
            images.append(f"{language}/{name}")
    yield "Makefile", MAKEFILE
    yield ".github/workflows/ci.yml", WORKFLOW
    listed = "".join(f"- `{image}`: see its README\n" for image in images)
    yield "README.md", f"# The shop\n\nServices:\n\n{listed}\nRun `make test`, then `make images`.\n"


def shares(files, each):
    """Splits a number of files into services of equal size, the last one smaller."""
    return [each] * (files // each) + ([files % each] if files % each else [])


def repository(directory, go_files, python_files):
    """Makes a bare repository with one commit and one pack, as a clone has it. Returns the commit's id."""
    git(directory, "init", "--quiet", "--bare", "--template=", "--initial-branch=main", ".")
    stream = bytearray(b"commit refs/heads/main\ncommitter Bench <bench@example.com> 1700000000 +0000\n")
    stream += b"data 13\nAll services\n"
    for path, text in sources(go_files, python_files):
        content = text.encode()
        stream += f"M 100644 inline {path}\ndata {len(content)}\n".encode() + content + b"\n"
    git(directory, "fast-import", "--quiet", input=bytes(stream))
    git(directory, "repack", "-a", "-d", "--quiet")
    return git(directory, "rev-parse", "HEAD").decode().strip()


def git(directory, *arguments, input=None):
    """Runs git on a repository without the user's or the machine's configuration."""
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    command = ["git", "-C", directory, *arguments]
    return subprocess.run(command, input=input, stdout=subprocess.PIPE, check=True, env=environment).stdout


DOCKERFILES = {
    "go": """FROM golang:1.24 AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -o /@name@ ./cmd/@name@

FROM gcr.io/distroless/static
COPY --from=build /@name@ /@name@
USER 65532
ENTRYPOINT ["/@name@"]
""",
    "python": """FROM python:3.12-slim
WORKDIR /app
COPY . .
RUN pip install --no-cache-dir .
USER 65532
CMD ["@name@"]
""",
}

README = """# @name@

Keeps the books of the shop, one table for each kind of entry.

## Operation

The service listens where `LISTEN` or `PORT` says, answers on `/healthz`, and shows its numbers on `/metrics`.
It ends within ten seconds of SIGTERM; requests that came before are answered.

| variable | meaning | default |
|---|---|---|
| `LISTEN` | address to listen on | all, port 8080 |
| `ORIGINS` | who may call from a browser | nobody |
"""

MANIFEST = """apiVersion: apps/v1
kind: Deployment
metadata:
  name: @name@
  labels: {app: @name@}
spec:
  replicas: 3
  selector:
    matchLabels: {app: @name@}
  template:
    metadata:
      labels: {app: @name@}
    spec:
      terminationGracePeriodSeconds: 30
      containers:
        - name: main
          image: registry.example.com/@name@:1.0.0
          ports: [{name: http, containerPort: 8080}]
          readinessProbe:
            httpGet: {path: /healthz, port: http}
            periodSeconds: 5
          livenessProbe:
            httpGet: {path: /healthz, port: http}
          resources:
            requests: {cpu: 100m, memory: 128Mi}
            limits: {memory: 256Mi}
---
apiVersion: v1
kind: Service
metadata:
  name: @name@
spec:
  selector: {app: @name@}
  ports: [{port: 80, targetPort: http}]
"""

MAKEFILE = """.PHONY: test lint images
test:
\tfor module in go/*; do (cd $$module && go test ./...); done
\tfor package in python/*; do (cd $$package && python -m pytest); done
lint:
\tgolangci-lint run ./go/...
\truff check python
images:
\tfor service in go/* python/*; do docker build -t $$(basename $$service) $$service; done
"""

WORKFLOW = """name: ci
on: [push, pull_request]
permissions: {contents: read}
jobs:
  test:
    runs-on: ubuntu-latest
    timeout-minutes: 20
    steps:
      - uses: actions/checkout@v4
      - run: make lint
      - run: make test
"""
