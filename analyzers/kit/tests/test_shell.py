import time

import pytest

from gapmatrix_kit.shell import Command, parse


def commands(text: str) -> list[Command]:
    return parse(text).commands


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("pytest -q", [["pytest", "-q"]]),
        ("A=1 B='x y' make lint", [["make", "lint"]]),
        (
            "docker build -t \"acme/shop:${TAG}\" -f 'Dockerfile' .",
            [["docker", "build", "-t", "acme/shop:${TAG}", "-f", "Dockerfile", "."]],
        ),
        ("make \\\n  lint", [["make", "lint"]]),
        ("a | b && c; d & e", [["a"], ["b"], ["c"], ["d"], ["e"]]),
        ("cat <<EOF\nmake nothing\nEOF\nmake all", [["cat"], ["make", "all"]]),
        ("# make nothing", []),
        ("echo 'make nothing'", [["echo", "make nothing"]]),
        ("x=$(git describe)", [["git", "describe"]]),
        ('APP=${SHOP_APP:-shop.main:app}\nexec uvicorn "$APP"', [["exec", "uvicorn", "shop.main:app"]]),
        ("N=4\nif x; then N=1; fi\nrun $N", [["x"], ["run", "$N"]]),
        ("N=$(nproc)\nrun $N ${M:-2} $K", [["nproc"], ["run", "$N", "2", "$K"]]),
        ("", []),
    ],
)
def test_words(text: str, words: list[list[str]]) -> None:
    assert [each.words for each in commands(text)] == words


@pytest.mark.parametrize(
    ("text", "ignored"),
    [
        ("pytest", False),
        ("pytest || true", True),
        ("pytest || :", True),
        ("pytest || echo failed", True),
        ("pytest || exit 1", False),
        ("pytest || make clean", False),
        ("set +e\npytest", True),
        ("set +e; set -e; pytest", False),
        ("bash -c 'pytest || true'", True),
    ],
)
def test_ignored_failures(text: str, ignored: bool) -> None:
    assert [each.is_ignored for each in commands(text) if each.words == ["pytest"]] == [ignored]


@pytest.mark.parametrize(
    ("text", "directory"),
    [
        ("make", ""),
        ("cd api\nmake", "api"),
        ("cd api && cd ../web && make", "web"),
        ("(cd api && ls)\nmake", ""),
        ("cd ../.. && make", None),
        ("cd $HOME; make", None),
        ("cd /srv; make", None),
        ("cd api; sh -c 'cd sub; make'", "api/sub"),
    ],
)
def test_directories(text: str, directory: str | None) -> None:
    assert [each.directory for each in commands(text) if each.words == ["make"]] == [directory]


def test_functions_conditions_traps_and_errors() -> None:
    script = parse(
        "set -euo pipefail\ntrap stop TERM SIGINT\nstop() {\n  kill 1\n}\nif x; then y; fi\n", first_line=10
    )
    assert script.stops_on_error
    assert script.traps == {"TERM": 11, "INT": 11}
    assert script.functions == {"stop": (12, 14)}
    assert [(c.words, c.line, c.function, c.is_conditional) for c in script.commands[2:]] == [
        (["kill", "1"], 13, "stop", False),
        (["x"], 15, None, True),
        (["y"], 15, None, True),
    ]
    assert not script.has_errors
    broken = parse("if then (((\nmake\n")
    assert broken.has_errors


def test_what_runs_in_the_background() -> None:
    script = parse("a & b\n{ c & }\nwhile x; do d & done\nif y; then e & fi\nf &\ng\n")
    assert [each.words[0] for each in script.commands if each.is_background] == ["a", "c", "d", "e", "f"]


@pytest.mark.parametrize(
    "part", ["a | ", "a |\n", "a & ", "a && ", "a || ", "a; ", "f() { a; }\n", "a $(b) "]
)
def test_long_lines_take_little_time(part: str) -> None:
    start = time.process_time()
    parse(part * 20_000)
    assert time.process_time() - start < 5


def test_hostile_input_is_bounded() -> None:
    assert len(commands("a\n" * 20_000)) == 5_000
    parse("(" * 50_000)
    parse("bash -c '" * 1_000)
    parse("\x00\ufffd" * 1_000)


@pytest.mark.parametrize(
    ("text", "directories"),
    [
        ('for s in "cart" mail; do\n  pushd src/$s\n  go test\n  popd\ndone', ["src/cart", "src/mail"]),
        ("for s in cart mail; do (cd ${s} && go test); done", ["cart", "mail"]),
        ("for s in */; do (cd $s && go test); done", [None]),
        ("for s in cart mail; do go test; done", [""]),
        ("for s in cart; do cd $s; done; go test", ["cart"]),
    ],
)
def test_loops_over_words(text: str, directories: list[str | None]) -> None:
    assert [each.directory for each in commands(text) if each.words[0] == "go"] == directories


def test_rounds_of_loops_are_bounded() -> None:
    text = "".join(f"for v{n} in a b c d; do x $v{n}; " for n in range(40)) + "done; " * 40
    start = time.process_time()
    commands(text)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("serve & wait", [True, False]),
        ("serve -v 2>&1\nwait", [False, False]),
        ("serve &>log\nwait", [False, False]),
        ("build && serve", [False, False]),
    ],
)
def test_ampersands_that_are_none(text: str, expected: list[bool]) -> None:
    assert [each.is_background for each in parse(text).commands] == expected


def test_substitutions_run_whatever_quotes_they_stand_in() -> None:
    found = commands('echo "$(git describe)" `hostname` <(sort a) plain')
    assert [each.words[0] for each in found[:1]] == ["echo"]
    assert {each.words[0] for each in found[1:]} == {"git", "hostname", "sort"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("go list ./... | xargs go test -race", ["go", "test", "-race", "./..."]),
        ("go list ./a/... ./b | xargs -n1 go test", ["go", "test", "./a/...", "./b"]),
        (
            "go list ./... | xargs -n 1 -I {} sh -c 'go test -v {} && tail c >> d'",
            ["go", "test", "-v", "./..."],
        ),
        ("git ls-files '*.sh' | xargs -r -P4 shellcheck", ["shellcheck"]),
        ("find . | xargs -I% cp % /tmp", ["cp", "%", "/tmp"]),
    ],
)
def test_what_xargs_runs(text: str, words: list[str]) -> None:
    assert words in [each.words for each in parse(text).commands]


def test_xargs_of_nothing() -> None:
    assert [each.words[0] for each in parse("ls | xargs").commands] == ["ls", "xargs"]
