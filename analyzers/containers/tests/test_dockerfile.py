from __future__ import annotations

import time

import pytest
from helpers import commands, facts, signals

GO = "FROM golang:1.24 AS b\nWORKDIR /src\nCOPY . .\nRUN {run}\nFROM scratch\nCOPY --from=b {built} /app\n"


@pytest.mark.parametrize(
    ("run", "built", "package"),
    [
        ("go build -o /out/app ./cmd/api", "/out/app", "./cmd/api"),
        ("CGO_ENABLED=0 go build -ldflags '-s -w' -o app ./cmd/api/main.go", "/src/app", "./cmd/api"),
        ("cd cmd/api && go build -o /out/api .", "/out/api", "./cmd/api"),
        ("cd /src/cmd/api && go build -o /out/api .", "/out/api", "./cmd/api"),
        ("go build -o bin/ ./cmd/...", "/src/bin/api", "./cmd/api"),
        ("go build ./cmd/api", "/src/api", "./cmd/api"),
        ("go install ./cmd/api", "/go/bin/api", "./cmd/api"),
        ("go build -o a ./cmd/api \\\n  # why\n && mv a /out", "/out", "./cmd/api"),
        ("--mount=type=cache,target=/x \\\n  go build -o /o ./cmd/api", "/o", "./cmd/api"),
        ("<<EOF\ngo build -o /o ./cmd/api\nEOF", "/o", "./cmd/api"),
        ("go build -o /o example.com/shop/cmd/api", "/o", "example.com/shop/cmd/api"),
        ("go build -o bin/ example.com/shop/cmd/api", "/src/bin/api", "example.com/shop/cmd/api"),
        ("go install example.com/shop/cmd/api", "/go/bin/api", "example.com/shop/cmd/api"),
        ("go build -o app ./cmd/api\nWORKDIR /dist\nRUN cp /src/app .", "/dist/app", "./cmd/api"),
        ("go build -o app ./cmd/api && mkdir /d\nWORKDIR /d\nRUN cp /src/app /d", "/d/app", "./cmd/api"),
    ],
)
def test_go_binary(run: str, built: str, package: str) -> None:
    text = GO.format(run=run, built=built) + 'ENTRYPOINT ["/app", "-v"]\n'
    assert commands("Dockerfile", text) == [(f"go run {package} -v", "")]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ('WORKDIR /app\nCOPY . .\nCMD ["uvicorn", "app.main:app"]', [("uvicorn app.main:app", "")]),
        ('WORKDIR /app\nCOPY src/ ./\nCMD ["python", "-m", "shop"]', [("python -m shop", "src")]),
        ("WORKDIR /srv\nCOPY api/shop /srv/shop\nCMD python -m shop", [("python -m shop", "api")]),
        ('WORKDIR /app\nCOPY . .\nCMD ["python", "/app/run.py"]', [("python ./run.py", "")]),
        (
            'COPY docker/run.sh /run.sh\nWORKDIR /app\nCOPY . .\nENTRYPOINT ["/run.sh"]\nCMD ["celery"]',
            [("./docker/run.sh celery", ""), ("celery", "")],
        ),
        ('COPY . /app\nWORKDIR /app\nENTRYPOINT ["tini", "--", "./run.sh"]', [("tini -- ./run.sh", "")]),
        (
            'WORKDIR /app\nCOPY . .\nCMD ["sh", "-c", "alembic upgrade head && exec uvicorn app:app"]',
            [("alembic upgrade head", ""), ("exec uvicorn app:app", "")],
        ),
        (
            "ENV M=shop.web\nCOPY . /\nCMD gunicorn ${M}:app -b :$PORT",
            [("gunicorn shop.web:app -b :$PORT", "")],
        ),
        ('COPY . /\nCMD ["a"]\nENTRYPOINT python x.py', [("python x.py", "")]),
        ('COPY a.py b.py /srv/\nWORKDIR /srv\nCMD ["python", "b.py"]', [("python b.py", "")]),
        (
            'WORKDIR /app\nCOPY scripts/ ./scripts/\nCOPY setup.cfg LICENSE ./\nCMD ["/app/scripts/run.sh"]',
            [("./scripts/run.sh", "")],
        ),
        ('COPY *.py /srv/\nCMD ["python", "/srv/b.py"]', [("python ./b.py", "")]),
        (
            'WORKDIR /app\nCOPY shop/ shop/\nCOPY run shop.env* ./\nCMD ["/bin/sh", "-c", "./run"]',
            [("./run", "")],
        ),
    ],
)
def test_entry_point(lines: str, expected: list[tuple[str, str]]) -> None:
    assert commands("Dockerfile", f"FROM python:3.12\n{lines}\n") == expected


