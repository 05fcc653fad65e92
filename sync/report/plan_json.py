"""A plan as JSON, version 1. Described in docs/json.md."""

import json
from collections.abc import Iterable
from typing import Any

from sync.model.size import Size
from sync.plan.batches import Batch, Statement
from sync.plan.effects.effect import Hazard, Lock
from sync.plan.export import SETTINGS
from sync.plan.secrets import needed_secrets
from sync.planning.value import VERSION, Plan, Reverse, Side
from sync.report.json import difference_json


def plan_json(found: Plan) -> str:
    """The document, indented, without a line end."""
    statements = ((one.sql, one.subject) for batch in found.batches for one in batch.statements)
    return json.dumps(
        {
            "version": VERSION,
            "digest": found.digest,
            "a": _side(found.a),
            "b": _side(found.b),
            "equal": not found.batches,
            "proven": found.proven,
            "online": found.online,
            "questions": [{"question": one.question, "rename": one.option} for one in found.questions],
            "secrets": [{"name": one.name, "about": one.about} for one in needed_secrets(statements)],
            "settings": list(SETTINGS),
            "batches": _batches(found.batches),
            "reverse": _reverse(found, found.reverse),
            "differences": [difference_json(one) for one in found.differences],
            "diagnostics": [{"code": one.code, "message": one.message} for one in found.diagnostics],
        },
        indent=2,
        ensure_ascii=False,
    )


def _side(side: Side) -> dict[str, Any]:
    return {"name": side.label, "server_version": side.server_version, "fingerprint": side.fingerprint}


def _reverse(found: Plan, reverse: Reverse | None) -> dict[str, Any] | None:
    if reverse is None:
        return None
    return {
        "possible": not reverse.refused,
        "why_not": reverse.refused or None,
        "proven": reverse.proven,
        "not_brought_back": list(found.lost),
        "batches": _batches(reverse.batches),
    }


def _batches(batches: Iterable[Batch]) -> list[dict[str, Any]]:
    return [
        {
            "transaction": one.in_transaction,
            "lock_timeout": one.lock_timeout,
            "statements": [_statement(each) for each in one.statements],
        }
        for one in batches
    ]


def _statement(one: Statement) -> dict[str, Any]:
    return {
        "sql": one.sql,
        "about": one.about,
        "hazards": [_hazard(each) for each in one.effect.hazards],
        "locks": [_lock(each) for each in one.effect.locks],
    }


def _hazard(one: Hazard) -> dict[str, Any]:
    relation = str(one.relation) if one.relation else None
    return {"kind": one.kind.value, "text": one.text, "relation": relation, **_size(one.size)}


def _lock(one: Lock) -> dict[str, Any]:
    mode, waiting = str(one.mode), one.mode.waiting or None
    return {"relation": str(one.relation), "mode": mode, "waiting": waiting, **_size(one.size)}


def _size(size: Size | None) -> dict[str, Any]:
    return {"rows": size.rows if size else None, "bytes": size.bytes if size else None}
