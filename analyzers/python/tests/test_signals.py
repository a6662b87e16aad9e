"""Signals: secrets, swallowed errors, retries, constant handlers, handlers that only exit."""

from __future__ import annotations

import json

import pytest
from rendering import facts

SECRETS = [
    ("PASSWORD = 'hunter22'", "PASSWORD", False),
    ("SECRET_KEY = 'A long text, and marks!!@##$!'", "SECRET_KEY", False),
    ("class C:\n api_key = 'sk-81273981'", "api_key", False),
    ("def f(self):\n self.token = 'a81b72c9'", "token", False),
    ("class C:\n def f(self):\n  self.token = 'a81b72c9'", "token", False),
    ("connect(password='s3cr3t-pw')", "password", False),
    ("app.config['SECRET_KEY'] = 'k92jf8s7'", "SECRET_KEY", False),
    ("D = {'db_password': 'p4ssw0rd9'}", "db_password", False),
    ("def f():\n d = {'db_password': 'p4ssw0rd9'}", "db_password", False),
    ("import os\nx = os.getenv('DB_PASSWORD', 'p4ssw0rd9')", "DB_PASSWORD", False),
    ("def f(secret='k92jf8s7'): ...", "secret", False),
    ("import os\nx = os.getenv('SECRET_KEY', 'INSECURE_KEY')", "SECRET_KEY", True),
    ("DB_PASSWORD = 'postgres'", "DB_PASSWORD", False),
    ("ACCESS_TOKEN = 'access_denied'", "ACCESS_TOKEN", True),
    ("TOKEN = 'changeme'", "TOKEN", True),
    ("TOKEN = 'your-token-here'", "TOKEN", True),
    ("TOKEN = '<insert-here>'", "TOKEN", True),
    ("PASSWORD = '${DB_PASSWORD}'", "PASSWORD", True),
    ("SECRET_KEY = 'test-secret-1'", "SECRET_KEY", True),
    ("password = 'password'", "password", True),
]


@pytest.mark.parametrize(("source", "name", "placeholder"), SECRETS)
def test_secret(source: str, name: str, placeholder: bool) -> None:
    signals = [each for each in facts(source).message["signals"] if each["kind"] == "secret.literal"]
    assert [(each["attributes"]["name"], each["attributes"]["placeholder"]) for each in signals] == [
        (name, placeholder)
    ]


@pytest.mark.parametrize(
    "source",
    [
        "TOKEN_URL = 'abcdef123456'",
        "password_field = 'abcdef123456'",
        "SECRET_NAME = 'abcdef123456'",
        "API_KEY_HEADER = 'X-Api-Key-1'",
        "TOKEN = 'a b c d e f'",
        "PASSWORD = 'a password needs one of !@#'",
        "TOKEN = 'abc'",
        "TOKEN = 'SERVICE_TOKEN'",
        "TOKEN = 'app.auth.Token'",
        "SECRET = 'https://vault.example.com/x'",
        "SECRET = '/run/secrets/db'",
        "pad_token = '[PAD]123'",
        "next_token = 'abcdef123456'",
        "monkey = 'abcdef123456'",
        "D = {'reset_password': '1/m/ip,1/m/key'}",
        "parser.add_argument('--password', '--pass')",
    ],
)
def test_no_secret(source: str) -> None:
    assert "signals" not in facts(source).message


def test_a_secret_is_shown_nowhere() -> None:
    source = """
    connect("hunter22-zz")
    url = "x:hunter22-zz@y"
    PASSWORD = "hunter22-zz"
    d = {"password": "hunter22-zz", "hunter22-zz": 1}
    connect(PASSWORD, ["hunter22-zz"], key="hunter22-zz")
    KEY = '''-----BEGIN RSA PRIVATE KEY-----
    MIIEpAIBAAKCAQEA'''
    """
    message = json.dumps(facts(source).message, ensure_ascii=False)
    assert "hunter22" not in message
    assert "MIIE" not in message
    assert "hu…11" in message


