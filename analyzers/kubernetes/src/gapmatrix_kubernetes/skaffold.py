"""skaffold.yaml: which Dockerfile builds which image."""

from __future__ import annotations

from gapmatrix_kit.documents import Node
from gapmatrix_kit.facts import TOP, Facts

MAXIMUM_ARTIFACTS = 500


def describe(document: Node, facts: Facts, path: str) -> None:
    """Adds a `build` reference for each artifact; those of profiles too, which build the same images otherwise."""
    folder = path.rpartition("/")[0]
    artifacts = document.get("build", "artifacts").items[:MAXIMUM_ARTIFACTS]
    for artifact in artifacts:
        image = artifact.get("image").text
        if not image or not _is_docker(artifact):
            continue
        context = artifact.get("context").text or artifact.get("workspace").text or "."
        dockerfile = artifact.get("docker", "dockerfile").text or "Dockerfile"
        parts = [part for part in f"{folder}/{context}/{dockerfile}".split("/") if part not in ("", ".")]
        if ".." not in parts and "$" not in context and "{" not in context:
            facts.reference(TOP, {"path": "/".join(parts)}, "build", artifact.line, {"image": image})


def _is_docker(artifact: Node) -> bool:
    return not any(artifact.get(key).exists for key in ("buildpacks", "jib", "bazel", "custom", "ko"))
