"""Assignments: variables, fields, and writes to anything else."""

from __future__ import annotations

import ast

from gapmatrix_python.extraction.scopes import CLASS, FUNCTION
from gapmatrix_python.extraction.settings import SETTING, Settings
from gapmatrix_python.extraction.values import HELD
from gapmatrix_python.facts import Json

_SEQUENCES = (ast.List, ast.Tuple)


class Assignments(Settings):
    """Visits assignments."""

    # Statements

    def assign(self, node: ast.Assign) -> None:
        """`a = b = value`."""
        if id(node) in self.replaced:
            self.expression(node.value, True)
            return
        if len(node.targets) == 1:
            self._assign_one(node.targets[0], node.value, None)
            return
        ref = self.expression(node.value, True)
        for target in node.targets:
            self.assign_ref(target, ref, node.value)

    def assign_annotated(self, node: ast.AnnAssign) -> None:
        """`a: T = value`, or a mere declaration."""
        self.annotation_calls(node.annotation)
        declared = self.annotation(node.annotation)
        if node.value is not None:
            self._assign_one(node.target, node.value, declared)
            return
        if isinstance(node.target, ast.Name):
            self._declare_only(node.target, declared)
        elif isinstance(node.target, ast.Attribute) and self.is_self(node.target.value):
            self._field(node.target, declared, None)

    def _declare_only(self, target: ast.Name, declared: int | None) -> None:
        if self.scope.kind == FUNCTION:
            self.bind(target.id, declared)
        elif declared is not None or self.scope.kind == CLASS:
            self._variable(target, declared, None)

    def assign_augmented(self, node: ast.AugAssign) -> None:
        """`a += value`."""
        target = node.target
        if isinstance(target, ast.Name) and self.scope.kind != FUNCTION and SETTING.match(target.id):
            self._setting(target, node.value)
            return
        if isinstance(target, (ast.Attribute, ast.Subscript)) and not (
            isinstance(target, ast.Attribute) and self.is_self(target.value)
        ):
            self._write(target, self.argument(node.value))
            return
        ref = self.expression(node.value, True)
        if isinstance(target, ast.Name):
            self.forget(self.scope, target.id)
        if isinstance(target, ast.Name) and ref is not None:
            found = self.lookup(target.id)[0]
            if self.scope.kind == FUNCTION and target.id in self.scope.names:
                self.scope.names[target.id] = self.refs.any([found, ref])

    def _assign_one(self, target: ast.expr, value: ast.expr, declared: int | None) -> None:
        if isinstance(target, ast.Name):
            if self.scope.kind == FUNCTION:
                ref = self.expression(value, True)
                self._check_literal(target.id, value)
                known = target.id in self.scope.names
                given = None if isinstance(value, ast.Constant) else self.configured_or_held(value)
                # What `global` names is the module's: its value counts beside the one that it starts with.
                shared = value if target.id in self.scope.globals else None
                self.assign_name(target, declared if declared is not None else ref, shared)
                if (
                    isinstance(value, HELD)
                    and target.id not in self.scope.globals
                    and not (self.branches and known)
                ):
                    self.scope.literals[target.id] = value
                is_sure = target.id not in self.scope.globals and not (self.branches and known)
                if given is not None and is_sure:
                    self.scope.given[target.id] = given
            elif self.scope.kind == CLASS:
                self._class_attribute(target, value, declared)
            else:
                self._module_variable(target, value, declared)
        elif isinstance(target, ast.Attribute):
            if self.is_self(target.value):
                ref = self.expression(value, True)
                self._check_literal(target.attr, value)
                self._field(target, self.refs.any([declared, ref]), value)
            else:
                self._write(target, self.argument(value, target.attr))
        elif isinstance(target, ast.Subscript):
            key = target.slice
            name = key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else None
            self._write(target, self.argument(value, name))
        else:
            self.assign_ref(target, None if self._is_tuple(value) else self.expression(value, True), value)

    def _is_tuple(self, value: ast.expr) -> bool:
        return isinstance(value, _SEQUENCES) and not any(isinstance(each, ast.Starred) for each in value.elts)

    # Targets

    def assign_ref(self, target: ast.expr, ref: int | None, value: ast.expr | None = None) -> None:
        """Assigns what is known of a value to a target of any form."""
        if isinstance(target, ast.Name):
            if value is not None:
                self._check_literal(target.id, value)
            self.assign_name(target, ref, value)
        elif isinstance(target, _SEQUENCES):
            self._unpack(target.elts, ref, value)
        elif isinstance(target, ast.Starred):
            self.assign_ref(target.value, self.refs.container(ref))
        elif isinstance(target, ast.Attribute):
            if self.is_self(target.value):
                self._field(target, ref, value)
            else:
                self._write(target, {} if ref is None else {"ref": ref})
        elif isinstance(target, ast.Subscript):
            self._write(target, {} if ref is None else {"ref": ref})

    def _unpack(self, targets: list[ast.expr], ref: int | None, value: ast.expr | None) -> None:
        starred = any(isinstance(each, ast.Starred) for each in targets)
        if isinstance(value, _SEQUENCES) and self._is_tuple(value):
            if len(value.elts) == len(targets) and not starred:
                # All values are computed before the first target is bound.
                found = [None if self._is_tuple(each) else self.expression(each, True) for each in value.elts]
                for target, each, part in zip(targets, found, value.elts, strict=True):
                    self.assign_ref(target, each, part)
                return
            if ref is None:
                ref = self.expression(value, True)
        for position, target in enumerate(targets):
            if ref is None:
                part_ref = None
            elif starred:
                part_ref = self.refs.element(ref)
            else:
                part_ref = self.refs.result_index(ref, position)
            self.assign_ref(target, part_ref)

    def bind_iterated(self, target: ast.expr, held: list[int | None] | int | None) -> None:
        if not isinstance(held, list):
            self.assign_ref(target, held)
            return
        if isinstance(target, _SEQUENCES):
            for position, each in enumerate(target.elts):
                self.assign_ref(each, held[position] if position < len(held) else None)
        else:
            self.assign_ref(target, self.refs.container(self.refs.any([*held])))

    # Writes

    def _keep_keys(self, variable: str, key: ast.expr) -> None:
        """A map that is given another key is no literal any more; its keys stay known."""
        held = self.scope.literals.pop(variable, None)
        if isinstance(held, ast.Dict):
            for each in held.keys:
                self.add_key(variable, each)
        self.add_key(variable, key)

    def _write(self, target: ast.expr, argument: Json) -> None:
        """`app.debug = value`, `app.config["KEY"] = value`."""
        to: int | None
        if isinstance(target, ast.Attribute):
            to = self.attribute(self.expression(target.value, False), target.attr)
        elif isinstance(target, ast.Subscript):
            of = self.expression(target.value, False)
            if isinstance(target.value, ast.Name):
                self._keep_keys(target.value.id, target.slice)
            key = target.slice
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                name = self.text(key.value, key.lineno)
                if of is not None and self.refs.entries[of].get("external") == "os.environ":
                    self.environment("write", name, target.lineno, [argument] if argument else [])
                    return
                to = self.refs.member(name, of)
            else:
                self.expression(key, True)
                to = self.refs.element(of)
        else:
            return
        if to is None:
            if "ref" in argument:
                self.use(argument["ref"], target.lineno)
            return
        if argument:
            argument["position"] = 0
        self.emit("write", to, target.lineno, [argument] if argument else None)

    # Parts that come later in the line

    def annotation_calls(self, node: ast.expr) -> None:
        """Visits the calls inside an annotation: `Annotated[Session, Depends(open_session)]`."""
        raise AssertionError("the last of the line defines it")
