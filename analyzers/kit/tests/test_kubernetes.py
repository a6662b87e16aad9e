"""Objects of Kubernetes, described."""

from __future__ import annotations

from typing import Any

import pytest

from gapmatrix_kit import documents, kubernetes
from gapmatrix_kit.facts import Facts

DEPLOYMENT = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: shop}
spec:
  replicas: 2
  selector: {matchLabels: {app: shop}}
  template:
    metadata: {labels: {app: shop, tier: web}}
    spec:
      terminationGracePeriodSeconds: 45
      securityContext: {runAsNonRoot: true}
      containers:
        - name: app
          image: acme/shop:1.2
          command: [python, -m, shop]
          ports: [{name: web, containerPort: 8080}]
          livenessProbe: {httpGet: {path: /healthz, port: web}}
          env:
            - {name: DATABASE_URL, value: "postgresql://shop:hunter22@db/shop"}
            - {name: API_TOKEN, valueFrom: {secretKeyRef: {name: shop, key: token}}}
          resources: {limits: {memory: 64Mi}, requests: {cpu: 10m}}
      initContainers:
        - {name: migrate, image: "acme/shop:1.2"}
"""


def described(text: str, path: str = "k8s/shop.yaml", **options: Any) -> Facts:
    facts = Facts(kubernetes.namespace(path))
    for document in documents.documents(text):
        kubernetes.describe(document, facts, path, kubernetes.Options(**options))
    return facts


def signals(facts: Facts, kind: str) -> list[dict[str, Any]]:
    return [each.get("attributes", {}) for each in facts.signals if each["kind"] == kind]


def test_a_workload_with_its_containers() -> None:
    facts = described(DEPLOYMENT)
    assert [symbol["name"] for symbol in facts.symbols] == [
        "Deployment/shop",
        "Deployment/shop.app",
        "Deployment/shop.migrate",
    ]
    assert facts.symbols[0]["attributes"]["labels"] == "app=shop,tier=web,@namespace="
    assert facts.roots[0]["component"] == "Deployment/shop"
    assert facts.roots[0]["role"] == "service"
    assert signals(facts, "container.liveness-probe") == [
        {"type": "http", "path": "/healthz", "port": "8080", "scheme": "http", "target": "/healthz"}
    ]
    assert signals(facts, "container.long-running") == [{"name": "app"}]
    assert signals(facts, "container.resources") == [
        {"memory-limit": "64Mi", "memory-request": "64Mi", "cpu-request": "10m"}
    ]
    assert [each["run-as-non-root"] for each in signals(facts, "container.security")] == ["true", "true"]
    assert signals(facts, "workload.termination-grace") == [{"seconds": "45"}]
    assert signals(facts, "container.secret-plaintext")[0]["masked"] == "hu… (8 characters)"
    assert "hunter22" not in str(facts.message())
    assert {"route": "/healthz", "method": "GET", "port": 8080} in [each["to"] for each in facts.references]
    command = {"command": ["python", "-m", "shop"], "within": {"image": "acme/shop:1.2"}}
    assert command in [each["to"] for each in facts.references]


def test_a_command_takes_the_place_of_what_the_image_starts() -> None:
    def started(text: str) -> list[list[str]]:
        return [
            sorted(each["to"])
            for each in described(text).references
            if each["kind"] == "run" and "name" not in each["to"]
        ]

    assert started(DEPLOYMENT) == [["command", "within"], ["image"]]
    assert started(DEPLOYMENT.replace("          command: [python, -m, shop]\n", "")) == [
        ["image"],
        ["image"],
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Options are for the entry point, which is the same; words take the place of the image's command.
        ("args: [--verbose]", [{"image": "acme/shop"}]),
        (
            "args: [worker]",
            [{"command": ["worker"], "within": {"image": "acme/shop"}, "follows": True}],
        ),
        (
            "command: [sh, -c, 'cd /x && shop migrate; exec shop serve']\n        workingDir: /srv",
            [
                {"command": words, "within": {"image": "acme/shop"}, "workdir": "/srv"}
                for words in (["cd", "/x"], ["shop", "migrate"], ["exec", "shop", "serve"])
            ],
        ),
        (
            "command: [tini, --]\n        args: [shop]",
            [{"command": ["tini", "--", "shop"], "within": {"image": "acme/shop"}}],
        ),
    ],
)
def test_commands_of_containers(text: str, expected: list[Any]) -> None:
    pod = f"""
