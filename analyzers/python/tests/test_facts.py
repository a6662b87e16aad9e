"""Symbols, arguments, context, decorators, classes."""

from __future__ import annotations

import pytest
from rendering import facts

SYMBOLS = [
    ("x = 1", "variable x = 1"),
    ("x = -1.5", "variable x = -1.5"),
    ("x = 16 * 1024", "variable x = 16384"),
    ("x = 1\nx = 2", "variable x"),
    ("x = None\nx = A()", "variable x: A()"),
    ("x: A = make()", "variable x: A"),
    ("x = f'a{b}'", "variable x = 'a{}'"),
    ("x = 'a' + b + 'c'", "variable x = 'a{}c'"),
    ("def f() -> A: ...", "function f -> A"),
    ("def f():\n return A()", "function f -> A()"),
    ("def f(c):\n if c: return A()\n return B()", "function f -> (A() | B())"),
    ("def f():\n return A(), B()", "function f -> A(), B()"),
    ("async def f() -> 'list[A]': ...", "function f -> container(A)"),
    ("def f():\n yield A()", "function f -> (A() | container(A()))"),
    ("from contextlib import contextmanager\n@contextmanager\ndef f():\n yield A()", "function f -> A()"),
    ("class C:\n def f(self) -> 'Self': ...", "method C.f -> C ['abstract']"),
    ("class C:\n class D:\n  x = 1", "field C.D.x = 1"),
    ("class C:\n def __enter__(self): pass", "method C.__enter__ ['implicit']"),
    ("class C:\n @property\n def f(self): return self.x", "method C.f -> C.x ['property']"),
    ("from typing import Protocol\nclass C(Protocol):\n def f(self): ...", "type C ['interface']"),
    ("class C:\n def f(self):\n  self.x = A()\n  self.x = None", "field C.x: A()"),
    ("class C:\n def f(self, x: A):\n  self.x: A = x", "field C.x: A"),
    ("class C:\n @classmethod\n def make(cls): pass", "method C.make ['static']"),
    ("def f():\n def g(): pass", "function f.<locals>.g"),
    # Decorators that keep what they are given, that replace it, and of which neither is seen.
    ("def job(f):\n JOBS.append(f)\n return f", "function job ['keeps']"),
    (
        "def job(n):\n def mark(f):\n  JOBS[n] = f\n  return f\n return mark",
        "function job -> job.<locals>.mark ['keeps']",
    ),
    (
        "def job(n):\n def mark(c):\n  JOBS['a'].update({c: n})\n  return c\n return mark",
        "function job -> job.<locals>.mark ['keeps']",
    ),
    ("def job(n):\n def mark(f):\n  note(f)\n  return f\n return mark", "function job -> job.<locals>.mark"),
    (
        "def timed(f):\n def inner(*a): return f(*a)\n return inner",
        "function timed -> timed.<locals>.inner ['wraps']",
    ),
    (
        "def mix(f):\n digest.update(f)\n def inner(*a): return f(*a)\n return inner",
        "function mix -> mix.<locals>.inner ['wraps']",
    ),
]


@pytest.mark.parametrize(("source", "symbol"), SYMBOLS)
def test_symbol(source: str, symbol: str) -> None:
    assert symbol in facts(source).symbols()


