"""`diff`, `snapshot` and `export`: what a schema is, and how it differs from another."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sync.cli.application import DIFFERENCES, app, print_lines, progress

if TYPE_CHECKING:
    from sync.catalog import Scope
    from sync.model import Catalog

_KINDS = (
    "table, column, constraint, function, procedure, trigger, index, policy, view, sequence, type, enum, domain, "
    "collation, schema, extension, language, cast, conversion, transform, access-method, text-search, "
    "aggregate, operator, rule, event-trigger, statistics, foreign-data-wrapper, server, user-mapping, publication, "
    "subscription, role, owner, privilege, default-privilege, comment, security-label"
)


class DiffFormat(StrEnum):
    """How `diff` answers."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"
    SQL = "sql"
    PLAN = "plan"


class ProfileName(StrEnum):
    """The platform that both sides stand on."""

    POSTGRES = "postgres"
    SUPABASE = "supabase"


_Output = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help="Where to; standard output by default.")
]
_Schemas = Annotated[list[str] | None, typer.Option(metavar="NAME", help="Only this schema; may be given again.")]
_OneProfile = Annotated[
    ProfileName | None,
    typer.Option(help="The platform, whose own schemas are left out. Default: the environment's."),
]
_RolesOfOne = Annotated[bool, typer.Option("--roles", help="With the roles of the server.")]
_WithSecrets = Annotated[
    bool,
    typer.Option("--with-secrets", help="In SQL, write passwords and other secrets in clear: keep it to yourself."),
]


@app.command()
def diff(
    context: typer.Context,
    a: Annotated[str, typer.Argument(metavar="A", help="The side that would change.")],
    b: Annotated[str, typer.Argument(metavar="B", help="The side that it would become like.")],
    *,
    output: Annotated[DiffFormat, typer.Option("--format", help="How to answer.")] = DiffFormat.TEXT,
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND", help=f"Only this kind; may be given again. Kinds: {_KINDS}."),
    ] = None,
    schema: _Schemas = None,
    profile: Annotated[
        ProfileName | None,
        typer.Option(help="The platform of both sides, whose own schemas are left out. Default: the environment's."),
    ] = None,
    roles: Annotated[bool, typer.Option("--roles", help="With the roles of the servers.")] = False,
    cosmetic: Annotated[
        bool,
        typer.Option("--cosmetic", help="Also what changes nothing: line ends, generated names, inherited NOT NULL."),
    ] = False,
    online: Annotated[
        bool,
        typer.Option("--online", help="With --format sql or plan: the longer way that keeps reads and writes going."),
    ] = False,
    rename: Annotated[
        list[str] | None,
        typer.Option(metavar="OLD=NEW", help="With --format sql or plan: what was renamed; may be given again."),
    ] = None,
    no_proof: Annotated[
        bool, typer.Option("--no-proof", help="With --format sql or plan: do not try it on a copy of A first.")
    ] = False,
    with_secrets: _WithSecrets = False,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 1 when there are differences.")] = False,
) -> None:
    """Show what must change for A to become like B.

    A and B are each an environment of schemabot.toml, a postgresql:// URL, the word migrations for the configured
    files, a folder of migrations, a .sql file or a .json snapshot. "Added" means that B has it and A does not.

    Files are replayed into a scratch database on an embedded PostgreSQL.

    Exit status: 0 when it could compare; 1 with --exit-code and differences, or when a plan fails its proof; 2 when it
    cannot, with one line that says why.
    """
    from sync.catalog import Profile
    from sync.diff import diff as compare_sources
    from sync.report import as_json, lines
    from sync.selection import Selection
    from sync.shadow.scratch import Scratch
    from sync.sources import resolve

    selection = Selection.of(only or (), cosmetic=cosmetic)
    sources = [resolve(text, context.obj) for text in (a, b)]
    chosen = Profile(profile.value) if profile else None
    if with_secrets and output is not DiffFormat.SQL:
        raise typer.BadParameter("--with-secrets is for --format sql: what is kept or sent has none")
    if output in (DiffFormat.SQL, DiffFormat.PLAN):
        from sync.planning import Wanted, plan

        with Scratch() as scratch, progress() as told:
            found = plan(
                sources[0],
                sources[1],
                scratch,
                Wanted(
                    selection,
                    online=online,
                    proof=not no_proof,
                    reverse=output is DiffFormat.PLAN,
                    renames=tuple(rename or ()),
                    secrets=with_secrets,
                ),
                schemas=frozenset(schema or ()),
                profile=chosen,
                roles=roles,
                progress=told,
            )
        from sync.report.plan import as_script
        from sync.report.plan_json import plan_json

        sys.stdout.writelines(as_script(found) if output is DiffFormat.SQL else (plan_json(found), "\n"))
        if exit_code and found.batches:
            raise typer.Exit(DIFFERENCES)
        return
    if online or rename or no_proof:
        raise typer.BadParameter("--online, --rename and --no-proof are for --format sql or plan")
    with Scratch() as scratch, progress() as told:
        comparison = compare_sources(
            sources[0],
            sources[1],
            scratch,
            selection=selection,
            schemas=frozenset(schema or ()),
            profile=chosen,
            roles=roles,
            progress=told,
        )
    if output is DiffFormat.JSON:
        print(as_json(comparison))
    elif output is DiffFormat.HTML:
        from sync.report.html import as_html

        print(as_html(comparison))
    else:
        print_lines(lines(comparison))
    if exit_code and not comparison.equal:
        raise typer.Exit(DIFFERENCES)


