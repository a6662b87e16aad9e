"""What names stand for: imports, locals, parameters, members, results."""

from __future__ import annotations

import pytest
from rendering import facts

# Source -> a reference that it gives.
REFERENCES = [
    ("import os\nos.getcwd()", "- call !os.getcwd"),
    ("import os.path\nos.path.join('a')", "- call !os.path.join(0='a')"),
    ("from logging import getLogger as g\ng().info('x')", "- call !logging.getLogger().info(0='x')"),
    ("import a.b.c\na.b.c.f()", "- call <a.b.c:f>"),
    ("import a.b.c\na.b.g()", "- call <a.b:g>"),
    ("import a.b as m\nm.C.f()", "- call <a.b:C>.f"),
    ("from .db import open_db\nopen_db()", "- call <./app/db:open_db>"),
    ("from . import db\ndb.open()", "- call <./app:db>.open"),
    ("from ..core import db\ndb.open()", "- call <./core:db>.open"),
    ("from x import *\nf()", "- call <x:f>"),
    ("from x import *\nfrom .y import *\nf()", "- call (<x:f> | <./app/y:f>)"),
    ("print(1)", "- call !builtins.print(0=1)"),
    ("def print(x): ...\nprint(1)", "- call print(0=1)"),
    ("try:\n import a\nexcept ImportError:\n a = None\na.f()", "- call <a:f>"),
    ("try:\n import a as m\nexcept ImportError:\n import b as m\nm.f()", "- call (<a> | <b>).f"),
    ("def f():\n x = A()\n x.go()", "f call A().go"),
    ("def f():\n x = A()\n x = B()\n x.go()", "f call B().go"),
    ("def f(c):\n if c:\n  x = A()\n else:\n  x = B()\n x.go()", "f call (A() | B()).go"),
    ("def f():\n x = None\n for y in g():\n  x = y\n x.go()", "f call element(g()).go"),
    ("def f():\n a, b = g()\n b.go()", "f call g()#1.go"),
    ("def f():\n a, b = A(), B()\n b.go()", "f call B().go"),
    ("def f():\n a, *b = g()\n for x in b: x.go()", "f call element(g()).go [loop]"),
    ("def f():\n with open_db() as db:\n  db.go()", "f call open_db().go"),
    ("async def f():\n x = await g()\n x.go()", "f call g().go"),
    ("def f():\n if (x := g()):\n  x.go()", "f call g().go [conditional]"),
    ("def f(x: A): x.go()", "f call A.go"),
    (
        "from dependency_injector import providers as p\nclass C:\n a = p.Singleton(A)\ndef f(): C.a().b()",
        "f call C.a().b",
    ),
    ("def f(x: 'A | None' = None): x.go()", "f call A.go"),
    ("from typing import Optional\ndef f(x: Optional[A]): x.go()", "f call A.go"),
    ("def f(xs: list[A]):\n for x in xs: x.go()", "f call A.go [loop]"),
    ("def f(xs: dict[str, A]):\n for k, x in xs.items(): x.go()", "f call A.go [loop]"),
    ("def f(xs: dict[str, A]): xs.get('a').go()", "f call A.go"),
    ("def f(xs: dict[str, A]): [x.go() for x in xs.values()]", "f call A.go [loop]"),
    ("def f(xs: list[A]):\n for i, x in enumerate(xs): x.go()", "f call A.go [loop]"),
    ("def f(*xs: A): xs[0].go()", "f call A.go"),
    ("def f(kind: type[A]): kind().go()", "f call A().go"),
    ("def f(x=Depends(g)): x.go()", "f call g().go"),
    ("def f(x: Annotated[A, Depends(g)]): x.go()", "f call A.go"),
    ("def f(x: Annotated[A, Depends(g)]): ...", "f call Depends(0=g)"),
    ("User = Annotated[A, Depends(g)]", "User call Depends(0=g)"),
    ("User = Annotated[A, Depends(g)]\n@app.get('/')\ndef f(x: User): ...", "f use User(taken=True)"),
    ("@app.post('/')\ndef f(x: A): ...", "f use A(taken=True)"),
    ("@app.post('/')\ndef f(x: A = Depends()): ...", "f use A(taken=True)"),
    ("@app.post('/')\ndef f(x: A = Depends(g)): ...", "f use A"),
    ("@app.post('/')\ndef f(x: Annotated[A, Depends(g)]): ...", "f use A"),
    ("class C:\n @handler\n def f(self, x: A): ...", "C.f use A"),
    ("class C:\n @classmethod\n def f(cls, x: A): x.go()", "C.f call A.go"),
    ("r = APIRouter(dependencies=[Depends(g)])", "r use g"),
    ("@app.get('/', dependencies=[Depends(g)])\ndef f(): ...", "f use g"),
    ("@app.get('/', dependencies=[Depends(lambda: g('/'))])\ndef f(): ...", "f call g(0='/')"),
    ("class S: ...\ndef add_S_to_server(s, to): h(s.Pay)", "add_S_to_server call h(0=S.Pay)"),
    ("def add_S_to_server(s, to): s.Pay()", "add_S_to_server call ?.Pay"),
    ("def f(x): x.go()", "f call ?.go"),
    ("def f(x): x()\nx = 1", None),
    ("def f():\n xs = []\n xs.append(A())\n for x in xs: x.go()", "f call !builtins.list().append(0=A())"),
    ("def f():\n xs = []\n xs.append(A())\n for x in xs: x.go()", "f call ?.go [loop]"),
    ("def f():\n xs = {}\n xs.get('a').go()", "f call ?.go"),
    ("def f():\n x = []\n if a: x = A()\n x.go()", "f call A().go"),
    ("def f(): ', '.join([g])", "f use g"),
    ("class C:\n def f(self): self.g()", "C.f call C.g"),
    ("class C:\n @classmethod\n def f(cls): cls().g()", "C.f call C().g"),
    ("class C:\n @staticmethod\n def f(x): x.g()", "C.f call ?.g"),
    ("class C(B):\n def f(self): super().f()", "C.f call base(C).f"),
    ("class C:\n def f(self):\n  def g(): self.h()\n  return g", "C.f.<locals>.g call C.h"),
    ("class C:\n def f(self):\n  def g(): self.h()\n  return g", "C.f use C.f.<locals>.g"),
    ("def f():\n class C:\n  def g(self): self.h()", "f.<locals>.C.g call f.<locals>.C.h"),
    ("def f():\n x = A()\n def g(): x.go()", "f.<locals>.g call A().go"),
    ("def f():\n def g(): x.go()\n x = A()\n return g", "f.<locals>.g call A().go"),
    ("def f():\n global x\n x = A()\ndef g(): x.go()", "g call x.go"),
    ("def f():\n return lambda y: y.go()", "f call ?.go"),
    ("from functools import partial\ndef f():\n g = partial(h, 1)\n g()", "f call h"),
    ("def f(a):\n x = a or A()\n x.go()", "f call A().go"),
    ("def f(c):\n x = A() if c else B()\n x.go()", "f call (A() | B()).go"),
    ("TABLE = {'a': f}\ndef g(k): TABLE[k]()", "g call element(TABLE)"),
    ("TABLE = {'a': f}\ndef g(k): TABLE.get(k)()", "g call element(TABLE)"),
    ("TABLE = {'a': f}", "TABLE use f"),
    ("TABLE = [A()]", "- call A"),
    ("handler = f", "handler use f"),
    ("def f():\n try:\n  g()\n except E as e:\n  e.go()", "f call E.go [handler]"),
    ("import typing\ndef f(x): typing.cast(A, x).go()", "f call A.go"),
    ("def f(x: A): getattr(x, 'go')()", "f call A.go"),
    ("import importlib\nimportlib.import_module('a.b')", "- include <a.b>"),
    ("import importlib\nimportlib.import_module('.b', __package__)", "- include <./app/b>"),
    ("__import__('a')", "- include <a>"),
    ("def f(x):\n match x:\n  case A() as a: a.go()", "f call A.go [conditional]"),
    ("class C:\n x: A\n def f(self): self.x.go()", "C.f call C.x.go"),
    ("def f():\n a.b.c = 1", "f write a.b.c(0=1)"),
    ("app.config['DEBUG'] = True", "- write app.config.DEBUG(0=True)"),
    ("import os\nos.environ['A'] = 'b'", "- write $A(0='b')"),
    ("import os\nx = os.environ['A']", "- read $A(required=True)"),
    ("import os\nx = os.getenv('A', 'b')", "- read $A(0='b')"),
    ("from os import environ\nx = environ.get('A')", "- read $A"),
]


