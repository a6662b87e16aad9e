from __future__ import annotations

from typing import Any

import pytest
from helpers import facts, signals

COMPOSE = """
x-common: &common
  restart: unless-stopped
  environment: { A: "1" }
services:
  web:
    <<: *common
    build: { context: ./api, dockerfile: docker/Dockerfile }
    image: acme/shop
    ports: ["8080:80"]
    healthcheck: { test: ["CMD", "curl", "-f", "http://localhost:80/health"] }
    user: "1000"
    deploy: { resources: { limits: { memory: 512M, cpus: "0.5" } } }
    volumes: ["./conf/app.toml:/etc/app.toml:ro", "data:/data"]
    env_file: .env
  worker:
    extends: { service: web }
    command: celery -A shop worker
    profiles: [dev]
  db:
    image: postgres:16
    environment: [POSTGRES_PASSWORD=hunter2]
"""


def references(path: str, text: str, kind: str) -> list[Any]:
    return [each["to"] for each in facts(path, text)["references"] if each["kind"] == kind]


def test_compose() -> None:
    path = "deploy/compose.yml"
    found = facts(path, COMPOSE)
    assert [(each["component"], each["role"]) for each in found["roots"]] == [
        ("compose/web (deploy)", "service"),
        ("compose/worker (deploy)", "tool"),
        ("compose/db (deploy)", "tool"),
    ]
    builds = references(path, COMPOSE, "build")
    assert {"path": "deploy/api/docker/Dockerfile"} in builds
    assert {"namespace": "deploy/api/docker/Dockerfile", "name": "layers"} in builds
    runs = references(path, COMPOSE, "run")
    assert {
        "command": ["celery", "-A", "shop", "worker"],
        "directory": "deploy/api",
        "within": {"namespace": "deploy/api/docker/Dockerfile", "name": "layers"},
        "follows": True,
    } in runs
    assert {"image": "postgres:16"} in runs
    assert {"route": "/health", "port": 80} in references(path, COMPOSE, "probe")
    assert references(path, COMPOSE, "mount") == [{"path": "deploy/conf/app.toml"}] * 2
    kinds = [kind for kind, _ in signals(path, COMPOSE)]
    assert kinds.count("container.restart") == 2
    assert {"container.resources", "container.healthcheck", "image.non-root", "image.port"} <= set(kinds)
    assert ("container.image", {"image": "postgres:16", "pin": "floating"}) in signals(path, COMPOSE)
    values = [argument["value"] for each in found["references"] for argument in each.get("arguments", [])]
    assert "hunter2" not in values
    assert "1" in values


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        # A stage is an image of its own.
        ("build: {context: ., target: Dev}", [{"namespace": "Dockerfile", "name": "target dev"}]),
        (
            "build: {context: ., target: dev}\n    command: [shop]",
            [
                {"namespace": "Dockerfile", "name": "layers dev"},
                {
                    "command": ["shop"],
                    "directory": "",
                    "within": {"namespace": "Dockerfile", "name": "layers dev"},
                    "follows": True,
                },
            ],
        ),
        # An entry point of its own leaves nothing of the image's.
        (
            "image: acme/shop\n    entrypoint: [/run]\n    command: [x]\n    working_dir: /srv",
            [{"command": ["/run", "x"], "within": {"image": "acme/shop"}, "workdir": "/srv"}],
        ),
        # A service of another file goes on here.
        (
            "extends: {file: ../base/compose.yml, service: app}",
            [{"namespace": "base/compose.yml", "name": "app.container"}],
        ),
        (
            "extends: {file: ../base/compose.yml, service: app}\n    command: shop work",
            [
                {
                    "command": ["shop", "work"],
                    "within": {"namespace": "base/compose.yml", "name": "app.container"},
                    "follows": True,
                }
            ],
        ),
        # What is mounted is what runs.
        (
            "image: python:3.12\n    command: python app.py\n    working_dir: /srv/api\n"
            "    volumes: ['..:/srv']",
            [
                {
                    "command": ["python", "app.py"],
                    "directory": "api",
                    "within": {"image": "python:3.12"},
                    "workdir": "/srv/api",
                    "follows": True,
                }
            ],
        ),
    ],
)
def test_what_a_service_starts(service: str, expected: list[Any]) -> None:
    text = "services:\n  a:\n    " + service.replace("context: .,", "context: ..,") + "\n"
    found = facts("deploy/compose.yml", text)["references"]
    runs = [each["to"] for each in found if each["from"] == 2 and each["kind"] in ("run", "build")]
    assert runs == expected


