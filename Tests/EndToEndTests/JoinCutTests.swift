import Foundation
import Reporting
import Testing

/// A tree whose wires are whole, one line of it that is changed, and the broken wire that a user is then told of.
private struct Cut: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let files: [String: String]
    let path: String
    let old: String
    let new: String
    /// `severity join from -> name (to): why [controls]`
    let wire: String

    init(
        _ description: String, _ files: [String: String], in path: String, _ old: String, _ new: String,
        _ wire: String
    ) {
        testDescription = description
        self.files = files
        self.path = path
        self.old = old
        self.new = new
        self.wire = wire
    }
}

private let goMod = "module example.org/shop\n\ngo 1.22\n"
private let server = """
    package main

    import (
    \t"context"
    \t"net/http"
    \t"os"
    \t"os/signal"
    \t"syscall"
    \t"time"
    )

    func main() {
    \tmux := http.NewServeMux()
    \tmux.HandleFunc("/healthz", healthy)
    \tserver := &http.Server{Addr: ":8080", Handler: mux}
    \tstop, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM)
    \tdefer cancel()
    \tgo server.ListenAndServe()
    \t<-stop.Done()
    \tctx, done := context.WithTimeout(context.Background(), 20*time.Second)
    \tdefer done()
    \tserver.Shutdown(ctx)
    }

    func healthy(w http.ResponseWriter, r *http.Request) { w.Write([]byte(os.Getenv("SHOP_LEVEL"))) }

    """
private let image =
    "FROM golang:1.22 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /shop .\nFROM gcr.io/distroless/static:nonroot\nCOPY --from=build /shop /shop\nENTRYPOINT [\"/shop\"]\n"
private let compose = "services:\n  shop:\n    build: .\n    image: acme/shop:1.0.0\n"
private let deployment = """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: shop}
    spec:
      selector: {matchLabels: {app: shop}}
      template:
        metadata: {labels: {app: shop}}
        spec:
          terminationGracePeriodSeconds: 30
          containers:
            - name: shop
              image: acme/shop:1.0.0
              ports: [{name: http, containerPort: 8080}]
              lifecycle: {preStop: {exec: {command: [sleep, "5"]}}}
              livenessProbe: {httpGet: {path: /healthz, port: http}}
              env:
                - {name: SHOP_LEVEL, valueFrom: {configMapKeyRef: {name: shop, key: level}}}

    """
private let objects = """
    apiVersion: v1
    kind: Service
    metadata: {name: shop, labels: {app: shop}}
    spec:
      selector: {app: shop}
      ports:
        - {name: web, port: 80, targetPort: http}
        - {name: plain, port: 81, targetPort: 8080}
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: shop}
    data: {level: info}
    ---
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: shop}
    spec:
      minAvailable: 1
      selector: {matchLabels: {app: shop}}
    ---
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: shop}
      maxReplicas: 3
    ---
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: shop}
    spec:
      podSelector: {matchLabels: {app: shop}}

    """
/// A Go service with its image, what builds it, and all that deploys it.
private let service = [
    "go.mod": goMod, "main.go": server, "Dockerfile": image, "compose.yml": compose, "k8s/shop.yaml": deployment,
    "k8s/objects.yaml": objects,
]

private let measured = [
    "go.mod": goMod + "\nrequire github.com/prometheus/client_golang v1.20.0\n",
    "main.go": """
    package main

    import (
    \t"net/http"

    \t"github.com/prometheus/client_golang/prometheus"
    \t"github.com/prometheus/client_golang/prometheus/promauto"
    \t"github.com/prometheus/client_golang/prometheus/promhttp"
    )

    var orders = promauto.NewCounter(prometheus.CounterOpts{Name: "shop_orders_total"})
    var failures = promauto.NewCounter(prometheus.CounterOpts{Name: "shop_failures_total"})

    func main() {
    \torders.Inc()
    \tfailures.Inc()
    \thttp.Handle("/internal/metrics", promhttp.Handler())
    \thttp.ListenAndServe(":8080", nil)
    }

    """,
    "Dockerfile": image, "compose.yml": compose,
    "k8s/shop.yaml": deployment.split(separator: "\n").filter {
        !$0.contains("Probe") && !$0.contains("env:") && !$0.contains("SHOP_LEVEL")
    }.joined(separator: "\n") + "\n",
    "k8s/service.yaml": """
    apiVersion: v1
    kind: Service
    metadata: {name: shop, labels: {app: shop}}
    spec:
      selector: {app: shop}
      ports: [{name: web, port: 80, targetPort: http}]

    """,
    "k8s/monitor.yaml": """
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: shop}
    spec:
      selector: {matchLabels: {app: shop}}
      endpoints:
        - port: web
          path: /internal/metrics

    """,
    "k8s/rules.yaml": """
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: shop}
    spec:
      groups:
        - name: shop
          rules:
            - alert: Failures
              expr: rate(shop_failures_total[5m]) > rate(shop_orders_total[5m])

    """,
    "dashboards/shop.json": """
    {"title": "Shop", "schemaVersion": 39, "panels": [{"type": "timeseries", "title": "Orders", "targets": [
      {"expr": "rate(shop_orders_total[5m])"}]}]}

    """,
]

