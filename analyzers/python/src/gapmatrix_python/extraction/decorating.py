"""What a decorator of the repository does with the function that it is given: keep it, or only wrap it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

Function = ast.FunctionDef | ast.AsyncFunctionDef
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_KEEPING = frozenset(
    "append appendleft add insert register setdefault connect subscribe put add_handler add_listener".split()
)


def decorating(node: Function) -> str | None:
    """`keeps` for a decorator that puts its argument somewhere, `wraps` if it returns another function.

    None where neither is seen, as for nearly all functions.
    """
    last = node.body[-1]
    if not isinstance(last, ast.Return) or not isinstance(last.value, ast.Name):
        return None
    inner = [each for each in node.body if isinstance(each, _FUNCTIONS)]
    names = _parameters(node)
    if last.value.id in names:
        return "keeps" if _is_kept(node, last.value.id) else None
    returned = next((each for each in inner if each.name == last.value.id), None)
    if returned is None:
        return None
    if any(_is_kept(node, name) for name in names[:1]):
        return "keeps"
    # `def register(name): def keep(function): …; return keep`
    own = _parameters(returned)
    if own and _is_kept(returned, own[0]):
        return "keeps"
    # `def job(name): def mark(cls): …; return cls`: it replaces nothing; what it does else is not seen.
    given_back = returned.body[-1]
    if own and isinstance(given_back, ast.Return) and isinstance(given_back.value, ast.Name):
        if given_back.value.id == own[0]:
            return None
    return "wraps"


def _parameters(node: Function) -> list[str]:
    names = [each.arg for each in (*node.args.posonlyargs, *node.args.args)]
    return names[1:] if names[:1] in (["self"], ["cls"]) else names


def _is_kept(node: Function, name: str) -> bool:
    """Whether the function puts what this parameter holds into something that outlives it."""
    for each in _outside_functions(node.body):
        if isinstance(each, ast.Assign) and isinstance(each.value, ast.Name) and each.value.id == name:
            if any(isinstance(target, ast.Subscript) for target in each.targets):
                return True
        elif isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute) and _keeps(each):
            given = [*each.args, *(keyword.value for keyword in each.keywords)]
            if any(isinstance(one, ast.Name) and one.id == name for one in _flat(given)):
                return True
    return False


def _keeps(node: ast.Call) -> bool:
    """Whether a method puts its arguments into its object: `table.update({…})`, not `hash.update(text)`."""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    return name in _KEEPING or (name == "update" and bool(node.args) and isinstance(node.args[0], ast.Dict))


def _flat(values: list[ast.expr]) -> Iterator[ast.expr]:
    for each in values:
        if isinstance(each, (ast.Tuple, ast.List)):
            yield from each.elts
        elif isinstance(each, ast.Dict):
            yield from (key for key in each.keys if key is not None)
            yield from each.values
        else:
            yield each


def _outside_functions(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """All nodes of a body but those of functions inside it."""
    pending: list[ast.AST] = list(body)
    while pending:
        node = pending.pop()
        if isinstance(node, (*_FUNCTIONS, ast.Lambda, ast.ClassDef)):
            continue
        yield node
        pending.extend(ast.iter_child_nodes(node))