def test_an_own_shell_script_is_its_commands() -> None:
    text = "services: {a: {image: x, command: 'sh -c \"shop migrate && exec shop serve\"'}}"
    found = facts("compose.yml", text)["references"]
    runs = [each["to"] for each in found if "command" in each["to"]]
    assert [each["command"] for each in runs] == [["shop", "migrate"], ["exec", "shop", "serve"]]
    assert all("follows" not in each for each in runs)


def test_uwsgi() -> None:
    text = """
[uwsgi]
chdir = /srv
module = shop.wsgi:application
attach-daemon = ./manage.py work --all
hook-pre-app = exec:./manage.py migrate
processes = 4
"""
    found = facts("deploy/uwsgi.ini", text)
    assert [each["name"] for each in found["symbols"]] == ["all processes"]
    assert [each["to"]["command"] for each in found["references"]] == [
        ["uwsgi", "--module", "shop.wsgi:application"],
        ["./manage.py", "work", "--all"],
        ["./manage.py", "migrate"],
    ]


def test_uwsgi_s_own_means() -> None:
    def found(text: str) -> set[str]:
        return {each["kind"] for each in facts("uwsgi.ini", "[uwsgi]\n" + text).get("signals", [])}

    assert found("master\nharakiri = 10\n") == {"auto-recovery.restart", "server-timeouts.set"}
    assert found("master = true\n") == {"auto-recovery.restart"}
    assert found("master = false\nharakiri = 0\nprocesses = 4\n") == set()


def test_what_a_service_waits_for_and_who_terminates_tls() -> None:
    text = """
services:
  shop:
    build: .
    depends_on: {database: {condition: service_healthy}, mail: {condition: service_started}}
    labels: [traefik.enable=true, "traefik.http.routers.shop.tls=true"]
  other:
    build: .
    depends_on: [database]
    labels: {traefik.http.routers.other.tls: "false"}
"""
    kinds = ("startup.waits", "tls-server.terminated")
    found = [each for each in facts("compose.yml", text)["signals"] if each["kind"] in kinds]
    assert [(each["kind"], each["line"], each["attributes"]["name"]) for each in found] == [
        ("startup.waits", 5, "database"),
        ("tls-server.terminated", 6, "traefik.http.routers.shop.tls"),
    ]


@pytest.mark.parametrize(
    ("given", "value"),
    [("x", "x"), ("${X:-}", ""), ("${X:-x}", "x"), ("${X}", ""), ("${X:?needed}", "${X:?needed}"), ("", "")],
)
def test_what_a_variable_is_set_to_for_sure(given: str, value: str) -> None:
    text = f'services: {{a: {{build: ., environment: {{X: "{given}"}}}}}}'
    written = [each for each in facts("compose.yml", text)["references"] if each["kind"] == "write"]
    assert [each["arguments"] for each in written] == [[{"name": "value", "value": value}]]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "services:",
        "services: []",
        "services: {a: , b: 1, c: []}",
        "services: {a: {build: , image: , command: {}, environment: 3, healthcheck: {test: {}}}}",
        "services: {a: {extends: {service: b}}, b: {extends: a}}",
        "services: {a: {build: ../.., command: 'x \"y'}}",
        "services: {a: {build: {context: https://x}}}",
        "a: &a [*a]",
        "services: {a: &a {<<: *a, image: x}}",
        "\t{",
        "- 1",
    ],
)
def test_bad_compose_is_read(text: str) -> None:
    facts("compose.yml", text)


def test_overlay_starts_nothing() -> None:
    assert "roots" not in facts("docker-compose.prod.yml", "services: {web: {restart: always}}")


def test_procfile() -> None:
    text = "web: gunicorn shop:app --log-file -\nrelease: python manage.py migrate\n# no: thing\n"
    assert [(each["component"], each["role"]) for each in facts("Procfile", text)["roots"]] == [
        ("Procfile/web", "service"),
        ("Procfile/release", "tool"),
    ]
    runs = references("Procfile", text, "run")
    assert {"command": ["gunicorn", "shop:app", "--log-file", "-"], "directory": ""} in runs