private let python = [
    "requirements.txt": "pyyaml\n", "shop/__init__.py": "",
    "shop/main.py": """
    import os

    import yaml
    from pydantic_settings import BaseSettings


    class Settings(BaseSettings):
        breaker_threshold: int = 5


    def main():
        settings = Settings()
        print(os.environ["SHOP_REGION"], os.getenv("SHOP_HOST"), os.getenv("SHOP_PORT"), os.getenv("SHOP_COLOR"), os.getenv("SHOP_TITLE"), yaml.safe_load(""), settings.breaker_threshold)


    if __name__ == "__main__":
        main()

    """,
    "Dockerfile":
        "FROM python:3.12-slim\nWORKDIR /app\nCOPY shop /app/shop\nCOPY start.sh /app/start.sh\nENV SHOP_REGION=eu\nCMD [\"/app/start.sh\"]\n",
    "start.sh": "#!/bin/sh\nexec python -m shop.main\n",
    "compose.yml":
        "services:\n  shop:\n    build: .\n  proxy:\n    image: nginx:1.27\n    volumes:\n      - ./proxy/nginx.conf:/etc/nginx/nginx.conf:ro\n",
    "proxy/nginx.conf": "events {}\n",
    "Makefile": "lint:\n\truff check .\n",
    ".github/workflows/ci.yml":
        "on: push\njobs:\n  check:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make lint\n      - run: ./start.sh\n",
    "README.md":
        "# Shop\n\nSee [how it is run](docs/run.md).\n\n| variable | means |\n|---|---|\n| `SHOP_REGION` | where it runs |\n| `SHOP_HOST` | its name |\n| `SHOP_PORT` | its port |\n| `SHOP_COLOR` | its colour |\n| `SHOP_TITLE` | its title |\n",
    "docs/run.md": "# Running\n\nStart it.\n",
]

private let pydantic = python.merging(["requirements.txt": "pyyaml\npydantic-settings\n"]) { $1 }

private let chart = [
    "chart/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 0.1.0\n", "chart/values.yaml": "log: {level: info}\n",
    "chart/templates/config.yaml":
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: shop}\ndata:\n  level: {{ .Values.log.level | quote }}\n",
]

private let described = [
    "requirements.txt": "fastapi\n",
    "main.py": """
    from fastapi import FastAPI

    app = FastAPI()


    @app.get("/orders")
    def orders():
        return []


    @app.get("/orders/{number}")
    def order(number: int):
        return number


    @app.get("/items")
    def items():
        return []


    @app.get("/items/{number}")
    def item(number: int):
        return number


    @app.get("/carts")
    def carts():
        return []


    @app.get("/carts/{number}")
    def cart(number: int):
        return number

    """,
    "openapi.yaml":
        "openapi: 3.0.3\ninfo: {title: Shop, version: '1'}\npaths:\n"
        + ["/orders", "/orders/{number}", "/items", "/items/{number}", "/carts", "/carts/{number}"].map {
            "  \($0):\n    get: {responses: {'200': {description: ok}}}\n"
        }.joined(),
    "Dockerfile":
        "FROM python:3.12-slim\nWORKDIR /app\nCOPY main.py .\nCMD [\"uvicorn\", \"main:app\"]\n",
]

private let erlang = [
    "rebar.config": "{deps, []}.\n",
    "src/shop.app.src":
        "{application, shop, [{vsn, \"1\"}, {mod, {shop_app, []}},\n {env, [{bank_url, \"https://bank.example\"}]}]}.\n",
    "src/shop_app.erl": """
    -module(shop_app).
    -behaviour(application).
    -export([start/2, stop/1]).
    start(_, _) ->
        {ok, Bank} = application:get_env(shop, bank_url),
        {ok, spawn_link(fun() -> Bank end)}.
    stop(_) -> ok.

    """,
]

