"""Kinds and substance of documents, and what they name."""

from __future__ import annotations

import pytest
from gapmatrix_kit.server import File

from gapmatrix_documents.analyze import analyze

RUNBOOK = """# Runbook

## HighErrorRate
The alert means that more than five of a hundred requests fail. Check the logs of the pods first, then the
database. If one pod is the cause, restart it with kubectl. If all of them fail, roll back the last release.

## QueueFull
Symptom: consumers are slow, and the queue grows. Verify that the workers run. Escalate to the team on duty
if it is not resolved after half an hour, and tell the impact in the channel of the service.
"""


def signals(path: str, text: str) -> list[tuple[str, dict[str, object]]]:
    facts = analyze([File(path, text, True)])
    return [(each["kind"], each.get("attributes", {})) for each in facts.get("signals", [])]


def strengths(path: str, text: str) -> dict[str, object]:
    return {
        kind.removeprefix("document."): attributes["strength"]
        for kind, attributes in signals(path, text)
        if "strength" in attributes
    }


@pytest.mark.parametrize(
    ("path", "text", "kind", "strength"),
    [
        ("docs/runbook.md", RUNBOOK, "runbook", "full"),
        ("docs/runbooks/errors.md", RUNBOOK.replace("# Runbook", "# Errors"), "runbook", "full"),
        ("docs/runbook.md", "# Runbook\n\nTODO\n", "runbook", "stub"),
        ("docs/runbook.md", "# Runbook\n\n## Alerts\n\n## Escalation\n\n## Restart\n", "runbook", "stub"),
        ("docs/guide.md", "# Guide\n\nHello.\n\n" + RUNBOOK.replace("# Runbook", "## Runbook").replace("## H", "### H"), "runbook", "section"),
        ("docs/ansible.md", RUNBOOK.replace("# Runbook", "# Ansible playbooks"), "runbook", None),
        ("docs/upgrade.md", RUNBOOK.replace("# Runbook", "# Version upgrade playbook"), "runbook", None),
        ("tests/docs/runbook.md", RUNBOOK, "runbook", None),
        ("README.md", "# Shop\n\n## Roadmap\n\n### Runbook\n\nAlerts, symptoms, and how to recover and restart.\n", "runbook", None),
        ("CHANGELOG.md", "# Changelog\n\n## 1.1.0 - 2024-02-01\n- Adds orders.\n- Fixes totals of baskets.\n\n## 1.0.0\n- First release, with all of it.\n", "changelog", "full"),
        ("CHANGELOG.md", "# Changelog\n\n## [Unreleased]\n", "changelog", "stub"),
        ("docs/changelog.rst", "Changes\n=======\n\n1.1\n---\n\n* Adds orders of goods and people.\n\n1.0\n---\n\n* First release of the shop.\n", "changelog", "full"),
        (
            "docs/adr/0001-use-postgres.md",
            "# 1. Use Postgres\n\n## Status\nAccepted\n\n## Context\n" + "We store orders and need transactions. " * 8
            + "\n## Decision\nPostgres.\n\n## Consequences\nOne more service to run.\n",
            "decision-record", "full",
        ),
        ("docs/adr/0000-template.md", "# N. Title\n\n## Status\n\n## Context\n\n## Decision\n\n## Consequences\n", "decision-record", None),
        ("SECURITY.md", "# Security Policy\n\nUse this section to tell people about which versions of your project are currently being supported.\n", "security-policy", "stub"),
    ],
)  # fmt: skip
def test_kinds(path: str, text: str, kind: str, strength: str | None) -> None:
    assert strengths(path, text).get(kind) == strength


@pytest.mark.parametrize(
    ("path", "text", "strength"),
    [
        ("docs/shop.rst", "Shop\n====\n\n.. automodule:: shop.api\n   :members:\n", "full"),
        ("docs/shop.md", "# Shop\n\n::: shop.api\n", "full"),
        ("docs/shop.md", "# Shop\n\n```{eval-rst}\n.. autoclass:: shop.Client\n    :members:\n```\n", "full"),
        (
            "docs/README.md",
            "# Documentation\n\nDocument each class:\n\n```rst\n.. autoclass:: shop.Client\n    :members:\n```\n",
            None,
        ),
    ],
)
def test_generated_references(path: str, text: str, strength: str | None) -> None:
    assert strengths(path, text).get("api-reference") == strength


@pytest.mark.parametrize("path", ["docs/runbook.md", "docs/runbook.rst", "docs/runbook.adoc"])
def test_formats_agree(path: str) -> None:
    text = RUNBOOK
    if path.endswith(".rst"):
        text = text.replace("# Runbook", "Runbook\n=======").replace(
            "## HighErrorRate", "HighErrorRate\n-------------"
        )
        text = text.replace("## QueueFull", "QueueFull\n---------")
    elif path.endswith(".adoc"):
        text = text.replace("## ", "== ").replace("# ", "= ")
    assert strengths(path, text)["runbook"] == "full"