@pytest.mark.parametrize(
    ("entry", "package"),
    [
        ('CompileDaemon --build="go build -o main cmd/api/main.go" --command=./main', "./cmd/api"),
        ('CompileDaemon -build="go build -o /tmp/a ./cmd/api" -command="/tmp/a"', "./cmd/api"),
        ('["CompileDaemon", "-command", "./app"]', "./"),
    ],
)
def test_what_a_development_server_rebuilds(entry: str, package: str) -> None:
    text = f"FROM golang\nWORKDIR /app\nCOPY . /app\nENTRYPOINT {entry}\n"
    assert commands("Dockerfile", text)[0] == (f"go run {package}", "")


def test_stage_goes_on() -> None:
    text = (
        "ARG V=3.12\nFROM python:$V AS base\nWORKDIR /app\nUSER app\n"
        'FROM base\nCOPY . .\nCMD ["python", "-m", "x"]\n'
    )
    assert commands("Dockerfile", text) == [("python -m x", "")]
    assert ("image.non-root", {"user": "app"}) in signals("Dockerfile", text)
    # Once for the image, once for the one that stops at `base`.
    assert (
        signals("Dockerfile", text, "container.image")
        == [("container.image", {"image": "python:3.12", "pin": "tag"})] * 2
    )


@pytest.mark.parametrize(
    ("path", "copy", "directories"),
    [
        ("Dockerfile", ".", [""]),
        ("api/Dockerfile", ".", ["api", ""]),
        ("services/api/Dockerfile", "services/api", ["services/api"]),
        ("services/api/Dockerfile", "api/", ["services/api"]),
        ("docker/Dockerfile", ".", ["", "docker"]),
        ("api/docker/Dockerfile", ".", ["api", "api/docker", ""]),
    ],
)
def test_context(path: str, copy: str, directories: list[str]) -> None:
    text = f'FROM python:3.12\nWORKDIR /app\nCOPY {copy} .\nCMD ["python", "-m", "x"]\n'
    assert [directory for _, directory in commands(path, text)] == directories


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("USER 1000:1000", "image.non-root"),
        ("USER app", "image.non-root"),
        ("USER app\nUSER root", "image.root"),
        ("USER 0", "image.root"),
        ("USER 0:0", "image.root"),
        ("", "image.root"),
        ("USER $UID", "image.user-variable"),
        ("ARG U=app\nUSER ${U}", "image.non-root"),
        ("USER ${U:-root}", "image.root"),
    ],
)
def test_user(lines: str, expected: str) -> None:
    found = [kind for kind, _ in signals("Dockerfile", f"FROM alpine:3.20\n{lines}\n", "image.")]
    assert found == [expected]


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        ("alpine", "none"),
        ("alpine:latest", "floating"),
        ("postgres:16", "floating"),
        ("postgres:16-alpine3.19", "floating"),
        ("python:3.12-slim", "tag"),
        ("python:3.12.1", "tag"),
        ("debian:bookworm-slim", "floating"),
        ("debian:bookworm-20240110-slim", "tag"),
        ("ubuntu:24.04", "tag"),
        ("minio/minio:RELEASE.2024-01-01T16-36-33Z", "tag"),
        ("localhost:5000/shop", "none"),
        ("localhost:5000/shop:v1.2.3", "tag"),
        ("acme/shop:3f2a9bc", "tag"),
        ("acme/shop:feedback", "floating"),
        ("acme/shop@sha256:" + "a" * 64, "digest"),
        ("${REGISTRY}/acme/shop", "none"),
        ("acme/shop:$TAG", None),
        ("$IMAGE", None),
    ],
)
def test_pin(image: str, expected: str | None) -> None:
    found = [
        each["pin"]
        for kind, each in signals("Dockerfile", f"FROM {image}\n", "container.image")
        if kind == "container.image"
    ]
    assert found == ([] if expected is None else [expected])