def test_a_common_word_is_hidden_only_where_it_is_a_secret() -> None:
    found = facts("connect('postgres', password='postgres')\n")
    assert found.references() == ["- call connect(0='postgres', password='po…8')"]
    found = facts("env.str('DB_PASSWORD', default='postgres')\nenv('DB_PASSWORD', 'postgres')\n")
    assert found.references() == [
        "- call env.str(0='DB_PASSWORD', default='po…8')",
        "- call env(0='DB_PASSWORD', 1='po…8')",
    ]


SIGNALS = [
    ("try:\n f()\nexcept Exception:\n pass", "error.swallowed - {'exception': 'Exception', 'broad': True}"),
    ("try:\n f()\nexcept:\n pass", "error.swallowed - {'exception': '', 'broad': True}"),
    (
        "def g():\n try:\n  f()\n except KeyError:\n  return None",
        "error.swallowed g {'exception': 'KeyError', 'broad': False}",
    ),
    (
        "from contextlib import suppress\nwith suppress(Exception): f()",
        "error.swallowed - {'exception': 'Exception', 'broad': True}",
    ),
    ("while True:\n try:\n  f()\n except Exception as e:\n  log(e)", "panic.contained - {'around': 'loop'}"),
    (
        "def handle(request):\n try:\n  return f()\n except Exception as e:\n  return fail(e)",
        "panic.contained handle {'around': 'handler'}",
    ),
    (
        "def g():\n for n in range(3):\n  try:\n   return f()\n  except E:\n   time.sleep(2 ** n)",
        "retry.loop g {'backoff': 'growing', 'jitter': False}",
    ),
    (
        "def g():\n while True:\n  try:\n   f()\n   break\n  except E: log()\n  sleep(1 + random.random())",
        "retry.loop g {'backoff': 'fixed', 'jitter': True}",
    ),
    (
        "async def g(d):\n while 1:\n  try: return await f()\n  except E:\n   await sleep(d)\n   d = d * 2",
        "retry.loop g {'backoff': 'growing', 'jitter': False}",
    ),
    (
        "def g(d):\n while True:\n  try:\n   d *= 2\n   f()\n   d = 1\n  except E:\n   sleep(d)",
        "retry.loop g {'backoff': 'growing', 'jitter': False}",
    ),
    ("@app.get('/healthz')\ndef h():\n return {'a': 1}", "handler.constant h {'status': 200}"),
    ("def h(request):\n return HttpResponse('x', status=204)", "handler.constant h {'status': 204}"),
    ("@bp.route('/x')\ndef h():\n return 'no', 503", "handler.constant h {'status': 503}"),
    (
        "import signal, sys\ndef s(n, f): sys.exit(0)\nsignal.signal(signal.SIGTERM, s)",
        "signal.exit-only s {}",
    ),
    ("import signal, os\nsignal.signal(signal.SIGINT, lambda *a: os._exit(1))", "signal.exit-only - {}"),
    (
        "TOKEN = os.getenv('TOKEN')\ndef f(given):\n if not TOKEN: return\n if given != TOKEN: raise E(401)",
        "authentication.optional f {'name': 'TOKEN'}",
    ),
    (
        "def f(call):\n key = os.getenv('SHOP_PASS', '')\n"
        " if not key or call.key == key: return call_next(call)\n"
        " else: return make_response('no', 401)",
        "authentication.optional f {'name': 'SHOP_PASS'}",
    ),
    (
        "def f(r):\n if API_TOKEN:\n  t = r.headers.get('x')\n  if t != API_TOKEN: raise HTTPException(401)",
        "authentication.optional f {'name': 'API_TOKEN'}",
    ),
    (
        "def f(given):\n if settings.api_key and given != settings.api_key: raise HTTPException(403)",
        "authentication.optional f {'name': 'api_key'}",
    ),
    (
        "async def f(r, call_next):\n k = os.getenv('API_KEY')\n if k is None: return await call_next(r)\n"
        " if not compare_digest(k, r.headers['x']): return Response(status_code=401)\n"
        " return await call_next(r)",
        "authentication.optional f {'name': 'API_KEY'}",
    ),
    (
        "class A:\n def allowed(self, given):\n  if self.password is None: return True\n"
        "  return given == self.password",
        "authentication.optional A.allowed {'name': 'password'}",
    ),
]