apiVersion: v1
kind: Pod
metadata: {{name: shop}}
spec:
  containers:
      - name: app
        image: acme/shop
        {text}
"""
    found = [each["to"] for each in described(pod).references if each["kind"] == "run"]
    assert [each for each in found if "name" not in each] == expected


def test_a_profile_has_names_and_labels_of_its_own() -> None:
    facts = described(DEPLOYMENT, profile="values-prod.yaml", is_default=False, is_root=False)
    assert facts.symbols[0]["name"] == "Deployment/shop [values-prod.yaml]"
    assert facts.symbols[0]["attributes"]["labels"].endswith(",@profile=values-prod.yaml")
    assert facts.roots == []


@pytest.mark.parametrize(
    ("text", "selectors"),
    [
        ("kind: Service\nspec: {selector: {app: shop}}", [["app=shop"]]),
        ("kind: PodDisruptionBudget\nspec: {selector: {matchLabels: {app: shop}}}", [["app=shop"]]),
        ("kind: NetworkPolicy\nspec: {podSelector: {}}", [["*"]]),
        (
            "kind: NetworkPolicy\nspec: {podSelector: {matchExpressions: [{key: app, operator: In, values: [a, b]}]}}",
            [["app=a"], ["app=b"]],
        ),
        (
            "kind: NetworkPolicy\nspec: {podSelector: {matchExpressions: [{key: app, operator: Exists}]}}",
            [],
        ),
        (
            "kind: HorizontalPodAutoscaler\nspec: {scaleTargetRef: {kind: Deployment, name: shop}}",
            [["Deployment/shop"]],
        ),
        ("kind: ScaledObject\nspec: {scaleTargetRef: {name: shop}}", [["Deployment/shop"]]),
        ("kind: ServiceMonitor\nspec: {selector: {matchLabels: {app: shop}}}", [["service:app=shop"]]),
        (
            "kind: Ingress\nspec: {rules: [{http: {paths: [{backend: {service: {name: shop}}}]}}]}",
            [["Service/shop"]],
        ),
        ("kind: Widget\nspec: {selector: {app: shop}}", []),
    ],
)
def test_what_objects_select(text: str, selectors: list[list[str]]) -> None:
    facts = described(f"apiVersion: v1\nmetadata: {{name: x}}\n{text}")
    found = [each["to"]["selector"] for each in facts.references if each["kind"] == "select"]
    assert found == selectors


@pytest.mark.parametrize(
    ("rules", "denied"),
    [
        ("{podSelector: {}}", "ingress"),
        ("{podSelector: {}, policyTypes: [Ingress, Egress]}", "egress ingress"),
        ("{podSelector: {}, ingress: [{}]}", ""),
        ("{podSelector: {}, policyTypes: [Ingress, Egress], egress: [{}]}", "ingress"),
        ("{podSelector: {}, ingress: [{from: [{podSelector: {}}]}]}", "ingress"),
    ],
)
def test_what_a_policy_refuses(rules: str, denied: str) -> None:
    facts = described(
        f"apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: x}}\nspec: {rules}"
    )
    assert signals(facts, "kubernetes.network-policy")[0]["default-deny"] == denied


@pytest.mark.parametrize(
    ("image", "pin"),
    [
        ("shop", "none"),
        ("shop:latest", "floating"),
        ("shop:local", "floating"),
        ("redis:7", "tag"),
        ("localhost:5000/shop", "none"),
        ("shop:1.2@sha256:" + "0" * 64, "digest"),
        ("shop:${TAG}", None),
    ],
)
def test_how_firmly_an_image_is_named(image: str, pin: str | None) -> None:
    facts = described(
        f"apiVersion: v1\nkind: Pod\nmetadata: {{name: x}}\nspec: {{containers: [{{name: a, image: '{image}'}}]}}"
    )
    assert signals(facts, "container.image")[0].get("pin") == pin


@pytest.mark.parametrize(
    ("name", "value", "is_secret"),
    [
        ("DB_PASSWORD", "hunter22", True),
        ("DB_PASSWORD_FILE", "/run/secrets/db", False),
        ("API_KEY", "$(FROM_ELSEWHERE)", False),
        ("TOKEN_TTL", "3600", False),
        ("URL", "redis://:hunter22@cache:6379", True),
        ("URL", "redis://cache:6379", False),
        ("SECRET_NAME", "shop", False),
        ("CLUSTER_CA_SECRET", "shop-operator-ca", False),
        ("CLIENT_SECRET", "b8f2-hunter22", True),
    ],
)
def test_plain_secrets(name: str, value: str, is_secret: bool) -> None:
    text = (
        "apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec: {containers: [{name: a, image: b, env: "
        f"[{{name: {name}, value: '{value}'}}]}}]}}"
    )
    assert bool(signals(described(text), "container.secret-plaintext")) == is_secret


def test_a_patch_is_no_workload_and_adds_to_one() -> None:
    text = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: shop}
spec: {template: {spec: {containers: [{name: app, readinessProbe: {tcpSocket: {port: 1}}}]}}}
"""
    facts = described(text, "overlays/prod/shop.yaml")
    assert [symbol["name"] for symbol in facts.symbols] == [
        "Patch/Deployment/shop",
        "Patch/Deployment/shop.app",
    ]
    assert [each["to"] for each in facts.references] == [
        {"selector": ["Deployment/shop"]},
        {"selector": ["Deployment/shop.app"]},
    ]
    assert facts.roots == []