REFERENCES = [
    ("f(1, 'a', None, True, -2, 60 * 5)", "- call f(0=1, 1='a', 2=None, 3=True, 4=-2, 5=300)"),
    ("f(verify=False)", "- call f(verify=False)"),
    (
        "from fastapi import Depends, FastAPI\ndef f(): ...\napp = FastAPI(dependencies=[Depends(f)])",
        "- call <fastapi:FastAPI>().dependencies(0=f)",
    ),
    ("import queue\ndef g(n): queue.Queue(n)", "g call !queue.Queue(0=)"),
    ("import lib\ndef g(a, b): lib.C().m(a, 1, b)", "g call <lib:C>().m(1=1, 2=)"),
    ("import lib\ndef g(n): lib.f(n, key=1)", "g call <lib:f>(key=1, 0=)"),
    ("def h(n): ...\ndef g(n): h(n)", "g call h"),
    ("def g(t): f(timeout=t)", "g call f(timeout=)"),
    ("def g():\n t = 5\n f(timeout=t)", "g call f(timeout=5)"),
    ("def g():\n t = 5\n t += 1\n f(timeout=t)", "g call f(timeout=)"),
    ("def g():\n t = 5\n while 1:\n  f(timeout=t)\n  t *= 2", "g call f(timeout=) [loop]"),
    ("def g(c):\n t = 5\n if c: t = 6\n f(timeout=t)", "g call f(timeout=)"),
    ("def g():\n hs = [('/a', H)]\n f(hs)", "g call f(0=[0=[0='/a', 1=H]])"),
    ("def g():\n kw = {'verify': False}\n f(**kw)", "g call f(**=[verify=False])"),
    ("def g(d):\n c = d.copy()\n c.update({'exp': 1}, a=2)\n f(c)", "g call f(0=[a=, exp=])"),
    ("def g():\n c = {'sub': 1}\n c['exp'] = g2()\n f(c)", "g call f(0=[sub=, exp=])"),
    ("def g(c):\n c['exp'] = 1\n c = h()\n f(c)", "g call f(0=h())"),
    ("from datetime import timedelta\nf(timedelta(days=30))", "- call f(0=2592000 !datetime.timedelta())"),
    ("from datetime import timedelta\nf(timedelta(days=d))", "- call f(0=!datetime.timedelta())"),
    (
        "import httpx\ndef g():\n c = httpx.AsyncClient(transport=httpx.ASGITransport(app=a))\n c.get('/x')",
        "g call <httpx:ASGITransport>().get(0='/x')",
    ),
    ("T = 5\ndef g(): f(timeout=T)", "g call f(timeout=5 T)"),
    ("T = 5\nT = 6\ndef g(): f(timeout=T)", "g call f(timeout=6 T)"),
    ("T = 5\nif g0(): T = 6\ndef g(): f(timeout=T)", "g call f(timeout=T)"),
    ("f(*a, **b)", "- call f(*=a, **=b)"),
    ("f([1, g], {'a': 1, 'b': [2]})", "- call f(0=[0=1, 1=g], 1=[a=1, b=[0=2]])"),
    ("f('app.main:app')", "- call f(0='app.main:app' app)"),
    ("f('http://a:8080')", "- call f(0='http://a:8080')"),
    ("f(f'a/{b}')", "- call f(0='a/{}')"),
    ("f(f'a/{g()}')", "- call g"),
    ("f(lambda: g())", "- call g"),
    ("f('postgres://user:hunter22@db/x')", "- call f(0='postgres://user:…@db/x')"),
    ("for x in y:\n f()", "- call f [loop]"),
    ("while a():\n f()", "- call f [loop]"),
    ("if a:\n f()", "- call f [conditional]"),
    ("x = a and f()", "- call f [conditional]"),
    ("try:\n f()\nfinally:\n g()", "- call g [defer]"),
    ("try:\n f()\nexcept E:\n g()", "- call g [handler]"),
    ("try:\n f()\nexcept Exception:\n pass", "- call f [ignored]"),
    ("import asyncio\nasync def g(): asyncio.create_task(f())", "g call f [spawn]"),
    ("with lock:\n f()", "- call lock.__enter__"),
    ("async def g():\n async with lock: f()", "g call lock.__aenter__"),
    ("@app.get('/x', tags=['a'])\ndef f(): ...", "- decorate app.get(0='/x', tags=[0='a']) on f"),
    ("def g():\n @app.get('/x')\n def f(): ...", "g decorate app.get(0='/x') on g.<locals>.f"),
    ("@a.b\nclass C: ...", "- decorate a.b on C"),
    ("r = APIRouter(prefix='/a')\n@r.get('/b')\ndef f(): ...", "- decorate r.get(0='/a/b') on f"),
    ("r = APIRouter(prefix='/a')\n@r.get('')\ndef f(): ...", "- decorate r.get(0='/a') on f"),
    ("r = Console(prefix='> ')\n@r.get('/b')\ndef f(): ...", "- decorate r.get(0='/b') on f"),
    ("x = [(r'^/health/?$', HealthHandler)]", "x call <tornado.web:url>(0='/health', 1=HealthHandler)"),
    ("@app.route(f'/{Endpoint.HEALTH}')\ndef f(): ...", "- decorate app.route(0='/health') on f"),
    ("@app.route(f'/{self.path}')\ndef f(): ...", "- decorate app.route(0='/{}') on f"),
    ("async def f(s):\n await asyncio.to_thread(s.save, 1, b=2)", "f call ?.save(0=1, b=2)"),
    ("async def f():\n s = await to_thread(make)\n s.go()", "f call make().go"),
    ("def f(pool): pool.run_in_executor(None, work, 1)", "f call work(0=1)"),
    ("x = [('/a', AHandler)]", "x call <tornado.web:url>(0='/a', 1=AHandler)"),
    ("import tornado.web\nf([('/a', m.Orders, {})])", "- call <tornado.web:url>(0='/a', 1=m.Orders)"),
    ("class C(a.B, metaclass=M): ...", "C inherit a.B"),
    ("class C(a.B, metaclass=M): ...", "C metaclass M"),
    ("class C(Generic[T]): ...", "C inherit Generic"),
    ("class C:\n kinds = [A, 'b']", "C write C.kinds(0=[0=A, 1='b'])"),
    ("class C:\n x = f()", "- call f"),
    ("raise E('x')", "- call E(0='x')"),
    ("raise E", "- use E"),
    ("class C:\n def f(self, n):\n  return getattr(self, 'do_' + n)()", "C.f use C.do_*"),
    ("class C:\n def f(self, n):\n  return getattr(self, f'do_{n}')()", "C.f use C.do_*"),
    ("q.enqueue('jobs.send', 5)", "- call q.enqueue(0='jobs.send' <jobs:send>, 1=5)"),
    ("Box[int](5)", "- call Box(0=5)"),
    ("len([f])", "- use f"),
    ("MIDDLEWARE = ['a.b.C']", "- write MIDDLEWARE(0=[0='a.b.C' <a.b:C>])"),
    ("ROOT_URLCONF = 'shop.urls'", "- include <shop.urls>"),
    ("import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'x.settings')", "- include <x.settings>"),
    ("from django.urls import include\ninclude('a.urls')", "- include <a.urls>"),
    ("from celery import Celery\nCelery('x', include=['a.tasks'])", "- include <a.tasks>"),
]