def test_healthcheck() -> None:
    text = (
        "FROM alpine:3.20\nENV PORT=8080\nHEALTHCHECK CMD curl -f http://localhost:$PORT/health || exit 1\n"
    )
    assert [each["to"] for each in facts("Dockerfile", text)["references"] if each["kind"] == "probe"] == [
        {"route": "/health", "port": 8080}
    ]
    assert signals("Dockerfile", "FROM a:1.2\nHEALTHCHECK NONE\n", "image.h") == [
        ("image.healthcheck-off", {})
    ]


def test_build_commands_have_lines() -> None:
    text = "FROM golang:1.24\nWORKDIR /src\nCOPY . .\nRUN go vet ./... && \\\n # why\n make test || true\n"
    found = facts("Dockerfile", text)
    step = next(each["id"] for each in found["symbols"] if each["kind"] == "step")
    assert [
        (each["to"]["command"][0], each["line"], each.get("context"))
        for each in found["references"]
        if each["from"] == step
    ] == [("go", 4, ["ignored"]), ("make", 6, ["ignored"])]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "# only a comment",
        "RUN before from",
        "{{ template }}",
        "FROM",
        "FROM a\nFROBNICATE x\nCMD",
        "FROM a\nRUN <<EOF\nnever ends",
        "FROM a\nENV A\nUSER x",
        "FROM a\0b\nUSER x\udc80",
        'FROM a\nCOPY --from=9 x y\nCOPY --from=0 / /\nENTRYPOINT ["/x"]',
        'FROM a AS a\nRUN cp x y && cp y x\nENTRYPOINT ["/x"]',
        'FROM a\nRUN cp /a /b; cp /b /a\nENTRYPOINT ["/a"]',
        "# escape=`\nFROM a\nRUN x `\n y\nWORKDIR C:\\\\app\n",
        "FROM a\nHEALTHCHECK CMD\nSHELL []\nENTRYPOINT []\nCMD []\nWORKDIR\nEXPOSE\nVOLUME []\n",
        "FROM a\nRUN \n",
        "FROM a\nRUN []\n",
        'FROM a\nRUN [""]\nENTRYPOINT [""]\nCMD ["", ""]\n',
    ],
)
def test_bad_input_is_read(text: str) -> None:
    facts("Dockerfile", text)


def test_what_stands_before_an_error_is_kept() -> None:
    found = facts("Dockerfile", "FROM alpine:3.20\nUSER app\nENV BROKEN\nUSER root\n")
    assert [each["kind"] for each in found["signals"]] == ["container.image", "image.non-root"]
    assert found["diagnostics"][0]["line"] == 3


CHAIN = "".join(f"FROM scratch AS s{n}\nCOPY --from=s{n - 1} /a /a\n" for n in range(1, 3000))


@pytest.mark.parametrize(
    "text",
    [
        "FROM a\nRUN " + "x" * 1_000_000,
        "FROM a\n" * 15_000,
        "FROM a AS s0\n" + CHAIN + 'CMD ["/a"]',
        "FROM a\nRUN " + "x \\\n" * 150_000,
        "FROM a\nCMD " + "$((" * 20_000,
        "FROM a\n" + "COPY a b\n" * 18_000 + 'CMD ["/q"]',
        "FROM " + "${A:-" * 10_000,
        "FROM a\nENV A=xxxxxxxx\n" + "ENV A=$A$A$A$A$A$A$A$A\n" * 1000,
        "FROM golang\nWORKDIR /a\n" + "RUN go build -o x ./a && cp x y\n" * 4000 + 'CMD ["/a/x"]',
        "FROM a\nWORKDIR /a\n"
        + "".join(f"COPY x{n}.py y{n}.py\n" for n in range(9000))
        + 'CMD ["a", "b", "c"]',
    ],
    ids=["line", "stages", "chain", "continued", "paren", "copies", "nested", "growth", "builds", "files"],
)
def test_large_input_takes_bounded_time(text: str) -> None:
    begin = time.process_time()
    facts("Dockerfile", text)
    assert time.process_time() - begin < 10


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ('CMD ["python", "main.py"]', [("start", "python main.py")]),
        ('ENTRYPOINT ["/entrypoint.sh"]\nCMD ["serve"]', [("start", "/entrypoint.sh")]),
        ("CMD cd x && ./run.sh", []),
        ('HEALTHCHECK CMD ["./check.py"]', [("healthcheck", "./check.py")]),
        (
            "HEALTHCHECK --interval=5s CMD ./check.sh || exit 1",
            [("healthcheck", "./check.sh"), ("healthcheck", "exit 1")],
        ),
        ("HEALTHCHECK NONE", []),
    ],
)
def test_what_an_image_runs_by_its_path(lines: str, expected: list[tuple[str, str]]) -> None:
    found = signals("Dockerfile", f"FROM python:3.12\n{lines}\n", "image.command")
    assert [(each["purpose"], each["words"].replace("\n", " ")) for _, each in found] == expected