private let cuts = [
    Cut(
        "a probe's path, and the routes of the code", service, in: "k8s/shop.yaml", "path: /healthz", "path: /health",
        "high probe-route k8s/shop.yaml:15 -> /health (main.go:14): no route of the code that the container runs has this path [\"probe-route-match\"]"
    ),
    Cut(
        "a probe's port", service, in: "k8s/shop.yaml", "port: http}", "port: admin}",
        "high port k8s/shop.yaml:15 -> admin (k8s/shop.yaml:11): the container that is probed has no port of this name [\"probe-route-match\"]"
    ),
    Cut(
        "a service's port by name", service, in: "k8s/objects.yaml", "targetPort: http", "targetPort: web",
        "high port k8s/objects.yaml:7 -> web (k8s/shop.yaml:1): no container that the service selects has a port of this name []"
    ),
    Cut(
        "a service's port by number", service, in: "k8s/objects.yaml", "targetPort: 8080", "targetPort: 8181",
        "medium port k8s/objects.yaml:8 -> 8181 (k8s/shop.yaml:1): the containers that the service selects declare other ports, and nothing else names this one []"
    ),
    Cut(
        "a service's selector", service, in: "k8s/objects.yaml", "selector: {app: shop}\n", "selector: {app: shopp}\n",
        "medium selector k8s/objects.yaml:5 -> app=shopp: no workload of the repository has it []"),
    Cut(
        "a budget's selector", service, in: "k8s/objects.yaml", "  selector: {matchLabels: {app: shop}}",
        "  selector: {matchLabels: {app: shopp}}",
        "medium selector k8s/objects.yaml:20 -> app=shopp: no workload of the repository has it []"),
    Cut(
        "what an autoscaler names", service, in: "k8s/objects.yaml", "kind: Deployment, name: shop",
        "kind: Deployment, name: shopp",
        "medium selector k8s/objects.yaml:26 -> Deployment/shopp: no workload of the repository has it []"),
    Cut(
        "a policy's selector", service, in: "k8s/objects.yaml", "podSelector: {matchLabels: {app: shop}}",
        "podSelector: {matchLabels: {app: shopp}}",
        "medium selector k8s/objects.yaml:33 -> app=shopp: no workload of the repository has it []"),
    Cut(
        "a key of a ConfigMap", service, in: "k8s/objects.yaml", "data: {level: info}", "data: {depth: info}",
        "high mount k8s/shop.yaml:17 -> ConfigMap/shop:level (k8s/objects.yaml:10): the object has no such key []"),
    Cut(
        "a hook that waits, and the time to stop", service, in: "k8s/shop.yaml", "[sleep, \"5\"]", "[sleep, \"40\"]",
        "medium termination-grace k8s/shop.yaml:14 -> terminationGracePeriodSeconds (k8s/shop.yaml:9): the hook waits 40 s, and the pod is killed 30 s after it is told to stop [\"termination-grace\"]"
    ),
    Cut(
        "the drain of the code, and the time to stop", service, in: "main.go", "20*time.Second", "45*time.Second",
        "medium termination-grace main.go:20 -> terminationGracePeriodSeconds (k8s/shop.yaml:9): the code drains for up to 45 s, and its pod is killed 30 s after it is told to stop [\"termination-grace\"]"
    ),
    Cut(
        "the path that a monitor asks", measured, in: "k8s/monitor.yaml", "path: /internal/metrics", "path: /metrics",
        "medium scrape k8s/monitor.yaml:7 -> /metrics (main.go:17): the code that is asked for metrics has them under another path [\"metrics-scrape\"]"
    ),
    Cut(
        "the port that a monitor asks", measured, in: "k8s/monitor.yaml", "port: web", "port: http",
        "medium scrape k8s/monitor.yaml:7 -> http (k8s/service.yaml:1): no service that is selected has a port of this name [\"metrics-scrape\"]"
    ),
    Cut(
        "a monitor's selector", measured, in: "k8s/monitor.yaml", "{app: shop}", "{app: shopp}",
        "medium selector k8s/monitor.yaml:5 -> service:app=shopp: no service of the repository has it []"),
    Cut(
        "the metric of an alert", measured, in: "k8s/rules.yaml", "shop_failures_total", "shop_errors_total",
        "medium metric k8s/rules.yaml:9 -> shop_errors_total: no code exposes this metric [\"alert-rules\"]"),
    Cut(
        "the metric of a dashboard", measured, in: "dashboards/shop.json", "shop_orders_total", "shop_ordered_total",
        "medium metric dashboards/shop.json:2 -> shop_ordered_total: no code exposes this metric [\"dashboards\"]"
    ),
    Cut(
        "what an image runs", pydantic, in: "Dockerfile", "COPY start.sh /app/start.sh\n", "",
        "high image-content Dockerfile:5 -> /app/start.sh: the image runs it, and nothing copies or makes it there []"),
    Cut(
        "a target", pydantic, in: "Makefile", "lint:", "check:",
        "high command .github/workflows/ci.yml:6 -> make lint: runs a target that is not there []"),
    Cut(
        "a script", pydantic, in: ".github/workflows/ci.yml", "./start.sh", "./begin.sh",
        "high command .github/workflows/ci.yml:7 -> begin.sh: runs a script that is not there []"),
    Cut(
        "a variable that an image sets", pydantic, in: "Dockerfile", "ENV SHOP_REGION=eu",
        "ENV SHOP_REGION=eu SHOP_REGIN=eu",
        "low environment Dockerfile:5 -> SHOP_REGIN: set here, and nothing in the repository reads it []"),
    Cut(
        "a setting", pydantic, in: "shop/main.py", ", settings.breaker_threshold)", ")",
        "medium setting shop/main.py:8 -> breaker_threshold: a setting of shop.main.Settings that no code reads []"),
    Cut(
        "an import", pydantic, in: "requirements.txt", "pyyaml\n", "",
        "medium import-dependency shop/main.py:3 -> pyyaml (requirements.txt:1): production imports it; no file declares it []"
    ),
    Cut(
        "a file that is mounted", pydantic, in: "compose.yml", "./proxy/nginx.conf:", "./proxy/ngnix.conf:",
        "medium mount compose.yml:7 -> proxy/ngnix.conf: the file that is mounted is not there: the container gets a folder of that name []"
    ),
    Cut(
        "a link of a document", pydantic, in: "README.md", "docs/run.md", "docs/start.md",
        "low document README.md:3 -> docs/start.md: a document names it, and it is not there [\"environment-reference\"]"
    ),
    Cut(
        "a variable that a document lists", pydantic, in: "README.md", "`SHOP_PORT`", "`SHOP_PROT`",
        "low document README.md:9 -> SHOP_PROT: a document lists this variable, and no other file names it [\"environment-reference\"]"
    ),
    Cut(
        "a value of a chart", chart, in: "chart/values.yaml", "level: info", "levle: info",
        "medium chart-value chart/values.yaml:1 -> log.levle: a value of the chart that no template uses []\nlow chart-value chart/templates/config.yaml:5 -> log.level: a template uses it, no values file sets it, and it has no default []"
    ),
    Cut(
        "an operation", described, in: "openapi.yaml", "  /carts:", "  /baskets:",
        "low document openapi.yaml:13 -> GET /baskets: an interface description has it, and no code serves it [\"api-reference\"]"
    ),
    Cut(
        "a key of an application's environment", erlang, in: "src/shop_app.erl", "bank_url", "bank_uri",
        "medium setting src/shop.app.src:2 -> bank_url: a setting of the application shop that no code reads []\nmedium setting src/shop_app.erl:5 -> shop.bank_uri: shop_app.start/2 fails without it, and no file sets it or tells of it [\"config-validation\"]"
    ),
    Cut(
        "objects of a manifest", service, in: "k8s/objects.yaml", "data: {level: info}\n---\n", "data: {level: info}\n",
        "high swallowed-object k8s/objects.yaml:14 -> ConfigMap: the object above this line is lost: no `---` stands between it and the next one []"
    ),
]

