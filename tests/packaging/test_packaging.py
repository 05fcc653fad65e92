"""Dockerfile, fly.toml and docs/deploying.md say the same, and what they say of the code is so."""

import ast
import configparser
import json
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.configuration import WEB_PORT, BotConfiguration
from sync.postgres.session import connect
from tests.packaging.container import BASE, CHECKOUT
from tests.packaging.dockerfile import read_dockerfile
from tests.support.servers import Databases

DOCKERFILE = CHECKOUT / "Dockerfile"
STAGES = read_dockerfile(DOCKERFILE)
IMAGE = STAGES[-1]
VARIABLES = IMAGE.environment(BASE)
FLY: dict[str, Any] = tomllib.loads((CHECKOUT / "fly.toml").read_text())
PAGE = (CHECKOUT / "docs/deploying.md").read_text()
SOURCES = tuple(path for package in ("bot", "sync") for path in (CHECKOUT / package).rglob("*.py"))

# Set by no person: a process of ours says it to another one, or a terminal says what it is.
NOT_FOR_PEOPLE = {"SCHEMABOT_KEEPER_UID", "SCHEMABOT_KEEPER_GID", "TERM"}
SECRET = re.compile(r"(SLACK|GITHUB|SCHEMABOT)_\w*(TOKEN|SECRET)\Z")


def test_hadolint_finds_nothing_in_the_dockerfile() -> None:
    program = Path(sys.executable).with_name("hadolint")
    found = subprocess.run([program, DOCKERFILE], capture_output=True, text=True, check=False)

    assert (found.returncode, found.stdout, found.stderr) == (0, "", "")


def test_the_image_runs_as_an_account_that_is_not_root_and_builds_nothing() -> None:
    names = [one.name for one in IMAGE.instructions]

    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", IMAGE.last("USER"))
    assert "pip" not in " ".join(one.value for one in IMAGE.instructions if one.name == "RUN")
    assert names.index("RUN") < names.index("USER") < names.index("VOLUME")
    assert {stage.base for stage in STAGES} == {IMAGE.base}


def test_all_that_is_installed_is_pinned() -> None:
    pinned = {_name(line.partition("==")[0]) for line in (CHECKOUT / "constraints.txt").read_text().splitlines()}
    installs = [command for one in STAGES[0].instructions for command in _commands(one.value) if "install" in command]
    wanted = {_name(word) for command in installs for word in command[command.index("constraints.txt") + 1 :]}
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())
    required = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    wanted |= {_name(re.split(r"[\[<>=]", requirement)[0]) for requirement in required}

    assert len(installs) == sum(one.value.count(" install ") for one in STAGES[0].instructions)
    assert {name for name in wanted - pinned if not name.startswith("/wheels/")} == set()


def _name(requirement: str) -> str:
    return re.sub(r"[-_.]+", "-", requirement.strip()).lower()


def _commands(value: str) -> list[list[str]]:
    return [shlex.split(command) for command in value.split("&&")]