def test_links_and_topics() -> None:
    text = "# Shop\n\n- Circuit breaker around payments\n\nSee [main](cmd/main.go) and `internal/api/server.go`.\nGenerated: `docs/out.md`.\n"
    found = signals("README.md", text)
    links = [(each["path"], each["form"]) for kind, each in found if kind == "document.link"]
    assert links == [("cmd/main.go", "link")]
    assert [each["topic"] for kind, each in found if kind == "document.mentions"] == ["circuit-breaker"]


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("# Shop\n\n- [ ] SBOM and provenance\n", []),
        ("# Shop\n\n- [x] SBOM and provenance\n", ["sbom"]),
        ("# Shop\n\n- Add alert rules for the queue\n- Alert rules are not yet written\n", []),
        ("# Operations\n\n## Restore a backup\n\nRun it daily.\n", ["backup-restore"]),
        ("# Operations\n\n1. Create backups before you upgrade\n", []),
        ("# Readiness\n\n## Missing\n\n### Deployment\n\n- Network policies\n\n## Done\n\n- Dead-letter queue\n", ["dead-letter-queue"]),
        ("# Shop\n\n## Dashboard\n\n- Price alerts\n- Apply time and rate limits\n- Never gets rate-limited\n- Rate limit detection: reports their rate limiting\n", []),
        ("# Shop\n\n## Use case: backup monitoring\n\n## Backup software integrations\n", []),
        ("# Shop\n\n## Monitoring\n\n- Dashboards\n- Alerts\n", ["dashboards", "alert-rules"]),
        ("# Shop\n\n- Rate limiting for each client\n", ["rate-limiting"]),
        ("# Roadmap\n\n- Canary releases\n- SLOs for the API\n", []),
        ("# Roadmap\n\n- SLOs: 99.9 % of requests below 200 ms\n", ["slo"]),
        ("# Shop\n\n- You're using it for load testing scenarios\n- Load tests run every night\n", ["load-tests"]),
        ("# Shop\n\nIt is *not* the right tool for:\n\n- log aggregation\n", []),
        ("# Shop\n\nIt comes with:\n\n- log aggregation\n", ["log-aggregation"]),
        ("# Shop\n\n- If you want rate limiting, put a proxy in front\n", []),
    ],
)  # fmt: skip
def test_what_is_wished_for_is_not_there(text: str, topics: list[str]) -> None:
    found = signals("docs/notes.md", text)
    assert [each["topic"] for kind, each in found if kind == "document.mentions"] == topics


def test_variables_of_a_table() -> None:
    rows = "".join(f"| `SHOP_VALUE_{number}` | something |\n" for number in range(6))
    text = "# Configuration\n\n| Variable | Meaning |\n|---|---|\n" + rows
    names = [
        each["name"] for kind, each in signals("docs/configuration.md", text) if kind == "document.variable"
    ]
    assert names == [f"SHOP_VALUE_{number}" for number in range(6)]
    assert strengths("docs/configuration.md", text)["environment-reference"] == "full"


def test_commands_of_code_blocks() -> None:
    text = "# Shop\n\n```sh\nmake build test\n```\n\n```sh\ngit clone x && cd x\nmake other\n```\n"
    facts = analyze([File("README.md", text, True)])
    assert [each["to"] for each in facts["references"]] == [
        {"command": ["make", "build", "test"], "directory": ""}
    ]
    assert facts["references"][0]["line"] == 4


def test_rules_for_assistants_speak_of_nothing() -> None:
    text = "# Rules\n\n- Circuit breakers everywhere\n"
    assert [kind for kind, _ in signals("AGENTS.md", text)] == []


WATCHED = """# Watcher

## Endpoints
Endpoints are services that you want to watch. Each endpoint has a list of conditions, and a method of the request.

| Parameter | Description | Default |
|---|---|---|
| `endpoints[].name` | Name of the endpoint. | `""` |
| `endpoints[].method` | Method of the request. | `GET` |
| `endpoints[].body` | Body of the request, as JSON. | `""` |
| `endpoints[].interval` | Time between two requests, until a response comes. | `60s` |
"""


def test_endpoints_that_a_program_watches_are_no_interface() -> None:
    assert "api-reference" not in strengths("README.md", WATCHED)
    served = WATCHED + "\nGET /api/orders returns all.\n\nPOST /api/orders makes one.\n"
    assert strengths("README.md", served)["api-reference"] == "section"


GUIDE = "It is monitored by metrics and alerts. Restart it, scale its replicas, read its logs, change its config, upgrade it. "