@Suite("Joins: whole, and cut")
struct JoinCutTests {
    private func wires(_ files: [String: String]) async throws -> [String] {
        let repository = try SampleRepository(files)
        let run = try await repository.gapmatrix("wires", "--format", "json")
        return try JSONDecoder().decode(WiresReport.self, from: Data(run.output.utf8)).brokenWires.map { wire in
            let end = wire.to.path.map { " (\($0):\(wire.to.line ?? 0))" } ?? ""
            return "\(wire.severity) \(wire.join) \(wire.from.path):\(wire.from.line) -> \(wire.to.name)\(end): "
                + "\(wire.why) \(wire.controls)"
        }
    }

    @Test("Nothing is broken where all is whole")
    func whole() async throws {
        for files in [service, measured, pydantic, chart, described, erlang] {
            let found = try await wires(files)
            #expect(found == [])
        }
    }

    @Test("A cut is told with both ends, the reason, and the controls that it weakens", arguments: cuts)
    private func cut(_ cut: Cut) async throws {
        var files = cut.files
        let text = try #require(files[cut.path])
        let place = try #require(text.range(of: cut.old), "the line to cut is there")
        files[cut.path] = text.replacingCharacters(in: place, with: cut.new)
        let found = try await wires(files)
        #expect(found == cut.wire.split(separator: "\n").map(String.init))
    }
}
