"""What Kubernetes objects say: workloads, containers, probes, policies, as facts of docs/protocol.md.

`describe` turns one object (a document of YAML with lines, rendered or raw) into facts of one file. Objects of other
files are named by what they have in the cluster: workloads by their labels, and everything by `Kind/name`; both are
REFs of the form `{"selector": […]}`, which the linker binds to the nearest file that has them.
"""

from .containers import image_name, pin_of
from .objects import describe, is_object
from .options import Options, component_name, namespace, role_of
from .repair import parted

__all__ = [
    "Options",
    "component_name",
    "describe",
    "image_name",
    "is_object",
    "namespace",
    "parted",
    "pin_of",
    "role_of",
]