def layers(text: str) -> dict[str, str]:
    found = next(each for each in facts("Dockerfile", text)["symbols"] if each["name"] == "layers")
    return {key: str(value) for key, value in found.get("attributes", {}).items()}


@pytest.mark.parametrize(
    ("lines", "made", "loose"),
    [
        ("RUN apt-get update && apt-get install -y gcc && rm -rf /x", [], []),
        ("RUN pip install -r requirements.txt", ["/opt/venv", "/root", "/usr/local"], []),
        ("RUN npm ci", ["/app/node_modules"], []),
        ("RUN npm run build", [], ["/app"]),
        ("RUN ./install.sh", [], ["/"]),
        ("RUN make", [], ["/"]),
        ("RUN curl -o /bin/probe https://x/probe", ["/bin/probe"], []),
        ("RUN wget https://x/tool.sh", ["/app/tool.sh"], []),
        ("RUN tar -xzf x.tgz -C /opt/x", ["/opt/x"], []),
        ("RUN echo hi > main.py", ["/app/main.py"], []),
        ("RUN sh -c 'cp a.sh b.sh'", ["/app/b.sh"], []),
        ("RUN cp $SOURCE $TARGET", ["/"], []),
        ("RUN go build -o /bin/shop ./cmd/shop", ["/bin/shop", "/go"], []),
        ("VOLUME /data", ["/data"], []),
        ("COPY main.py ./", ["/app/main.py"], []),
        ("COPY *.py ./", ["/app"], []),
        ("COPY --from=other /x /srv", ["/srv"], []),
        ("COPY src ./src", [], []),
    ],
)
def test_what_commands_may_have_made(lines: str, made: list[str], loose: list[str]) -> None:
    found = layers(f"FROM python:3.12\nWORKDIR /app\n{lines}\n")
    assert found["known"] == "true"
    assert set(made) <= set(found["made"].split("\n"))
    assert found.get("loose", "").split() == loose


def test_what_commands_of_another_stage_may_have_made() -> None:
    begin = "FROM alpine:3.20 AS b\nWORKDIR /src\nCOPY . .\nRUN {}\n"
    builder = begin + "FROM alpine:3.20\nCOPY --from=b /src /app\n"
    assert layers(builder.format("make"))["loose"] == "/app"
    assert layers(builder.format("npm run build"))["loose"] == "/app"
    assert "/app/run.sh" in layers(builder.format("cp x run.sh"))["made"].split("\n")
    assert "loose" not in layers(builder.format("rm x"))


@pytest.mark.parametrize(
    "text",
    [
        "FROM acme/python:3.12\nCOPY a.py /app/",
        "FROM python:3.12\nARG S\nCOPY $S /app/",
        "FROM python:3.12\nADD https://x/y.sh /app/",
        "FROM postgres:16\nCOPY a.sh /",
    ],
)
def test_images_of_which_not_all_is_known(text: str) -> None:
    assert "known" not in layers(text)


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("FROM python:3.12-slim", "curl wget"),
        ("FROM python:3.12", ""),
        ("FROM alpine:3.20", "curl"),
        ("FROM scratch", "curl wget"),
        ("FROM debian:12-slim\nRUN apt-get update && apt-get install -y curl", "wget"),
        ("FROM debian:12-slim\nRUN apt-get install -y $PACKAGES", ""),
        ("FROM debian:12-slim\nRUN ./setup.sh", ""),
        ("FROM debian:12-slim\nCOPY --from=tools /usr/bin/curl /usr/bin/curl", "wget"),
        ("FROM debian:12-slim\nCOPY --from=tools /usr/bin /usr/bin", ""),
    ],
)
def test_programs_that_a_base_image_lacks(text: str, lacks: str) -> None:
    assert layers(text).get("lacks", "") == lacks


