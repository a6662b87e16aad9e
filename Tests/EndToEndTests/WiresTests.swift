import Foundation
import Reporting
import Testing

/// One tree, and the broken wires that a scan of it must find: `severity join path:line name`.
struct WireCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let files: [String: String]
    let wires: [String]

    init(_ description: String, _ files: [String: String], _ wires: [String]) {
        testDescription = description
        self.files = files
        self.wires = wires
    }
}

private let script =
    "import yaml\n\n\ndef main():\n    print(yaml.safe_load(''))\n\n\nif __name__ == '__main__':\n    main()\n"
/// A package with a program, that a server runs too.
private let served = [
    "shop/__init__.py": "",
    "shop/main.py":
        "from fastapi import FastAPI\n\napp = FastAPI()\n\n\ndef main():\n    print(app)\n\n\nif __name__ == '__main__':\n    main()\n",
    "requirements.txt": "fastapi==0.110.0\n",
    "pyproject.toml":
        "[project]\nname = \"shop-service\"\nversion = \"1\"\ndependencies = [\"fastapi\"]\n[project.scripts]\nshop-server = \"shop.main:main\"\n",
]
private let bare = "FROM python:3.12-slim\nWORKDIR /app\n"
private let goMain = "package main\n\nimport \"github.com/acme/lib\"\n\nfunc main() { lib.Run() }\n"
private let getenv =
    "import os\n\n\ndef main():\n    print(os.environ['SHOP_REGION'], os.getenv('SHOP_PORT'))\n\n\nif __name__ == '__main__':\n    main()\n"
private let settings = """
    from pydantic_settings import BaseSettings


    class Settings(BaseSettings):
        shop_port: int = 80
        breaker_threshold: int = 5


    settings = Settings()


    def main():
        print(settings.shop_port)


    if __name__ == '__main__':
        main()

    """
private let goConfig = """
    package main

    type Config struct {
    \tShopPort int `env:"SHOP_PORT"`
    \tBreakerThreshold int `env:"BREAKER_THRESHOLD"`
    }

    func main() { println(load().ShopPort) }

    func load() *Config { return &Config{} }

    """

private let erlangApp = """
    -module(shop_app).
    -behaviour(application).
    -export([start/2, stop/1]).
    start(_, _) ->
        {ok, Bank} = application:get_env(shop, bank_url),
        shop_bank:open(Bank, application:get_env(shop, shop_port, 80)).
    stop(_) -> ok.

    """
private let erlangEnvironment =
    "{application, shop, [{vsn, \"1\"}, {mod, {shop_app, []}},\n {env, [{breaker_limit, 5},\n  {shop_port, 80}]}]}.\n"

private let chart = [
    "chart/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 0.1.0\n",
    "chart/templates/config.yaml":
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: shop}\ndata:\n  level: {{ .Values.log.level | quote }}\n",
]