@app.command()
def snapshot(
    context: typer.Context,
    a: Annotated[str, typer.Argument(metavar="A", help="What to keep.")],
    *,
    output: _Output = None,
    fingerprint: Annotated[
        bool, typer.Option("--fingerprint", help="Only print one digest a kind and one over all.")
    ] = False,
    schema: _Schemas = None,
    profile: _OneProfile = None,
    roles: _RolesOfOne = False,
) -> None:
    """Keep the schema of A as JSON, which `schemabot diff` takes as A or B, also years later.

    A is an environment of schemabot.toml, a postgresql:// URL, the word migrations for the configured files, a folder
    of migrations, a .sql file or a .json snapshot. Secrets are kept as digests. With --fingerprint nothing is kept:
    equal schemas on equal major versions of PostgreSQL have equal digests, as long as the version of the fingerprint is
    the same.

    Exit status: 0 when it is kept or shown; 2 when it cannot be, with one line that says why.
    """
    from sync.snapshot import fingerprint as fingerprint_of
    from sync.snapshot import snapshot_text, write_snapshot

    if fingerprint and output is not None:
        raise typer.BadParameter("--fingerprint prints digests and keeps nothing: leave -o out")
    catalog, scope = _read(context, a, schema, profile, roles=roles, dependencies=not fingerprint)
    if fingerprint:
        found = fingerprint_of(catalog)
        print(f"version    {found.version}, PostgreSQL {found.major}")
        print(f"all        {found.all}")
        for kind, digest in found.kinds.items():
            print(f"{kind.value:<26} {digest}")
    elif output is None:
        sys.stdout.writelines(snapshot_text(catalog, scope))
    else:
        write_snapshot(output, catalog, scope)


@app.command()
def export(
    context: typer.Context,
    a: Annotated[str, typer.Argument(metavar="A", help="What to write down.")],
    *,
    output: _Output = None,
    schema: _Schemas = None,
    profile: _OneProfile = None,
    roles: _RolesOfOne = False,
    with_secrets: _WithSecrets = False,
) -> None:
    """Write SQL that builds the schema of A from nothing, in an order that works.

    A is an environment of schemabot.toml, a postgresql:// URL, the word migrations for the configured files, a folder
    of migrations, a .sql file or a .json snapshot. The script runs as it is in an empty database whose server has the
    roles it names: psql -v ON_ERROR_STOP=1 -f FILE. Where a secret stood it has a variable of psql, and its head says
    what to supply; with --with-secrets it has the secret, and a FILE is for its owner alone.

    Exit status: 0 when it is written; 2 when it cannot be, with one line that says why.
    """
    from sync.files import write_text
    from sync.plan.export import script

    catalog, scope = _read(context, a, schema, profile, roles=roles, dependencies=True, in_clear=with_secrets)
    pieces = script(catalog, whole=not scope.schemas)
    if output is None:
        sys.stdout.writelines(pieces)
    else:
        write_text(output, pieces, private=with_secrets)


def _read(
    context: typer.Context,
    a: str,
    schemas: list[str] | None,
    profile: ProfileName | None,
    *,
    roles: bool,
    dependencies: bool = False,
    in_clear: bool = False,
) -> "tuple[Catalog, Scope]":
    """All of one source, and what it was read with."""
    from sync.catalog import Profile
    from sync.shadow.scratch import Scratch
    from sync.sources import catalog_of, resolve

    source = resolve(a, context.obj)
    with Scratch() as scratch, progress() as told:
        return catalog_of(
            source,
            scratch,
            schemas=frozenset(schemas or ()),
            profile=Profile(profile.value) if profile else None,
            roles=roles,
            dependencies=dependencies,
            in_clear=in_clear,
            progress=told,
        )