def test_rights_given_up() -> None:
    entry = 'FROM alpine:3.20\nENTRYPOINT ["su-exec", "app", "/app"]\n'
    assert ("image.drop-root", {"name": "su-exec"}) in signals("Dockerfile", entry)
    script = 'FROM alpine:3.20\nRUN apk add su-exec\nCOPY run.sh /\nENTRYPOINT ["/run.sh"]\n'
    assert ("image.drop-root", {"name": "su-exec"}) in signals("Dockerfile", script)
    assert not signals("Dockerfile", 'FROM alpine:3.20\nENTRYPOINT ["/app"]\n', "image.drop-root")


PLAN = """
FROM golang:1.24 AS build
COPY . /src
WORKDIR /src
RUN go build -o /out/worker ./cmd/worker
FROM python:3.12 AS base
WORKDIR /srv
COPY api/ /srv/
COPY docker/start.sh /start.sh
FROM base AS dev
CMD ["python", "debug.py"]
FROM base
COPY --from=build /out/worker /usr/local/bin/worker
ENTRYPOINT ["/start.sh"]
CMD ["python", "app.py"]
"""


def test_what_a_command_of_its_own_needs() -> None:
    found = {each["name"]: each.get("attributes", {}) for each in facts("Dockerfile", PLAN)["symbols"]}
    layers = found["layers"]
    assert layers.pop("known") == "true"
    assert layers.pop("closed") == "true"
    assert layers.pop("brought") == layers["copied"]
    assert layers.pop("copied") == ".\napi\ndocker/start.sh"
    assert "/start.sh" in layers.pop("made").split("\n")
    assert layers == {
        "workdir": "/srv",
        "contexts": "",
        "directory": "api",
        "places": "/srv|repository|api\n/start.sh|repository|docker/start.sh"
        "\n/usr/local/bin/worker|go|cmd/worker",
        "entry": "/start.sh",
        "go": "true",
    }
    assert "entry" not in found["layers dev"]
    assert {"target build", "target base", "target dev"} <= set(found)


def test_stages_are_images_of_their_own() -> None:
    found = facts("Dockerfile", PLAN)
    ids = {each["name"]: each["id"] for each in found["symbols"]}
    runs = [each["to"] for each in found["references"] if each["from"] == ids["target dev"]]
    assert {"command": ["python", "./debug.py"], "directory": "api"} in runs or {
        "command": ["python", "debug.py"],
        "directory": "api",
    } in runs
    assert [each["component"] for each in found["roots"]] == ["Dockerfile"]


@pytest.mark.parametrize(
    ("text", "is_configured"),
    [
        ("FROM postgres:16\nCOPY init.sql /docker-entrypoint-initdb.d/", True),
        ("FROM nginx:1.27", True),
        ("FROM nginx:1.27\nCOPY site/ /usr/share/nginx/html", False),
        ('FROM postgres:16\nCMD ["x"]', False),
        ("FROM python:3.12\nCOPY pip.conf /etc/", False),
        ("FROM node:22 AS b\nRUN make\nFROM nginx:1.27\nCOPY --from=b /out /srv", False),
        ("ARG B\nFROM $B", False),
    ],
)
def test_images_that_are_only_configured(text: str, is_configured: bool) -> None:
    assert bool(signals("Dockerfile", text, "image.configured")) == is_configured


