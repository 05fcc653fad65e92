"""Open modals, up to three on top of one another per person, and published Homes."""

import itertools
import secrets
from collections.abc import Callable
from dataclasses import replace

from bot.simulator.errors import SlackError
from bot.simulator.validation import prepared
from bot.simulator.validation.limits import VIEWS_STACKED_COUNT
from bot.simulator.values import JsonObject, View


class Views:
    """What each person has open. The topmost view is the last of its stack."""

    def __init__(self, touch: Callable[[], None]) -> None:
        self._touch = touch
        self._stacks: dict[str, list[View]] = {}
        self._homes: dict[str, View] = {}
        self._numbers = itertools.count(1)

    def stack(self, user_id: str) -> tuple[View, ...]:
        """Return the person's open modals, lowest first."""
        return tuple(self._stacks.get(user_id, ()))

    def home(self, user_id: str) -> View | None:
        """Return the person's Home, if one was published."""
        return self._homes.get(user_id)

    def open(self, user_id: str, content: JsonObject) -> View:
        """Show a modal to a person who has none open; an open one is replaced."""
        view = self._new(user_id, content, None)
        self._stacks[user_id] = [view]
        self._touch()
        return view

    def push(self, user_id: str, content: JsonObject) -> View:
        """Put a modal on top of the person's others.

        Raises:
            SlackError: `push_limit_reached` above three.
        """
        stack = self._stacks.setdefault(user_id, [])
        if len(stack) >= VIEWS_STACKED_COUNT:
            raise SlackError("push_limit_reached")
        self._check_external_id(content, None)
        view = self._new(user_id, content, stack[-1] if stack else None)
        stack.append(view)
        self._touch()
        return view

    def update(self, view: View, content: JsonObject) -> View:
        """Replace what a view shows; its id stays, its hash does not."""
        self._check_external_id(content, view.id)
        return self._put(replace(view, content=_kept(content), hash=_hash(), errors=(), notice=""))

    def tell(self, view: View, errors: dict[str, str], notice: str = "") -> View:
        """Show errors below the inputs of a view (by block id), or a notice on all of it."""
        return self._put(replace(view, errors=tuple(errors.items()), notice=notice))

    def close(self, view: View) -> None:
        """Close a view and what lies on top of it."""
        stack = self._stacks.get(view.user, [])
        position = next((at for at, each in enumerate(stack) if each.id == view.id), len(stack))
        del stack[position:]
        self._touch()

    def clear(self, user_id: str) -> None:
        """Close all of a person's modals."""
        self._stacks.pop(user_id, None)
        self._touch()

    def publish(self, user_id: str, content: JsonObject) -> View:
        """Set a person's Home."""
        before = self._homes.get(user_id)
        if before is None:
            view = self._new(user_id, content, None)
        else:
            view = replace(before, content=_kept(content), hash=_hash())
        self._homes[user_id] = view
        self._touch()
        return view

    def find(self, *, view_id: str | None = None, external_id: str | None = None) -> View:
        """Find an open modal or a Home.

        Raises:
            SlackError: `not_found`.
        """
        for view in itertools.chain(*self._stacks.values(), self._homes.values()):
            if view_id == view.id or (external_id and external_id == view.content.get("external_id")):
                return view
        raise SlackError("not_found")

    def _new(self, user_id: str, content: JsonObject, below: View | None) -> View:
        view_id = f"V0{next(self._numbers):09d}"
        return View(
            id=view_id,
            user=user_id,
            content=_kept(content),
            hash=_hash(),
            root_id=below.root_id if below else view_id,
            previous_id=below.id if below else None,
        )

    def _put(self, view: View) -> View:
        for views in self._stacks.values():
            for position, each in enumerate(views):
                if each.id == view.id:
                    views[position] = view
        if view.user in self._homes and self._homes[view.user].id == view.id:
            self._homes[view.user] = view
        self._touch()
        return view

    def _check_external_id(self, content: JsonObject, own_id: str | None) -> None:
        external_id = content.get("external_id")
        for view in itertools.chain(*self._stacks.values()):
            if external_id and external_id == view.content.get("external_id") and view.id != own_id:
                raise SlackError("duplicate_external_id")


def _kept(content: JsonObject) -> JsonObject:
    return {**content, "blocks": list(prepared(content["blocks"]))}


def _hash() -> str:
    return secrets.token_hex(8)