@pytest.mark.parametrize(("source", "signal"), SIGNALS)
def test_signal(source: str, signal: str) -> None:
    assert signal in facts(source).signals()


@pytest.mark.parametrize(
    "source",
    [
        "try:\n import a\nexcept ImportError:\n pass",
        "try:\n f()\nexcept Exception:\n log()",
        "while True:\n try:\n  f()\n except Exception:\n  log()\n  raise",
        "while True:\n f()\n time.sleep(1)",
        "for x in y:\n try:\n  f()\n  time.sleep(1)\n except E:\n  log()",
        "@app.get('/readyz')\ndef h():\n ping()\n return {'a': 1}",
        "@app.get('/readyz')\ndef h(db=Depends(open_db)):\n return {'a': 1}",
        "@app.get('/readyz')\ndef h():\n return ({}, 200) if ready else ({}, 503)",
        "@app.get('/readyz')\ndef h():\n if x: return 'a', 503\n return 'b', 200",
        "@app.get('/readyz')\ndef h():\n return JSONResponse({}, status_code=200 if ok else 503)",
        "def h(self):\n return 1",
        "import signal\ndef s(n, f): server.stop()\nsignal.signal(signal.SIGTERM, s)",
        "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)",
        # A check that refuses without a secret, one of what the request holds, one that has another way out.
        "def f(given):\n if not API_TOKEN: raise E(500)\n if given != API_TOKEN: raise E(401)",
        "def f(token):\n if not token: return None\n if token != find(): raise E(401)",
        "def f(u, given):\n if not u.password: return None\n if given != u.password: raise E(401)",
        "def f(given):\n if not API_TOKEN: return False\n return given == API_TOKEN",
        "class A:\n def f(self, given):\n  if self.password is None: return\n  return given == self.password",
        "def f(r):\n if API_TOKEN and r.token == API_TOKEN: return A\n raise E(401)",
        "def f(r):\n if API_TOKEN:\n  if r.t != API_TOKEN: raise E(401)\n  return\n raise E(401)",
        "def f():\n if not API_TOKEN: return\n send(API_TOKEN)",
        # What a parser reads.
        "class P:\n def f(self, k):\n  if not self.tokens: return None\n  if self.tokens != k: raise E()",
        "class P:\n def f(self, k):\n  if not self.next_token: return\n  if self.next_token != k: raise E()",
    ],
)
def test_no_signal(source: str) -> None:
    kinds = {signal["kind"] for signal in facts(source).message.get("signals", [])}
    assert kinds <= {"panic.contained"} if source.startswith("for x in y") else not kinds


OLD_ROWS = [
    ("Row.objects.filter(created__lt=limit).delete()", 1),
    ("self.rows.filter(ends_at__lte=limit).exclude(kept=True).delete()", 1),
    ("session.query(Row).filter(Row.created_at < limit).delete()", 1),
    ("session.execute(delete(Row).where(Row.expires <= limit))", 1),
    ("Row.objects.filter(name='a').delete()", 0),
    ("Row.objects.filter(amount__lt=limit).delete()", 0),
    ("Row.objects.filter(created__gt=limit).delete()", 0),
    ("Row.objects.filter(created__lt=limit).count()", 0),
    ("client.delete('/rows')", 0),
]


@pytest.mark.parametrize(("line", "count"), OLD_ROWS)
def test_deletes_what_is_old(line: str, count: int) -> None:
    signals = facts(f"def clean():\n    {line}\n").message.get("signals", [])
    assert [each["kind"] for each in signals] == ["data-retention.enforce"] * count


ISSUED_KEYS = [
    (
        "class Account(Model):\n api_key = CharField()\n def new(self): self.api_key = token_urlsafe(9)",
        1,
    ),
    ("class ApiToken(Model):\n    key = CharField()\n    def new(self): self.key = os.urandom(9)", 1),
    (
        "class ApiToken(Model):\n    key = CharField()\n    expires = DateField()\n"
        "    def new(self): self.key = os.urandom(9)",
        0,
    ),
    ("class Bank(Model):\n    api_key = CharField()", 0),
    ("class Account:\n    api_key = None\n    def new(self): self.api_key = token_urlsafe(9)", 0),
]