@pytest.mark.parametrize(
    ("text", "serves"),
    [
        ("FROM nginx:1.27\nCOPY site/ /usr/share/nginx/html", True),
        (
            "FROM node:22 AS b\nRUN make\nFROM nginxinc/nginx-unprivileged:1.27\nCOPY --from=b /out /srv\n"
            'CMD ["nginx", "-g", "daemon off;"]',
            True,
        ),
        ("FROM nginx:1.27\nCOPY nginx.conf /etc/nginx/", False),
        ('FROM nginx:1.27\nCOPY start.sh site/ /srv/\nENTRYPOINT ["/srv/start.sh"]', False),
        ('FROM node:22\nCOPY . .\nCMD ["node", "server.js"]', False),
    ],
)
def test_images_that_serve_files(text: str, serves: bool) -> None:
    assert bool(signals("Dockerfile", text, "image.static-site")) == serves


def test_the_files_of_a_package_are_the_package() -> None:
    text = """
FROM golang:1.24 AS build
WORKDIR /src
COPY . .
RUN go build -a -o bin/shop cmd/shop/*
FROM alpine:3.20
WORKDIR /home
COPY --from=build /src/bin/shop .
CMD ["./shop"]
"""
    assert commands("Dockerfile", text) == [("go run ./cmd/shop", "")]


@pytest.mark.parametrize(
    ("source", "images"),
    [("binaries", []), ("busybox:1.36.1", ["busybox:1.36.1"]), ("acme/tools", ["acme/tools"])],
)
def test_a_bare_name_may_be_a_folder_that_the_build_is_given(source: str, images: list[str]) -> None:
    text = f"FROM scratch\nCOPY --from={source} /shop /shop\n"
    assert [each["image"] for _, each in signals("Dockerfile", text, "container.image")] == images


def test_an_instruction_that_nobody_knows_is_told_and_the_rest_is_read() -> None:
    found = facts("Dockerfile", "FROM alpine:3.20\nrun make\nFROBNICATE all\nUSER 1000\nMOON\n")
    assert [(each["line"], each["message"]) for each in found["diagnostics"]] == [
        (3, "FROBNICATE is no instruction: a build stops here")
    ]
    assert "image.non-root" in {each["kind"] for each in found["signals"]}


def test_a_file_named_like_one_is_one_where_it_begins_so() -> None:
    assert facts("DockerfileAlpine", "# a\nARG A=1\nFROM alpine:3.20\n")["symbols"]
    assert facts("DockerfileParser.go", "package x\n// FROM\n") == {}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # Nothing can have put it there, whatever package of the repository has its name.
        ('FROM golang:1.24 AS b\nCOPY . .\nRUN make\nFROM alpine:3.22\nCMD ["/shop"]', []),
        (
            "FROM golang:1.24 AS b\nCOPY . .\nRUN make\n"
            'FROM gcr.io/distroless/static:nonroot\nENTRYPOINT ["/shop"]',
            [],
        ),
        ("FROM alpine:3.22\nWORKDIR /srv\nCOPY web web\nCMD exec ./shop", []),
        (
            'FROM gcr.io/distroless/base:debug\nCMD ["/busybox/tail", "-f", "/dev/null"]',
            ["/busybox/tail -f /dev/null"],
        ),
        # A base of one's own, a folder that is copied, a command, and a package may all have put it there.
        ('FROM example.com/base:1.2\nCMD ["/shop"]', ["/shop"]),
        ('FROM alpine:3.22\nWORKDIR /srv\nCOPY . .\nCMD ["./shop"]', ["./shop"]),
        ('FROM alpine:3.22\nRUN ./install.sh\nCMD ["/shop"]', ["/shop"]),
        ('FROM alpine:3.22\nRUN apk add shop\nCMD ["/usr/bin/shop"]', ["/usr/bin/shop"]),
    ],
)
def test_what_nothing_put_there_runs_nothing(lines: str, expected: list[str]) -> None:
    assert [words for words, _ in commands("Dockerfile", lines)] == expected


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        (
            'echo "#!/bin/sh" >> /run.sh && echo "exec /opt/${N}/bin/${N} foreground" >> /run.sh',
            ["exec /opt/${N}/bin/${N} foreground"],
        ),
        ("printf '#!/bin/sh\\npython -m shop\\n' > /run.sh", ["python -m shop"]),
        # A script that runs itself ends there.
        ('echo "/run.sh" > /run.sh', ["/run.sh"]),
        ('echo "python -m other" > /other.sh', []),
    ],
)
def test_a_script_that_the_build_writes(run: str, expected: list[str]) -> None:
    found = commands("Dockerfile", f'FROM alpine:3.22\nARG N\nRUN {run}\nCMD ["/run.sh"]')
    assert [words for words, _ in found] == expected


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ("useradd --uid ${U} ${N}", ("image.non-root", {"user": "${N}"})),
        ("useradd --uid 0 -o ${N}", ("image.user-variable", {"user": "${N}"})),
        ("useradd other", ("image.user-variable", {"user": "${N}"})),
    ],
)
def test_a_user_that_a_variable_names(made: str, expected: tuple[str, dict[str, str]]) -> None:
    text = f"FROM alpine:3.22\nARG N\nARG U\nRUN {made}\nUSER ${{N}}\n"
    found = signals("Dockerfile", text, "image.")
    assert [each for each in found if each[0] != "image.user-created"] == [expected]