private func deployment(_ name: String) -> String {
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: \(name)}
    spec:
      selector: {matchLabels: {app: \(name)}}
      template:
        metadata: {labels: {app: \(name)}}
        spec: {containers: [{name: app, image: x}]}

    """
}
private func service(_ selector: String) -> String {
    "apiVersion: v1\nkind: Service\nmetadata: {name: x}\nspec:\n  selector: {\(selector)}\n"
}

private let makefile = "lint:\n\tgo vet ./...\n"
private func workflow(_ command: String) -> String {
    "on: push\njobs:\n  check:\n    steps:\n      - run: \(command)\n"
}

private let image = "FROM python:3.12-slim\nWORKDIR /app\nCOPY shop /app/shop\n"
private let start = "CMD [\"python\", \"-m\", \"shop.main\"]\n"
private let shop = ["shop/__init__.py": "", "shop/main.py": script.replacing("yaml", with: "json")]
private let deployment = """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: shop}
    spec:
      selector: {matchLabels: {app: shop}}
      template:
        metadata: {labels: {app: shop}}
        spec:
          containers:
            - name: shop
              image: acme/shop:1.0.0
              PROBE

    """
private let compose = "services:\n  shop:\n    build: .\n    image: acme/shop:1.0.0\n"

private func probing(_ probe: String, _ dockerfile: String) -> [String: String] {
    shop.merging([
        "Dockerfile": dockerfile, "compose.yml": compose, "k8s/shop.yaml": deployment.replacing("PROBE", with: probe),
    ]) { $1 }
}

private let cases = [
    // Values and templates of charts.
    WireCase("a value is used", chart.merging(["chart/values.yaml": "log: {level: info}\n"]) { $1 }, []),
    WireCase(
        "no template uses a value",
        chart.merging(["chart/values.yaml": "log:\n  level: info\n  format: json\nworkers: 4\n"]) { $1 },
        ["medium chart-value chart/values.yaml:3 log.format", "medium chart-value chart/values.yaml:4 workers"]),
    WireCase(
        "a dashboard over what a rule records, and a name with a computed beginning",
        [
            "rules.yml":
                "groups:\n- name: shop\n  rules:\n  - record: shop_failed_ratio\n    expr: rate(shop_errors_total[5m])\n",
            "dashboards/shop.json":
                "{\"title\": \"Shop\", \"panels\": [{\"title\": \"a\", \"targets\": [{\"expr\": \"shop_failed_ratio + shop_stop_count\"}]}]}\n",
            "main.py":
                "from prometheus_client import Counter, start_http_server\n\nERRORS = Counter('shop_errors_total', 'e')\n\n\ndef main(name='shop'):\n    start_http_server(80)\n    ERRORS.inc()\n    print(f'{name}_stop_count')\n\n\nif __name__ == '__main__':\n    main()\n",
            "requirements.txt": "prometheus-client\n",
        ], []),
    WireCase(
        "no values file sets a value", chart.merging(["chart/values.yaml": "log: {}\n"]) { $1 },
        ["low chart-value chart/templates/config.yaml:5 log.level"]),
    WireCase(
        "a script sets a value when it installs the chart",
        chart.merging([
            "chart/values.yaml": "log: {}\n",
            "deploy.sh": "helm upgrade --install shop ./chart --set log.level=$LEVEL\n",
        ]) { $1 }, []),
    // Objects between which a separator is missing.
    WireCase("objects that are apart", ["k8s/a.yaml": deployment("shop") + "---\n" + service("app: shop")], []),
    WireCase(
        "an object that the next one swallows", ["k8s/a.yaml": service("app: shop") + deployment("shop")],
        ["high swallowed-object k8s/a.yaml:6 Service"]),
    WireCase(
        "an object of a chart that the next one swallows",
        chart.merging([
            "chart/values.yaml": "log: {level: info}\n", "chart/templates/b.yaml": service("app: a") + deployment("a"),
        ]) { $1 }, ["high swallowed-object chart/templates/b.yaml:6 Service"]),
    // Files that include others.
    WireCase(
        "a reusable workflow, an action and a template that are there",
        [
            ".github/workflows/a.yml":
                "on: push\njobs:\n  a:\n    uses: ./.github/workflows/b.yml\n  b:\n    steps:\n      - uses: ./act\n",
            ".github/workflows/b.yml": "on: workflow_call\njobs:\n  a:\n    steps:\n      - run: make\n",
            "act/action.yml": "runs: {using: composite, steps: []}\n",
            "ci/azure-pipelines.yml": "steps:\n- template: steps.yml\n- template: /top.yml\n",
            "ci/steps.yml": "steps: []\n", "top.yml": "steps: []\n",
        ], []),
    WireCase(
        "a reusable workflow and an action that are not there",
        [
            ".github/workflows/a.yml":
                "on: push\njobs:\n  a:\n    uses: ./.github/workflows/b.yml\n  b:\n    steps:\n      - uses: ./act\n"
        ],
        [
            "high include .github/workflows/a.yml:4 .github/workflows/b.yml",
            "high include .github/workflows/a.yml:7 act",
        ]),
    WireCase(
        "an action that another repository brings",
        [
            ".github/workflows/a.yml":
                "on: push\njobs:\n  b:\n    steps:\n      - uses: actions/checkout@v4\n        with: {repository: acme/x, path: act}\n      - uses: ./act\n"
        ], []),
    WireCase(
        "files that GitLab includes",
        [
            ".gitlab-ci.yml":
                "include:\n  - local: /ci/a.yml\n  - local: ci/b.yml\n  - local: ci/*.yml\n  - local: ci/c.yml\n    rules: [{exists: [x]}]\n  - remote: https://example.org/ci.yml\n",
            "ci/b.yml": "a: {script: [make]}\n",
        ], ["high include .gitlab-ci.yml:2 ci/a.yml"]),
    WireCase(
        "templates of Azure that are not there, from the file's folder",
        ["ci/azure-pipelines.yml": "steps:\n- template: steps.yml\n- template: x.yml@other\n"],
        ["high include ci/azure-pipelines.yml:2 ci/steps.yml"]),
    WireCase(
        "files that compose includes and extends",
        [
            "deploy/compose.yml":
                "include:\n  - a.yml\n  - ../b/compose.yml\n  - path: [c.yml, '${X}.yml']\nservices:\n  a:\n    extends: {file: d.yml, service: web}\n",
            "b/compose.yml": "services: {}\n",
        ],
        [
            "medium include deploy/compose.yml:2 deploy/a.yml", "medium include deploy/compose.yml:4 deploy/c.yml",
            "medium include deploy/compose.yml:7 deploy/d.yml",
        ]),
    WireCase(
        "files that a makefile includes",
        [
            "Makefile": "include a.mk\n-include b.mk\ninclude c.mk\nc.mk:\n\ttouch c.mk\ninclude .env\n",
            ".gitignore": ".env\n",
        ],
        ["medium include Makefile:1 a.mk"]),
    // Selectors and workloads.
    WireCase("selects a workload", ["k8s/a.yaml": deployment("shop"), "k8s/b.yaml": service("app: shop")], []),
    WireCase(
        "selects nothing", ["k8s/a.yaml": deployment("shop"), "k8s/b.yaml": service("app: shopp")],
        ["medium selector k8s/b.yaml:5 app=shopp"]),
    WireCase("workloads of another repository", ["k8s/b.yaml": service("app: shop")], []),
    WireCase("labels of another kind", ["k8s/a.yaml": deployment("shop"), "k8s/b.yaml": service("cluster: db")], []),
    WireCase(
        "an operator may deploy it",
        [
            "k8s/a.yaml": deployment("shop"), "k8s/b.yaml": service("app: db"),
            "k8s/c.yaml": "apiVersion: db.example.com/v1\nkind: Database\nmetadata: {name: db}\n",
        ], []),
    WireCase(
        "a patch adds a container",
        [
            "k8s/a.yaml": deployment("shop"),
            "k8s/kustomization.yaml": "resources: [a.yaml]\npatches: [{path: b.yaml}]\n",
            "k8s/b.yaml":
                "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\nspec:\n  template:\n    spec:\n      initContainers:\n        - {name: check, image: flyway:9.1}\n",
        ], []),
    // Commands.
    WireCase(
        "what npm does without a script",
        [".github/workflows/a.yml": workflow("npm ci && npm list"), "package.json": "{\"name\": \"web\"}\n"], []),
    WireCase(
        "a script that the line before fetches",
        [
            ".github/workflows/a.yml":
                "on: push\njobs:\n  a:\n    steps:\n      - run: |\n          curl -O https://example.org/get-tool.py\n          python get-tool.py\n"
        ], []),
    WireCase("a target that is there", [".github/workflows/a.yml": workflow("make lint"), "Makefile": makefile], []),
    WireCase(
        "a target that is not there", [".github/workflows/a.yml": workflow("make test"), "Makefile": makefile],
        ["high command .github/workflows/a.yml:5 make test"]),
    WireCase(
        "a target whose absence is ignored",
        [".github/workflows/a.yml": workflow("make test || true"), "Makefile": makefile],
        ["low command .github/workflows/a.yml:5 make test"]),
    WireCase(
        "a target that no pipeline runs", ["Makefile": makefile + "\nall:\n\t$(MAKE) test\n"],
        ["medium command Makefile:5 make test"]),
    WireCase(
        "a makefile with pattern rules",
        [".github/workflows/a.yml": workflow("make test"), "Makefile": makefile + "%.o: %.c\n\tcc $<\n"], []),
    WireCase(
        "a script that is not there",
        [".github/workflows/a.yml": workflow("./scripts/ci.sh"), "scripts/other.sh": "#!/bin/sh\necho\n"],
        ["high command .github/workflows/a.yml:5 scripts/ci.sh"]),
    WireCase(
        "a script of a folder that is not there", [".github/workflows/a.yml": workflow("./other/ci.sh")], []),
    WireCase(
        "a script that another line makes",
        [
            ".github/workflows/a.yml": workflow("./ci.sh"),
            "Makefile": "ci:\n\tcurl -o ci.sh https://example.org/ci.sh\n",
        ], []),
    WireCase(
        "a script that no analyzer reads",
        [".github/workflows/a.yml": workflow("python tools/load.py"), "tools/load.py": "print(1)\n"], []),
    // Imports and manifests.
    WireCase("declared", ["app/main.py": script, "requirements.txt": "pyyaml\nflask-x\n"], []),
    WireCase(
        "declared nowhere", ["app/main.py": script, "requirements.txt": "flask-x\n"],
        ["medium import-dependency app/main.py:1 pyyaml"]),
    WireCase(
        "declared for development",
        ["app/main.py": script, "requirements.txt": "flask-x\n", "requirements-dev.txt": "PyYAML\n"],
        ["high import-dependency app/main.py:1 pyyaml"]),
    WireCase(
        "another way to install it",
        [
            "app/main.py": script, "requirements.txt": "flask-x\n",
            "Dockerfile": "FROM python\nRUN pip install PyYAML\n",
        ], []),
    WireCase(
        "an included file",
        [
            "app/main.py": script, "requirements.txt": "flask-x\n-r deps/all.txt\n", "deps/all.txt": "pyyaml\n",
        ], []),
    WireCase(
        "a lock file",
        [
            "app/main.py": script, "pyproject.toml": "[project]\nname = 'x'\ndependencies = ['flask-x']\n",
            "poetry.lock": "[[package]]\nname = 'pyyaml'\n",
        ], []),
    WireCase(
        "a list that the build computes",
        [
            "app/main.py": script, "setup.py": "from setuptools import setup\nsetup(install_requires=['a'] + more())\n",
        ], []),
    WireCase(
        "an import that may fail",
        [
            "app/main.py":
                "try:\n    import yaml\nexcept ImportError:\n    yaml = None\n\nif __name__ == '__main__':\n    print(yaml)\n",
            "requirements.txt": "flask-x\n",
        ], []),
    WireCase(
        "only tests import it",
        [
            "app/main.py": "print(1)\n", "tests/test_a.py": "import yaml\n\ndef test_a():\n    pass\n",
            "requirements.txt": "flask-x\n",
        ], []),
    WireCase(
        "declared and never imported",
        ["app/main.py": "import requests\n", "requirements.txt": "requests\ntenacity\n"],
        ["low import-dependency requirements.txt:2 tenacity"]),
    WireCase(
        "a Go module that is required",
        [
            "main.go": goMain, "go.mod": "module example.org/a\n\nrequire github.com/acme/lib v1.0.0\n",
        ], []),
    WireCase(
        "a Go module that is not required", ["main.go": goMain, "go.mod": "module example.org/a\n"],
        ["high import-dependency main.go:3 github.com/acme/lib"]),
    WireCase("no go.mod", ["main.go": goMain], []),
    // Variables of the environment.
    WireCase(
        "a variable of a nested setting",
        [
            "app/main.py": getenv + "\n\ndocs_url = ''\n",
            ".env.example": "SHOP_REGION=eu\nAPI__DOCS_URL=/docs\nAPI__GONE_URL=/x\n",
        ],
        ["low environment .env.example:3 API__GONE_URL"]),
    WireCase(
        "set and never read",
        ["app/main.py": getenv, ".env.example": "SHOP_REGION=eu\nSHOP_PORT=80\n# SHOP_OLD=1\nSHOP_GONE=2\n"],
        ["low environment .env.example:4 SHOP_GONE"]),
    WireCase(
        "read by a script",
        [
            "app/main.py": getenv, ".env.example": "SHOP_REGION=eu\nSHOP_GONE=2\n", "run.sh": "echo $SHOP_GONE\n",
        ], []),
    WireCase(
        "read under names that the code computes",
        [
            "app/main.py": "import os\n\nfor name, value in os.environ.items():\n    print(name, os.getenv('A'))\n",
            ".env.example": "SHOP_GONE=2\n",
        ], []),
    WireCase(
        "set by an image and by compose",
        [
            "app/main.py": getenv, "docker/Dockerfile": "FROM python:3.12\nENV SHOP_REGION=eu \\\n    SHOP_A=1\n",
            "compose.yml":
                "services:\n  app:\n    build: .\n    environment:\n      SHOP_B: 1\n  db:\n    image: acme/db\n    environment:\n      SHOP_C: 1\n",
        ],
        ["low environment compose.yml:5 SHOP_B", "low environment docker/Dockerfile:3 SHOP_A"]),
    WireCase(
        "required, and told of nowhere", ["app/main.py": getenv],
        ["low environment app/main.py:5 SHOP_REGION"]),
    WireCase("required, and documented", ["app/main.py": getenv, "README.md": "Set SHOP_REGION.\n"], []),
    // Settings.
    WireCase(
        "a Python setting that nothing reads", ["app/main.py": settings],
        ["medium setting app/main.py:6 breaker_threshold"]),
    WireCase(
        "a Go setting that nothing reads", ["main.go": goConfig, "go.mod": "module example.org/a\n"],
        ["medium setting main.go:5 BREAKER_THRESHOLD"]),
    WireCase(
        "a key of an application's environment that nothing reads, and one that is read and nowhere set",
        ["src/shop.app.src": erlangEnvironment, "src/shop_app.erl": erlangApp],
        [
            "medium setting src/shop.app.src:2 breaker_limit", "medium setting src/shop_app.erl:5 shop.bank_url",
        ]),
    WireCase(
        "keys of an application's environment that are set in one file and read in another",
        [
            "src/shop.app.src": erlangEnvironment, "src/shop_app.erl": erlangApp,
            "src/shop_bank.erl":
                "-module(shop_bank).\n-export([open/2]).\nopen(A, B) -> {A, B, application:get_env(shop, breaker_limit)}.\n",
            "config/sys.config": "[{shop, [{bank_url, \"https://bank.example\"}]}].\n",
        ], []),
    WireCase(
        "a health check's script that no instruction copies, one that is copied, and one that a whole folder should hold",
        shop.merging([
            "a/Dockerfile": image + "HEALTHCHECK CMD [\"python\", \"check.py\"]\n" + start,
            "b/Dockerfile": image
                + "COPY check.py .\nHEALTHCHECK CMD python check.py || exit 1\n" + start,
            "c/Dockerfile": image + "HEALTHCHECK CMD [\"/app/shop/alive.sh\"]\n" + start,
            "d/Dockerfile": image + "HEALTHCHECK CMD [\"/app/shop/live.sh\"]\n" + start,
            "shop/live.sh": "exit 0\n",
        ]) { $1 },
        [
            "medium image-content a/Dockerfile:4 check.py", "medium image-content c/Dockerfile:4 /app/shop/alive.sh",
        ]),
    WireCase(
        "a module, an application and a package's program whose code nothing brings into the image",
        served.merging([
            "a/Dockerfile": bare + "CMD [\"python\", \"-m\", \"shop.main\"]\n",
            "b/Dockerfile": bare
                + "COPY requirements.txt .\nRUN pip install -r requirements.txt\nCMD [\"uvicorn\", \"shop.main:app\"]\n",
            "c/Dockerfile": bare + "CMD [\"shop-server\"]\n",
            "d/Dockerfile":
                "FROM python:3.12 AS build\nCOPY . .\nRUN pip wheel -w /w .\nFROM python:3.12\nRUN pip install /w/*\nCMD [\"shop-server\"]\n",
        ]) { $1 },
        [
            "high image-content a/Dockerfile:3 shop/main.py", "high image-content b/Dockerfile:5 shop/main.py",
            "high image-content c/Dockerfile:3 shop/main.py", "high image-content d/Dockerfile:6 shop/main.py",
        ]),
    WireCase(
        "code that is copied, installed from an index, downloaded, or of an image of others",
        served.merging([
            "a/Dockerfile": bare + "COPY shop ./shop\nCMD [\"python\", \"-m\", \"shop.main\"]\n",
            "b/Dockerfile": bare + "RUN pip install shop-service\nCMD [\"shop-server\"]\n",
            "c/Dockerfile": bare + "RUN git clone https://example.org/shop .\nCMD [\"uvicorn\", \"shop.main:app\"]\n",
            "g/Dockerfile": "FROM scratch\nCOPY shop-server /\nCMD [\"/shop-server\"]\n",
            "h/Dockerfile": bare + "COPY dist/*.whl /w/\nRUN pip install /w/*\nCMD [\"shop-server\"]\n",
            "d/Dockerfile": "FROM acme/shop-base\nCMD [\"uvicorn\", \"shop.main:app\"]\n",
            "e/Dockerfile": bare
                + "COPY requirements.txt .\nRUN pip install -r requirements.txt\nCMD [\"shop-server\"]\n",
            "f/Dockerfile":
                "FROM python:3.12 AS build\nCOPY . .\nRUN pip wheel -w /w .\nFROM python:3.12\nCOPY --from=build /w /w\nRUN pip install /w/*\nCMD [\"shop-server\"]\n",
        ]) { $1 }, []),
    WireCase(
        "code that compose mounts into an image for development",
        served.merging([
            "Dockerfile": bare + "CMD [\"python\", \"shop/main.py\"]\n",
            "compose.yml": "services:\n  shop:\n    build: .\n    volumes: [\".:/app\"]\n",
        ]) { $1 }, []),
    WireCase(
        "a program that the base image lacks, and one that is installed",
        shop.merging([
            "a/Dockerfile": image + "HEALTHCHECK CMD curl -f http://localhost/\n" + start,
            "b/Dockerfile": image
                + "RUN apt-get install -y curl\nHEALTHCHECK CMD curl -f http://localhost/\n" + start,
        ]) { $1 }, ["medium image-content a/Dockerfile:4 curl"]),
    WireCase(
        "commands of the build that make nothing of it, and one that may make anything",
        shop.merging([
            "a/Dockerfile": image + "RUN pip install flask && npm ci\nENTRYPOINT [\"/app/run.sh\"]\n",
            "b/Dockerfile": image + "RUN ./install\nENTRYPOINT [\"/app/run.sh\"]\n",
            "c/Dockerfile": image + "RUN cp x /app/run.sh\nENTRYPOINT [\"/app/run.sh\"]\n",
        ]) { $1 }, ["high image-content a/Dockerfile:5 /app/run.sh"]),
    WireCase(
        "a probe's script that is absent from the image",
        probing("livenessProbe: {exec: {command: [/app/alive.sh]}}", image + start),
        ["medium image-content k8s/shop.yaml:12 /app/alive.sh"]),
    WireCase(
        "a probe's script that is there",
        probing(
            "livenessProbe: {exec: {command: [/app/alive.sh]}}",
            image + "COPY alive.sh /app/\n" + start), []),
    WireCase(
        "a probe's script that is mounted",
        probing(
            "livenessProbe: {exec: {command: [/hooks/alive.sh]}}\n          volumeMounts: [{name: hooks, mountPath: /hooks}]",
            image + start), []),
    WireCase(
        "a setting that is read somewhere",
        [
            "app/main.py": settings, "app/other.py": "def f(s):\n    return s.breaker_threshold\n",
        ], []),
]

@Suite("Broken wires")
struct WiresTests {
    @Test("A scan finds the broken wires and no others", arguments: cases)
    func wires(_ example: WireCase) async throws {
        let repository = try SampleRepository(example.files)
        let run = try await repository.gapmatrix("wires", "--format", "json")
        let report = try JSONDecoder().decode(WiresReport.self, from: Data(run.output.utf8))
        let found = report.brokenWires.map {
            "\($0.severity) \($0.join) \($0.from.path):\($0.from.line) \($0.to.name)"
        }
        #expect(found == example.wires)
    }

    @Test("Every format tells of them, and the list says so where there are none")
    func formats() async throws {
        let repository = try SampleRepository([
            "app/main.py": script, "requirements.txt": "flask-x\n", "requirements-dev.txt": "PyYAML\n",
        ])
        let list = try await repository.gapmatrix("wires")
        #expect(
            list.output == """
                high  import-dependency  app/main.py:1  -> pyyaml, requirements-dev.txt:1
                    production imports it; it is declared for development only

                """)
        #expect(try await repository.gapmatrix("scan").output.contains("BROKEN WIRES"))
        #expect(try await repository.gapmatrix("scan", "--format", "markdown").output.contains("## Broken wires"))
        let whole = try SampleRepository(["app/main.py": script, "requirements.txt": "pyyaml\n"])
        #expect(try await whole.gapmatrix("wires").output == "No broken wires.\n")
    }
}