def test_lists_and_what_is_no_object() -> None:
    items = "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Secret, metadata: {name: a}, stringData: {password: hunter22}}\n"
    assert [symbol["name"] for symbol in described(items).symbols] == ["Secret/a"]
    assert described("a: 1").symbols == []


@pytest.mark.parametrize(
    ("path", "name", "role"),
    [
        ("k8s/shop.yaml", "Deployment/shop", "service"),
        ("deploy/prod/shop.yaml", "Deployment/shop (deploy/prod)", "service"),
        ("deploy/dev/shop.yaml", "Deployment/shop (deploy/dev)", "tool"),
        ("examples/shop.yaml", "Deployment/shop (examples)", "example"),
    ],
)
def test_components_are_named_by_what_tells_them_apart(path: str, name: str, role: str) -> None:
    assert kubernetes.component_name("Deployment", "shop", path) == name
    assert kubernetes.role_of(path) == role


@pytest.mark.parametrize(
    ("container", "is_workload"),
    [
        ("{name: app, image: shop, ports: [{containerPort: 8080}]}", True),
        ("{name: app, image: shop}", False),
        ("{name: app, ports: [{containerPort: 8080}]}", False),
    ],
)
def test_labels_may_be_left_to_the_kustomization(container: str, is_workload: bool) -> None:
    text = (
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\n"
        f"spec: {{template: {{spec: {{containers: [{container}]}}}}}}\n"
    )
    symbols = described(text).symbols
    usual = [each for each in symbols if each.get("attributes", {}).get("usual")] or symbols
    assert ("workload" in {each["kind"] for each in usual}) == is_workload


RELEASE = """
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: shop}
spec: {chart: {spec: {chart: shop, sourceRef: {kind: KIND, name: acme}}}}
"""
APPLICATION = """
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: shop}
spec: {source: {repoURL: "https://charts.acme.org", SOURCE}}
"""


