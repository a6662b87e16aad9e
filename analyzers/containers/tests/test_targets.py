"""Images whose build stops at a stage before the last."""

from __future__ import annotations

from helpers import facts

DOCKERFILE = """\
FROM python:3.12-slim AS builder
RUN uv sync --frozen
FROM python:3.12.4-slim AS runtime
COPY --from=builder /app/.venv /app/.venv
COPY . .
USER shop
EXPOSE 8001
HEALTHCHECK CMD curl -f http://localhost:8001/health
CMD ["python", "main.py"]
FROM node:22 AS docs
RUN npm run docs
FROM runtime AS test
CMD ["pytest"]
"""


def test_a_target_is_judged_by_its_own_stages() -> None:
    found = facts("Dockerfile", DOCKERFILE)
    # What the whole file builds is the stage of tests.
    assert [each.get("role") for each in found["roots"]] == ["tool"]
    layers = next(each["id"] for each in found["symbols"] if each["name"] == "layers runtime")
    sent = [each for each in found["signals"] if each["symbol"] == layers]
    signals = [(each["kind"], each.get("attributes", {})) for each in sent]
    images = [attributes["image"] for name, attributes in signals if name == "container.image"]
    # The documents' stage is no part of it.
    assert images == ["python:3.12-slim", "python:3.12.4-slim"]
    names = {name for name, _ in signals}
    assert {"image.healthcheck", "image.port"} <= names
    assert ("image.non-root", {"user": "shop"}) in signals
