"""What a later statement of the same block replaces: a function defined again, a setting assigned again."""

from __future__ import annotations

import ast

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
# Arguments of a route that do not tell which requests it is for.
_HARMLESS = frozenset(
    """
    name endpoint response_model status_code tags summary description dependencies include_in_schema
    response_class responses deprecated operation_id
    """.split()
)
_VERBS = frozenset("get post put patch delete head options route api_route websocket".split())
# Frameworks that ask their routes in the order in which they were registered.
FIRST_WINS = frozenset(("flask", "quart", "fastapi", "starlette"))


def replaced(body: list[ast.stmt]) -> set[int]:
    """The ids of the definitions and assignments of a module or class that never count."""
    found: set[int] = set()
    # Name -> where it was bound last, as a function or as a setting.
    bound: dict[str, int] = {}
    for place, statement in enumerate(body):
        name = _bound_name(statement)
        if name is None:
            continue
        before = bound.get(name)
        bound[name] = place
        if before is None or (type(body[before]) is ast.Assign and not isinstance(statement, ast.Assign)):
            continue
        earlier = body[before]
        if isinstance(earlier, _FUNCTIONS) and earlier.decorator_list:
            # A decorator may have kept it.
            continue
        if not any(_mentions(each, name) for each in body[before + 1 : place + 1]):
            found.add(id(earlier))
    return found


def _bound_name(statement: ast.stmt) -> str | None:
    if isinstance(statement, _FUNCTIONS):
        return statement.name
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
        if isinstance(target, ast.Name) and target.id.isupper():
            return target.id
    return None


def _mentions(statement: ast.stmt, name: str) -> bool:
    """Whether a statement reads or changes a variable when it runs; bodies of functions run later."""
    stack: list[ast.AST] = [statement]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Name) and node.id == name and not isinstance(node.ctx, ast.Store):
            return True
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name) and node.target.id == name:
            return True
        if isinstance(node, ast.Name) and node.id in ("locals", "globals", "vars"):
            return True
        if isinstance(node, _FUNCTIONS):
            stack += [*node.decorator_list, node.args]
        elif isinstance(node, ast.Lambda):
            stack.append(node.args)
        else:
            stack += ast.iter_child_nodes(node)
    return False


def route_key(decorator: ast.expr) -> tuple[str, str] | None:
    """What tells a route from others of its router: its verb, path and methods."""
    if not isinstance(decorator, ast.Call) or not isinstance(decorator.func, ast.Attribute):
        return None
    verb = decorator.func.attr
    if verb not in _VERBS or len(decorator.args) != 1 or not isinstance(decorator.args[0], ast.Constant):
        return None
    telling = [each for each in decorator.keywords if each.arg not in _HARMLESS]
    if any(each.arg != "methods" for each in telling):
        return None
    return f"{verb} {decorator.args[0].value!r}", " ".join(sorted(ast.dump(each.value) for each in telling))