@pytest.mark.parametrize(
    ("text", "components"),
    [
        (RELEASE.replace("KIND", "HelmRepository"), ["HelmRelease/shop"]),
        (RELEASE.replace("KIND", "GitRepository"), []),
        (RELEASE.replace(", sourceRef: {kind: KIND, name: acme}", ", version: 2.x"), []),
        (APPLICATION.replace("SOURCE", "chart: shop"), ["Application/shop"]),
        (APPLICATION.replace("SOURCE", "path: deploy"), []),
    ],
)
def test_charts_from_elsewhere(text: str, components: list[str]) -> None:
    assert [each["component"] for each in described(text).roots] == components


@pytest.mark.parametrize(
    ("hook", "seconds"),
    [
        ("{exec: {command: [sleep, '15']}}", "15"),
        ("{exec: {command: [/bin/sh, -c, 'sleep 5s; nginx -s quit; sleep 10']}}", "15"),
        ("{sleep: {seconds: 20}}", "20"),
        ("{exec: {command: [/bin/sh, -c, 'sleep $WAIT']}}", None),
        ("{httpGet: {path: /drain, port: 80}}", None),
    ],
)
def test_how_long_a_hook_waits(hook: str, seconds: str | None) -> None:
    text = DEPLOYMENT.replace("resources:", f"lifecycle: {{preStop: {hook}}}\n          resources:")
    assert [each.get("seconds") for each in signals(described(text), "container.pre-stop")] == [seconds]


def test_ports_that_containers_declare_and_services_ask_for() -> None:
    text = DEPLOYMENT.replace("containerPort: 8080}", "containerPort: 8080}, {containerPort: 9090}")
    assert described(text).symbols[1]["attributes"]["ports"] == "web:8080 :9090"
    service = "apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec:\n  selector: {app: s}\n  ports:\n"
    ports = "    - {name: http, port: 80, targetPort: web}\n    - {port: 81}\n"
    told = signals(described(service + ports), "kubernetes.service-port")
    assert told == [{"name": "http", "target": "web"}, {"name": "", "target": "81"}]
    headless = described(service.replace("spec:\n", "spec:\n  clusterIP: None\n") + ports)
    assert [each.get("target") for each in signals(headless, "kubernetes.service-port")] == [None, None]


def test_keys_that_objects_have_and_pods_ask_for() -> None:
    held = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: shop}\ndata: {level: info}\nbinaryData: {logo: AA==}\n"
    assert described(held).symbols[0]["attributes"]["keys"] == "level\nlogo"
    asked = DEPLOYMENT.replace(
        "          env:\n",
        "          volumeMounts: [{name: conf, mountPath: /etc/shop.conf, subPath: shop.conf}]\n"
        "          env:\n"
        "            - {name: A, valueFrom: {configMapKeyRef: {name: shop, key: level}}}\n"
        "            - {name: B, valueFrom: {configMapKeyRef: {name: shop, key: depth, optional: true}}}\n",
    ).replace(
        "      initContainers:\n",
        "      volumes:\n"
        "        - {name: conf, configMap: {name: shop}}\n"
        "        - {name: cert, secret: {secretName: shop, items: [{key: tls.crt, path: crt}]}}\n"
        "      initContainers:\n",
    )
    keys = [
        (each["to"]["selector"][0], each["arguments"][0]["value"])
        for each in described(asked).references
        if each["kind"] == "use" and each.get("arguments")
    ]
    assert sorted(keys) == [
        ("ConfigMap/shop", "level"),
        ("ConfigMap/shop", "shop.conf"),
        ("Secret/shop", "tls.crt"),
        ("Secret/shop", "token"),
    ]


def test_a_probe_tells_its_program_and_none_of_its_arguments() -> None:
    for words, told in (
        ("[redis-cli, -a, hunter22, ping]", "redis-cli"),
        ("[sh, -c, 'PGPASSWORD=hunter22 /usr/bin/pg_isready -h db']", "pg_isready"),
        ("[]", None),
    ):
        facts = described(
            "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: a\n    image: x\n"
            f"    livenessProbe: {{exec: {{command: {words}}}}}\n"
        )
        (probe,) = signals(facts, "container.liveness-probe")
        assert probe.get("target") == told
        assert "hunter22" not in str(facts.signals)