def test_unit() -> None:
    text = (
        "[Unit]\nA=x\n[Service]\nUser=shop\nExecStart=-/usr/bin/python3 \\\n  -m shop\nRestart=on-failure\n"
    )
    runs = references("a/shop.service", text, "run")
    assert {"command": ["/usr/bin/python3", "-m", "shop"], "directory": ""} in runs
    assert [kind for kind, _ in signals("a/shop.service", text)] == [
        "container.long-running",
        "image.non-root",
        "container.restart",
    ]
    assert "roots" not in facts("a.service", "[Unit]\nA=1\n")


def test_supervisor() -> None:
    text = "[supervisord]\nnodaemon=true\n[program:web]\ncommand=uvicorn app:app ; why\nautorestart=true\n"
    assert [each["component"] for each in facts("supervisord.conf", text)["roots"]] == ["supervisor/web"]
    runs = references("supervisord.conf", text, "run")
    assert {"command": ["uvicorn", "app:app"], "directory": ""} in runs


@pytest.mark.parametrize(
    ("profiles", "role"), [("[]", "service"), ("[seed]", "tool"), ("[tools, prod]", "service")]
)
def test_a_service_with_profiles_starts_for_who_asks(profiles: str, role: str) -> None:
    text = f"services: {{shop: {{build: ., profiles: {profiles}}}}}\n"
    assert [each["role"] for each in facts("compose.yml", text)["roots"]] == [role]


@pytest.mark.parametrize(
    ("command", "names"),
    [
        ("bash -c 'while !</dev/tcp/db/5432; do sleep 1; done; serve'", ["db"]),
        ("sh -c 'until nc -z broker 5672; do sleep 1; done; serve'", ["broker"]),
        ("sh -c 'until pg_isready -h store; do sleep 1; done; serve'", ["store"]),
        ("./wait-for-it.sh db:5432 -- serve", ["db"]),
        ("dockerize -wait tcp://db:5432 serve", ["db"]),
        ("sh -c 'while true; do serve; done'", []),
        ("serve --wait-for db", []),
    ],
)
def test_commands_that_wait(command: str, names: list[str]) -> None:
    found = facts("compose.yml", f"services:\n  shop:\n    build: .\n    command: {command}\n")
    waits = [each for each in found.get("signals", []) if each["kind"] == "startup.waits"]
    assert [each["attributes"]["name"] for each in waits] == names


def test_what_compose_includes_and_extends() -> None:
    text = (
        "include:\n- a.yml\n- {path: [../b.yml, '${X}.yml']}\n- https://example.org/c.yml\n- ../../d.yml\n"
        "services:\n  a: {extends: {file: e.yml, service: web}}\n  b: {extends: nobody, image: acme/b:1}\n"
        "  b: {image: acme/b:2}\n---\nservices:\n  b: {image: acme/b:3}\n  c: {image: acme/c:1}\n"
    )
    found = facts("x/compose.yml", text)
    included = [each for each in found["signals"] if each["kind"] == "file.include"]
    assert [(each["line"], each["attributes"]["path"]) for each in included] == [
        (2, "x/a.yml"),
        (3, "b.yml"),
        (7, "x/e.yml"),
    ]
    assert [each["line"] for each in found["diagnostics"]] == [9, 4, 5, 8, 12]
    assert [each["name"] for each in found["symbols"] if each["kind"] == "workload"] == ["a", "b", "b", "c"]


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        (
            "{build: ., environment: {A: 1, B: '', C: '${C}', D: '${D:-x}', E: '${E:-}', F: off}}",
            "A1 B C D1 E F",
        ),
        ("{build: ., environment: [A=1, B, C=]}", "A1 B C"),
        ("{image: x, environment: {A: 1}}", ""),
    ],
)
def test_what_is_set_for_the_repository_s_own_code(service: str, expected: str) -> None:
    found = signals("compose.yml", f"services:\n  a: {service}\n", "environment.set")
    told = [attributes["name"] + ("1" if attributes.get("on") else "") for _, attributes in found]
    assert " ".join(told) == expected


def test_a_file_of_variables_for_a_program_of_others() -> None:
    text = (
        "services:\n  a: {image: x, env_file: [./a.env, {path: b.env}]}\n  b: {build: ., env_file: c.env}\n"
    )
    found = signals("x/compose.yml", text, "environment.given-away")
    assert [attributes["file"] for _, attributes in found] == ["x/a.env", "x/b.env"]