def test_an_image_that_only_a_variable_names() -> None:
    assert signals("Dockerfile", "ARG V\nFROM shop:${V}\n", "container.") == [
        ("container.image-variable", {"image": "shop:${V}"})
    ]


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("FROM scratch\nCOPY manifests /manifests/\n", False),
        ("FROM golang:1.24 AS b\nRUN go build -o /x .\nFROM scratch AS export\nCOPY --from=b /x /\n", False),
        ('FROM scratch\nCOPY shop /\nENTRYPOINT ["/shop"]\n', True),
        ('FROM scratch\nCOPY shop /\nCMD ["/shop"]\n', True),
        # What its base runs is not told here.
        ("FROM alpine:3.22\nCOPY manifests /manifests/\n", True),
        ('FROM scratch AS a\nCMD ["/shop"]\nFROM a\nCOPY shop /\n', True),
    ],
)
def test_an_image_of_files_alone_starts_nothing(text: str, starts: bool) -> None:
    assert bool(facts("Dockerfile", text).get("roots")) is starts


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("COPY . /app", {"brought": ".", "installed": ""}),
        (
            "COPY requirements.txt .\nRUN pip install -r requirements.txt",
            {"brought": "requirements.txt", "installed": "*"},
        ),
        ("RUN pip install Shop_API[all]==1.2 ./local", {"brought": "", "installed": "any shop-api"}),
        ("COPY src/*/x.py conf/ ./", {"brought": "conf\nsrc", "installed": ""}),
        (
            "RUN --mount=type=cache,target=/c --mount=type=cache,target=/d pip install .",
            {"brought": "", "installed": ""},
        ),
        (
            "COPY --from=ghcr.io/astral-sh/uv:0.4 /uv /bin/\nRUN python -m venv /v",
            {"brought": "", "installed": ""},
        ),
        # Whatever may bring code besides leaves it open.
        ("RUN --mount=type=bind,target=/src --mount=type=cache,target=/c pip install /src", None),
        ("RUN git clone https://example.org/shop", None),
        ("RUN pip install git+https://example.org/shop", None),
        ("RUN go install example.org/shop@v1.2.3", None),
        ("RUN ./fetch.sh", None),
        ("RUN <<EOF\nls\nEOF", None),
        ("COPY --from=shop/base /app /app", None),
        ("COPY $SOURCE /app", None),
        ("ADD https://example.org/shop.tar.gz /app", None),
    ],
)
def test_all_that_is_brought_of_the_repository(lines: str, expected: dict[str, str] | None) -> None:
    found = layers(f"FROM python:3.12\nWORKDIR /app\n{lines}\n")
    assert (found.get("closed") == "true") == (expected is not None)
    if expected is not None:
        assert {name: found.get(name, "") for name in expected} == expected


def test_what_other_stages_bring() -> None:
    built = "FROM golang:1.22 AS build\nCOPY cmd ./cmd\nRUN go build -o /shop ./cmd/shop\n"
    text = built + "FROM alpine:3.20\n{}\nCMD /shop\n"
    assert layers(text.format("COPY --from=build /shop /shop"))["brought"] == "cmd"
    assert "brought" not in layers(text.format("RUN apk add tini"))
    assert "closed" not in layers("FROM company/base\nCOPY . .\n")
    assert "closed" not in layers("FROM python:3-onbuild\nCOPY . .\n")