def test_the_context_is_what_the_dockerfile_copies() -> None:
    let_through = {line[1:] for line in (CHECKOUT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copies = [shlex.split(one.value)[:-1] for stage in STAGES for one in stage.instructions if one.name == "COPY"]

    assert {source for sources in copies if not sources[0].startswith("--from") for source in sources} == let_through


def test_port_folders_and_files_are_the_same_everywhere() -> None:
    ports = {int(VARIABLES["PORT"]), int(IMAGE.last("EXPOSE")), int(FLY["env"]["PORT"])}
    ports |= {FLY["http_service"]["internal_port"], FLY["checks"]["ready"]["port"], FLY["metrics"]["port"]}

    assert ports == {WEB_PORT}
    assert [VARIABLES["SCHEMABOT_DATA"]] == IMAGE.arguments("VOLUME")
    assert FLY["mounts"]["destination"] == VARIABLES["SCHEMABOT_DATA"]
    assert [file["guest_path"] for file in FLY["files"]] == [VARIABLES["SCHEMABOT_CONFIG"]]
    assert FLY["build"]["dockerfile"] == DOCKERFILE.name


def test_the_checks_ask_for_paths_that_there_are() -> None:
    asked = {
        *(check["path"] for check in (*FLY["http_service"]["checks"], FLY["checks"]["ready"], FLY["metrics"])),
        *re.findall(r"'(/\w+)'", " ".join(IMAGE.arguments("HEALTHCHECK"))),
    }

    assert asked == {"/healthz", "/readyz", "/metrics"}
    assert asked <= set(_texts(CHECKOUT / "bot/web/application.py"))


def test_there_is_time_to_stop() -> None:
    unit = configparser.ConfigParser(strict=False)
    unit.read_string(_block("ini"))

    assert FLY["kill_signal"] == IMAGE.last("STOPSIGNAL")
    assert FLY["kill_timeout"] == 300, "as much as fly.io allows"
    assert unit["Service"]["TimeoutStopSec"] == "300"
    assert unit["Service"]["KillMode"] == "mixed", "what systemd signals beside the bot stops below its feet"
    assert "stop_grace_period: 5m" in _block("yaml")


def test_fly_never_stops_a_bot_that_seems_idle_and_never_starts_a_second_one() -> None:
    assert FLY["http_service"]["auto_stop_machines"] == "off"
    assert FLY["deploy"]["strategy"] == "rolling"


def test_every_variable_that_the_code_reads_is_told_of() -> None:
    told = set(re.findall(r"`([A-Z][A-Z_]+)`", PAGE + (CHECKOUT / "docs/configuration.md").read_text()))
    read = {name for path in SOURCES for name in _variables(path)} - NOT_FOR_PEOPLE

    assert {"SLACK_BOT_TOKEN", "SCHEMABOT_DATA", "PORT"} <= read
    assert read - told == set()


def test_every_secret_is_in_the_list_of_fly_toml() -> None:
    listed = set(re.findall(r"^#   (\w+)", (CHECKOUT / "fly.toml").read_text(), re.MULTILINE))
    secrets = {name for path in SOURCES for name in _variables(path) if SECRET.match(name)}

    assert secrets <= listed
    assert secrets & FLY["env"].keys() == set()


def _variables(path: Path) -> Iterator[str]:
    """Names of environment variables: what is looked up in `environ`, and what looks like one of ours."""
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.Call(func=ast.Attribute(value=place, attr="get"), args=[ast.Constant(value=str(name)), *_]) if (
                "environ" in ast.unparse(place)
            ):
                yield name
            case ast.Subscript(value=place, slice=ast.Constant(value=str(name))) if "environ" in ast.unparse(place):
                yield name
            case ast.Constant(value=str(name)) if re.fullmatch(r"(SLACK|GITHUB|SCHEMABOT)_[A-Z_]+", name):
                yield name


def _texts(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_every_message_of_the_table_of_troubles_is_one_that_the_code_has() -> None:
    said = "\n".join(text for path in SOURCES for text in _texts(path))
    rows = [line.split("|")[1] for line in PAGE.partition("## When something is wrong")[2].splitlines() if "|" in line]
    quoted = [message for row in rows for message in re.findall(r"`([^`/]+)`", row)]

    assert len(quoted) > 8
    assert [one for one in quoted if one.removeprefix("SLACK_BOT_TOKEN ") not in said] == []


def test_every_link_of_the_page_leads_somewhere() -> None:
    headings = {
        re.sub(r"[^\w -]", "", line.lstrip("# ")).lower().replace(" ", "-")
        for line in PAGE.splitlines()
        if line.startswith("#")
    }
    links = re.findall(r"\]\(([^)]+)\)", PAGE)

    for link in links:
        if link.startswith("#"):
            assert link[1:] in headings
        elif not link.startswith("https://"):
            assert (CHECKOUT / "docs" / link).exists()
    assert links


def test_the_configuration_of_the_page_is_one_that_the_bot_reads(tmp_path: Path) -> None:
    file = tmp_path / "schemabot.toml"
    (example,) = (block for block in re.findall(r"```toml\n(.+?)```", PAGE, re.DOTALL) if "[project]" in block)
    file.write_text(example)

    assert list(BotConfiguration.load(file).environments) == ["staging", "production"]


def test_the_rights_of_the_page_let_a_role_deploy_and_read_everything(databases: Databases) -> None:
    database = databases.fresh(
        "CREATE TABLE public.orders (id int); ALTER TABLE public.orders ENABLE ROW LEVEL SECURITY"
    )
    with connect(database) as connection, connection.transaction(force_rollback=True):
        name = connection.info.dbname
        connection.execute(
            "CREATE ROLE app; ALTER TABLE public.orders OWNER TO app; INSERT INTO public.orders VALUES (1)"
        )
        connection.execute(_block("sql").replace("DATABASE app", f'DATABASE "{name}"'))
        connection.execute("SET ROLE schemabot")
        connection.execute("CREATE SCHEMA schemabot; CREATE TABLE public.made (); ALTER TABLE public.orders ADD x int")

        assert connection.execute("SELECT count(*) FROM public.orders").fetchone() == (1,)


def test_the_body_that_ci_sends_is_json() -> None:
    (body,) = re.findall(r"--json '(.+)'", PAGE)

    assert json.loads(body.replace("""'"$GITHUB_SHA"'""", "abc1234"))["environment"] == "staging"


def _block(language: str) -> str:
    blocks = re.findall(rf"```{language}\n(.+?)```", PAGE, re.DOTALL)
    return "\n".join(blocks)