@pytest.mark.parametrize(("source", "reference"), REFERENCES)
def test_reference(source: str, reference: str) -> None:
    assert reference in facts(source).references()


def test_the_guard_of_a_script_is_a_symbol_of_its_own() -> None:
    found = facts("def main(): ...\nif __name__ == '__main__':\n main()\n", "scripts/run.py")
    assert found.references() == ["<main> call main"]
    assert found.roots() == ['production python-script <main> scripts.run (tool): if __name__ == "__main__"']


def test_applications_of_django_are_made_where_they_are_looked_for() -> None:
    source = "from django.apps import AppConfig\nclass Shop(AppConfig):\n def ready(self): pass\n"
    assert "- register !settings.load(0=Shop)" in facts(source, "shop/apps.py").references()
    assert "- register !settings.load(0=Shop)" not in facts(source, "shop/other.py").references()
    two = source + "class Spare(AppConfig):\n def ready(self): pass\n"
    assert "- register !settings.load(0=Shop)" not in facts(two, "shop/apps.py").references()
    chosen = two.replace(" def", " default = True\n def", 1)
    assert "- register !settings.load(0=Shop)" in facts(chosen, "shop/apps.py").references()
    assert "- register !settings.load(0=Spare)" not in facts(chosen, "shop/apps.py").references()


def test_long_strings_are_cut() -> None:
    assert len(facts(f"x = '{'a' * 1000}'").message["symbols"][0]["value"]) == 200


def test_arguments_count_as_uses() -> None:
    assert facts("f(g)").references() == ["- call f(0=g)"]


def test_mentions_are_told_once_for_each_symbol() -> None:
    assert facts("def f():\n x = g\n y = g\n").references() == ["f use g"]


def test_refs_point_to_lower_entries_only() -> None:
    refs = facts("a.b().c[0].d(e.f)\n").message["refs"]
    for index, entry in enumerate(refs):
        for key in ("of", "result", "element"):
            assert entry.get(key) is None or entry[key] < index
    assert len({str(entry) for entry in refs}) == len(refs)