@pytest.mark.parametrize(("source", "reference"), REFERENCES)
def test_reference(source: str, reference: str | None) -> None:
    found = facts(source).references()
    if reference is None:
        assert found == []
    else:
        assert reference in found


def test_a_local_variable_hides_what_the_module_has() -> None:
    assert facts("def x(): ...\ndef f(y):\n x = y.z\n x()\n").references() == []


def test_a_comprehension_keeps_its_names_to_itself() -> None:
    found = facts("x = A()\nys = [x for x in g()]\ndef f(): x.go()\n")
    assert "f call x.go" in found.references()
    assert "variable x: A()" in found.symbols()


def test_type_checking_imports_load_nothing() -> None:
    found = facts(
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n from a import B\ndef f(x: 'B'): x.go()\n"
    )
    assert found.references() == ["f call <a:B>.go"]
    assert "alias B: <a:B> ['type_checking']" in found.symbols()


def test_a_relative_import_that_leaves_the_repository_is_unknown() -> None:
    found = facts("from ....a import b\nb.f()\n", "app.py")
    assert found.references() == ["- call ?.f"]
    assert found.message["diagnostics"]


@pytest.mark.parametrize(
    ("path", "name", "search"),
    [
        ("src/app/main.py", "src/app/main", ["src/app", "src/app/src", "src", "src/src", ""]),
        ("app/__init__.py", "app", ["app", "app/src", "", "src"]),
        ("pkg/__main__.py", "pkg/__main__", ["pkg", "pkg/src", "", "src"]),
        ("main.py", "main", ["", "src"]),
    ],
)
def test_namespace(path: str, name: str, search: list[str]) -> None:
    namespace = facts("", path).message["namespace"]
    assert (namespace["name"], namespace["search"]) == (name, search)


def test_a_package_imports_relative_to_itself() -> None:
    assert facts("from .a import b\n", "app/__init__.py").references() == ["- include <./app/a:b>"]
