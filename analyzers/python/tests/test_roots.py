"""Where execution begins."""

from __future__ import annotations

import pytest
from rendering import facts

FASTAPI = "from fastapi import FastAPI\n"

ROOTS = [
    (
        FASTAPI + "app = FastAPI()",
        "src/app/main.py",
        ["production python-app - src.app.main: FastAPI application app"],
    ),
    (FASTAPI + "app: FastAPI = FastAPI()", "m.py", ["production python-app - m: FastAPI application app"]),
    (FASTAPI + "app = FastAPI()", "tests/app.py", ["test module -: test module"]),
    (FASTAPI + "app = FastAPI()", "examples/app.py", []),
    (
        FASTAPI + "def create_app():\n app = FastAPI()\n return app",
        "m.py",
        ["production python-app create_app m: application factory create_app"],
    ),
    (
        FASTAPI + "def create_app():\n return FastAPI()\napp = create_app()",
        "m.py",
        ["production python-app - m: FastAPI application app made by create_app"],
    ),
    (
        "from .factory import create_app\napp = create_app()",
        "wsgi.py",
        ["production python-app - wsgi: application app made by create_app"],
    ),
    ("from celery import Celery\nq = Celery('x')", "w.py", ["production worker - w: Celery application q"]),
    (
        "from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()",
        "shop/wsgi.py",
        ["production python-app - shop.wsgi: Django WSGI application application"],
    ),
    (
        "class WorkerSettings:\n functions = [f]",
        "w.py",
        ["production worker WorkerSettings w: arq WorkerSettings"],
    ),
    ("main()", "pkg/__main__.py", ["production python-script - pkg: python -m pkg"]),
    ("if __name__ == '__main__': f()", "setup.py", []),
    ("if __name__ == '__main__': f()", "tests/test_a.py", ["test module -: test module"]),
    (
        "if __name__ == '__main__': f()",
        "examples/a.py",
        ['production python-script <main> examples.a (example): if __name__ == "__main__"'],
    ),
    (
        "if __name__ == '__main__': f()",
        "manage.py",
        ['production python-script <main> manage (tool): if __name__ == "__main__"'],
    ),
    ("main()", "tests/unit/__main__.py", ["test module -: test module"]),
    ("if __name__ == '__main__': f()", "tests/unit/__main__.py", ["test module -: test module"]),
    (
        "from kafka import KafkaConsumer\n"
        "c = KafkaConsumer('a')\nif __name__ == '__main__':\n for m in c: f(m)",
        "scripts/run_consumer.py",
        ['production python-script <main> scripts.run_consumer: if __name__ == "__main__"'],
    ),
    (
        "from kafka import KafkaConsumer\nif __name__ == '__main__': print(KafkaConsumer('a').topics())",
        "scripts/topics.py",
        ['production python-script <main> scripts.topics (tool): if __name__ == "__main__"'],
    ),
    (
        "import uvicorn\nif __name__ == '__main__': uvicorn.run('app:app', reload=True)",
        "scripts/serve.py",
        ['production python-script <main> scripts.serve (tool): if __name__ == "__main__"'],
    ),
    (
        "class Command(BaseCommand):\n def handle(self): ...",
        "shop/management/commands/sync.py",
        [
            "production python-script Command shop/management/commands/sync (tool): manage.py sync",
            "production python-script Command.handle shop/management/commands/sync (tool): manage.py sync",
        ],
    ),
    (
        "import pytest\n@pytest.fixture\ndef test_image(): ...\ndef test_b(): ...",
        "tests/conftest.py",
        ["test module -: test module", "test fixture test_image: fixture test_image"],
    ),
    (
        "def test_a(): ...\ndef helper(): ...",
        "test_x.py",
        ["test module -: test module", "test test test_a: test test_a"],
    ),
    (
        "@given(st.text())\ndef test_a(x): ...\ndef test_b(benchmark): ...",
        "tests/x.py",
        [
            "test module -: test module",
            "test property test_a: property test_a",
            "test benchmark test_b: benchmark test_b",
        ],
    ),
    (
        "import pytest\n@pytest.fixture\ndef db(): ...",
        "conftest.py",
        ["test module -: test module", "test fixture db: fixture db"],
    ),
    (
        "import unittest\nclass T(unittest.TestCase):\n def setUp(self): ...\n def test_a(self): ...",
        "pkg/checks.py",
        ["test fixture T.setUp: fixture setUp", "test test T.test_a: test test_a"],
    ),
    ("def test_a(): ...", "app/probe.py", []),
    # What a cloud, a scheduler or a dashboard starts.
    (
        "def lambda_handler(event, context): ...\ndef helper(event, context): ...",
        "fn/a.py",
        ["production serverless-function lambda_handler fn.a: function of a cloud, lambda_handler"],
    ),
    (
        "def handler(event, _context): ...",
        "fn/a.py",
        ["production serverless-function handler fn.a: function of a cloud, handler"],
    ),
    ("def handler(request, context): ...\ndef main(event): ...", "fn/a.py", []),
    ("class A:\n def handler(event, context): ...", "fn/a.py", []),
    (
        "import functions_framework\n@functions_framework.http\ndef hello(request): ...",
        "fn/a.py",
        ["production serverless-function hello fn.a: function of a cloud, functions_framework.http"],
    ),
    (
        "import azure.functions as func\napp = func.FunctionApp()",
        "fn/a.py",
        ["production serverless-function - fn.a: Azure Functions application app"],
    ),
    (
        "from airflow import DAG\nwith DAG('d') as dag: f()",
        "dags/d.py",
        ["production scheduled-job - dags.d: Airflow DAG"],
    ),
    ("from airflow import DAG\ndef make(): return DAG('d')", "dags/d.py", []),
    (
        "from airflow.decorators import dag\n@dag(schedule='@daily')\ndef daily(): ...",
        "dags/d.py",
        ["production scheduled-job daily dags.d: Airflow DAG"],
    ),
    (
        "import streamlit as st\nst.title('x')",
        "ui/home.py",
        ["production streamlit-app - ui: Streamlit page"],
    ),
    (
        "import streamlit as st\nst.title('x')",
        "ui/pages/two.py",
        ["production streamlit-app - ui: Streamlit page"],
    ),
    ("import streamlit as st\ndef part(): st.title('x')", "ui/part.py", []),
    # Scripts without a guard.
    (
        "from apscheduler.schedulers.blocking import BlockingScheduler\ns = BlockingScheduler()\ns.start()",
        "jobs.py",
        ["production python-script - jobs: script that runs until it is stopped"],
    ),
    (
        "from kafka import KafkaConsumer\nfor m in KafkaConsumer('a'): f(m)",
        "consume.py",
        ["production python-script - consume: script that runs until it is stopped"],
    ),
    ("from kafka import KafkaConsumer\nc = KafkaConsumer('a')", "consume.py", []),
    ("def work(): ...\nwork()", "run.py", ["production python-script - run: script without a guard"]),
    ("def work(): ...\nx = work()", "run.py", []),
    ("def name(i): ...\nnames = []\nfor i in range(3):\n  names.append(name(i))", "columns.py", []),
    (
        "def work(i): ...\nfor i in range(3):\n  if i:\n    work(i)",
        "run.py",
        ["production python-script - run: script without a guard"],
    ),
    ("import other\nother.work()", "run.py", []),
    ("def work(): ...\nwork()", "app/__init__.py", []),
    ("def version(): ...\nsetup(version=version())", "setup.py", []),
    ("import uvicorn\ndef run(): uvicorn.run('a:b')", "serve.py", []),
    (
        "if __name__ == '__main__': f()",
        "app/tests_pre_start.py",
        ['production python-script <main> app.tests_pre_start (tool): if __name__ == "__main__"'],
    ),
]


@pytest.mark.parametrize(("source", "path", "roots"), ROOTS)
def test_roots(source: str, path: str, roots: list[str]) -> None:
    assert facts(source, path).roots() == roots