@pytest.mark.parametrize(
    ("title", "kind", "strength"),
    [
        ("Operator guide", "operator-guide", "full"),
        ("Shop Gateway Operator", "operator-guide", None),
        ("Operations", "operator-guide", "full"),
        ("REST architecture", "architecture-document", None),
        ("shop_order(3)", "api-reference", "full"),
        ("shop(1)", "api-reference", None),
    ],
)
def test_titles_that_look_alike(title: str, kind: str, strength: str | None) -> None:
    assert strengths("docs/text.md", f"# {title}\n\n{GUIDE * 8}\n").get(kind) == strength


def test_what_tests_an_interface_is_no_reference() -> None:
    routes = "".join(f"    pass: GET /orders/{number}\n" for number in range(9))
    text = f"# Testing API endpoints\n\n{GUIDE * 4}\n\n```\n{routes}```\n"
    assert strengths("openapi/README.md", text)["api-reference"] == "stub"


ENGLISH = (
    "The shop takes orders of its customers, keeps them in the database and sends them to the payments. " * 8
)
FRENCH = (
    "Le service reçoit les commandes des clients, les enregistre dans la base et les envoie au paiement. " * 8
)
RUSSIAN = "Сервис принимает заказы клиентов, хранит их в базе данных и передаёт их в сервис платежей. " * 8


@pytest.mark.parametrize(
    ("path", "text", "kind", "name"),
    [
        ("README.md", ENGLISH, "document.english", "English"),
        ("README.md", FRENCH, "document.foreign", "French"),
        ("README.md", RUSSIAN, "document.foreign", "Russian"),
        (
            "README.md",
            "订单服务接收客户的订单 保存到数据库 然后发送到支付服务 " * 8,
            "document.foreign",
            "Chinese",
        ),
        ("README.zh-CN.md", "订单服务接收客户的订单 保存到数据库 然后发送到支付服务 " * 8, None, None),
        ("docs/fr/guide.md", FRENCH, None, None),
        ("README.md", "A few words.", None, None),
    ],
)
def test_the_language_of_a_document(path: str, text: str, kind: str | None, name: str | None) -> None:
    told = [
        each
        for each in signals(path, f"# Shop\n\n{text}\n")
        if each[0] in ("document.english", "document.foreign")
    ]
    assert told == ([(kind, {"language": name})] if kind else [])


@pytest.mark.parametrize(
    ("path", "within"),
    [
        ("charts/shop/README.md", "charts/shop"),
        ("deploy/charts/shop/docs/scaling.md", "deploy/charts/shop"),
        ("services/orders/README.md", "services/orders"),
        ("charts/README.md", None),
        ("README.md", None),
        ("docs/services.md", None),
    ],
)
def test_a_member_speaks_of_itself(path: str, within: str | None) -> None:
    text = "# Shop\n\n- Circuit breaker around payments\n"
    found = [each for kind, each in signals(path, text) if kind == "document.mentions"]
    assert [each.get("within") for each in found] == [within]


ARCHITECTURE = """# Editor architecture

## Components
The editor has components for text and files. A request of the client goes to the server, which stores it in the
database and puts a message into the queue; a worker takes the message and calls the interface of the storage.
Each module has a layer of its own, and data flows from the client to the database and back again to the handler.
"""


@pytest.mark.parametrize(
    ("path", "strength"),
    [
        ("docs/architecture.md", "full"),
        ("services/orders/README.md", "full"),
        ("server/ARCHITECTURE.md", "full"),
        ("web/src/components/editor/README.md", "section"),
        ("services/orders/pkg/editor/README.md", "section"),
        ("backend/cache/docs/README.md", "section"),
        (".github/agents/architecture.agent.md", None),
        (".claude/skills/editor/SKILL.md", None),
        ("backlog/tasks/task-1 - architecture.md", None),
    ],
)
def test_what_speaks_of_the_whole(path, strength):
    assert strengths(path, ARCHITECTURE).get("architecture-document") == strength


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Upgrading", True), ("Migrate from v1 to v2", True), ("Migrating to 3.0", True), ("Migration guide", True),
        ("Updating to a new version", True), ("Updating objects", False), ("Migrating to Rust", False),
        ("Migrate to another filter", False),
    ],
)  # fmt: skip
def test_titles_of_upgrade_guides(title, found):
    text = (
        f"# {title}\n\nBefore an upgrade to version 2.0, back up the data. Then run the step that changes the schema, and\n"
        "after that restart the service. Removed and renamed options are listed below, with what breaks in this release.\n"
        "The old options go on to work until the next release, and a warning in the log names each of them with its line.\n"
    )
    assert ("upgrade-guide" in strengths("docs/page.md", text)) == found


def test_a_playbook_of_ansible_is_no_runbook():
    text = RUNBOOK.replace("# Runbook", "# Playbook")
    assert strengths("docs/playbook.md", text) == {"runbook": "full"}
    assert "runbook" not in strengths("docs/playbook.md", text + "\nRun ansible-playbook site.yml.\n")