@pytest.mark.parametrize(("source", "count"), ISSUED_KEYS)
def test_keys_for_ever(source: str, count: int) -> None:
    signals = [
        each for each in facts(source).message.get("signals", []) if each["kind"] == "token-lifetime.endless"
    ]
    assert len(signals) == count


SETTINGS = [
    ("class S(BaseSettings):\n    bank_key: str", ["BANK_KEY"]),
    (
        "class S(BaseSettings):\n model_config = SettingsConfigDict(env_prefix='SHOP_')\n port: int = 80",
        ["SHOP_PORT"],
    ),
    (
        "class S(BaseSettings):\n    class Config:\n        env_prefix = 'SHOP_'\n    port: int = 80",
        ["SHOP_PORT"],
    ),
    ("class S(BaseSettings):\n    port: int = Field(80, validation_alias='LISTEN')", ["LISTEN"]),
    ("class S(BaseSettings):\n    _own: int = 80\n    kind: ClassVar[int] = 1", []),
]


@pytest.mark.parametrize(("source", "names"), SETTINGS)
def test_settings_read_variables(source: str, names: list[str]) -> None:
    found = facts(f"from pydantic_settings import BaseSettings\n{source}")
    reads = [each for each in found.message["references"] if each["kind"] == "read"]
    assert [found.message["refs"][each["to"]]["environment"] for each in reads] == names


EMPTY_RESULTS = [
    ("def f():\n try: return load()\n except OSError: return []", 1),
    ("def f():\n try: rates = load()\n except OSError: rates = {}", 1),
    ("def f():\n try: return load()\n except OSError: return None", 0),
    ("def f():\n try: return load()\n except OSError: raise", 0),
]


@pytest.mark.parametrize(("source", "count"), EMPTY_RESULTS)
def test_goes_on_with_an_empty_result(source: str, count: int) -> None:
    signals = [each for each in facts(source).message.get("signals", []) if each["kind"] == "fallback.empty"]
    assert len(signals) == count


POLICIES = [
    ("def photo(request):\n r = Response()\n r['Content-Security-Policy'] = 'sandbox'\n return r", 1),
    ("def harden(request, response):\n response['Content-Security-Policy'] = 'sandbox'", 0),
    (
        "class M:\n def __call__(self, request):\n  r = f(request)\n  r['Content-Security-Policy'] = 'x'",
        0,
    ),
    ("def photo(request):\n r = Response()\n r['Content-Type'] = 'text/html'\n return r", 0),
]


@pytest.mark.parametrize(("source", "count"), POLICIES)
def test_policies_of_single_views(source: str, count: int) -> None:
    kinds = [each["kind"] for each in facts(source).message.get("signals", [])]
    assert kinds.count("content-security-policy.view") == count


def test_a_text_that_is_filled_in() -> None:
    found = facts("def f(p):\n add('/{}/{n}'.format(p, n=1), f)")
    assert "f call add(0='/{}/{}', 1=f)" in found.text()


BRIEF = [
    ("def f(xs):\n with ThreadPoolExecutor(4) as pool:\n  return list(pool.map(g, xs))", True),
    ("def f():\n return ThreadPoolExecutor(1).submit(g).result()", True),
    ("with ThreadPoolExecutor(4) as pool:\n pool.submit(g)", False),
    ("pool = ThreadPoolExecutor(4)", False),
    ("def f(q):\n with ThreadPoolExecutor(4) as pool:\n  while True:\n   pool.submit(g, q.get())", False),
    ("def f():\n with ThreadPoolExecutor(4) as pool:\n  yield pool", False),
]


@pytest.mark.parametrize(("source", "expected"), BRIEF)
def test_pool_of_one_call(source: str, expected: bool) -> None:
    references = facts("from concurrent.futures import ThreadPoolExecutor\n" + source).message["references"]
    told = [each for each in references if "lasts" in json.dumps(each)]
    assert len(told) == expected
