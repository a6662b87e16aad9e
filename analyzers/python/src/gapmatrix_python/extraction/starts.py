"""Modules that others start: functions of a cloud, scheduled jobs, dashboards, scripts without a guard."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gapmatrix_python.extraction.servers import CONSUMERS, STARTING_MEMBERS, STARTS
from gapmatrix_python.facts import Json
from gapmatrix_python.paths import SourcePath
from gapmatrix_python.refs import RefTable

# symbol, kind, why, component (None: that of the module)
Start = tuple[int, str, str, str | None]

_FUNCTION_DECORATORS = ("functions_framework.",)
_DAGS = frozenset(("airflow.DAG", "airflow.models.DAG", "airflow.models.dag.DAG", "airflow.sdk.DAG"))
_DAG_DECORATORS = frozenset(("airflow.decorators.dag", "airflow.sdk.dag"))
_UNGUARDED_MEMBERS = STARTING_MEMBERS | frozenset(
    """
    serve_forever run_forever infinity_polling run_polling start_polling wait_for_termination run_pending
    """.split()
)
_SCHEDULER = "BlockingScheduler().start"
_EVENT_NAMES = ({"event", "_event"}, {"context", "_context", "_"})


def is_cloud_function(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a cloud calls a function of this name and parameters: `lambda_handler(event, context)`."""
    names = [each.arg for each in (*node.args.posonlyargs, *node.args.args)]
    if len(names) < 2 or len(names) - len(node.args.defaults) > 2:
        return False
    if node.name == "lambda_handler":
        return True
    return (
        node.name in ("handler", "main")
        and len(names) == 2
        and names[0] in _EVENT_NAMES[0]
        and names[1] in _EVENT_NAMES[1]
    )


def starts(path: SourcePath, references: list[Json], refs: RefTable, endless: bool) -> Iterator[Start]:
    """Roots that the references of a module tell; `endless`: its top level loops for ever."""
    is_dag = is_dashboard = is_script = False
    for each in references:
        kind, subject = each["kind"], each.get("subject")
        if each["from"] != 0 and not (kind == "decorate" and subject):
            continue
        name = refs.full_name(each["to"])
        if kind == "decorate" and subject:
            decorator = name.removesuffix("()")
            if decorator.startswith(_FUNCTION_DECORATORS):
                yield subject, "serverless-function", f"function of a cloud, {decorator}", None
            elif decorator in _DAG_DECORATORS:
                yield subject, "scheduled-job", "Airflow DAG", None
        elif kind in ("call", "instantiate") and name in _DAGS:
            is_dag = is_dag or each["from"] == 0
        elif kind == "call" and each["from"] == 0:
            is_dashboard = is_dashboard or name.startswith("streamlit.")
            is_script = is_script or _runs_on(name, endless)
    if is_dag:
        yield 0, "scheduled-job", "Airflow DAG", None
    elif is_dashboard:
        # Streamlit runs one file, and those of `pages` beside it.
        folder = path.directory.removesuffix("pages").rstrip("/")
        yield 0, "streamlit-app", "Streamlit page", folder.replace("/", ".") or "streamlit"
    elif is_script:
        yield 0, "python-script", "script that runs until it is stopped", None


def _runs_on(name: str, endless: bool) -> bool:
    if name in CONSUMERS:
        return endless
    return name in STARTS or name.endswith(_SCHEDULER) or name.rpartition(".")[2] in _UNGUARDED_MEMBERS
