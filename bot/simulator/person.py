"""Somebody in the workspace: sees what that person sees, and acts as that person would."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from bot.simulator import interactions
from bot.simulator.deliveries import ACKNOWLEDGE_WITHIN_S, Delivery
from bot.simulator.elements import Chosen, Values, chosen_json, elements_of
from bot.simulator.interactions import Submission
from bot.simulator.plain_text import plain
from bot.simulator.transcript import body_of, seen_by, transcript, view_text
from bot.simulator.values import File, JsonObject, Message, View
from bot.simulator.workspace import Workspace

Found = TypeVar("Found")
PATIENCE_S = 10.0


@dataclass(frozen=True, slots=True)
class Click:
    """A click: the confirmation dialog that was shown, if any, and what was sent unless it was declined."""

    confirm: JsonObject | None
    delivery: Delivery | None


class Person:
    """Acts as one user. Acting methods return when the app has acknowledged, or failed to."""

    def __init__(self, workspace: Workspace, user_id: str) -> None:
        self.workspace = workspace
        self.id = user_id

    # -- acting -------------------------------------------------------------------------------------------

    def says(self, channel: str, text: str, *, thread: Message | None = None) -> Message:
        """Write a message, or a reply in the thread of `thread`."""
        thread_ts = (thread.thread_ts or thread.ts) if thread else None
        written = interactions.write(self.workspace, self.id, self.workspace.channel(channel), text, thread_ts)
        if not isinstance(written, Message):
            raise TypeError(f"{text!r} is a command; use `command`")
        return written

    def command(self, channel: str, line: str) -> Delivery | None:
        """Run a slash command as typed; None if the workspace has no such command."""
        return _settled(interactions.command(self.workspace, self.id, self.workspace.channel(channel), line))

    def click(self, target: Message | View, button: str, *, accept: bool = True) -> Click:
        """Press a button, named by its label or action id; `accept=False` declines its confirmation.

        Raises:
            LookupError: there is no such button in what the person sees at this moment.
        """
        current = self.current(target)
        ids, element = self._find(current, button)
        confirm = element.get("confirm")
        if confirm is not None and not accept:
            return Click(confirm, None)
        return Click(confirm, self._act(current, ids, None))

    def select(self, target: Message | View, element: str, chosen: Chosen) -> Delivery:
        """Choose in a menu, picker or group of choices, named by its label, placeholder or action id."""
        current = self.current(target)
        ids, _ = self._find(current, element)
        return self._act(current, ids, chosen)

    def submit(self, view: View, values: Mapping[str, Chosen] | None = None) -> Submission:
        """Fill in a modal's inputs, named by label, block id or action id, and press its submit button.

        The submission's `errors` are those that the person then sees, by block id.
        """
        current = self.workspace.views.find(view_id=view.id)
        entered: Values = {}
        for name, chosen in (values or {}).items():
            ids, element = self._find(current, name)
            entered[ids] = chosen_json(element, chosen)
        submission = interactions.submit(self.workspace, current, entered)
        _settled(submission.delivery)
        shown = next((each for each in self.views() if each.id == view.id), None)
        return Submission(submission.delivery, dict(shown.errors) if shown else {})

    def close(self, view: View) -> None:
        """Close a modal."""
        _settled(interactions.close(self.workspace, self.workspace.views.find(view_id=view.id)))

    def open_home(self) -> View | None:
        """Open the app's Home tab and return what is there once the app has heard of it."""
        _settled(interactions.open_home(self.workspace, self.id))
        return self.home()

    # -- seeing -------------------------------------------------------------------------------------------

    def sees(self, channel: str) -> tuple[Message, ...]:
        """Return all messages that the person sees in a channel, threads below their parents."""
        return seen_by(self.workspace, self.id, self.workspace.channel(channel).id)

    def reads(self, target: Message | View) -> str:
        """Return the words of a message or view, as shown."""
        if isinstance(target, View):
            return view_text(self.workspace, target)
        return body_of(self.workspace, target)

    def files(self, message: Message) -> tuple[File, ...]:
        """Return the files of a message."""
        return tuple(self.workspace.files[each] for each in message.files)

    def transcript(self, channel: str) -> str:
        """Return a channel as plain text, as this person sees it."""
        return transcript(self.workspace, channel, self.id)

    def direct_channel(self) -> str:
        """Return the id of the person's conversation with the app."""
        return self.workspace.direct_channel(self.id).id

    def views(self) -> tuple[View, ...]:
        """Return the open modals, the topmost last."""
        return self.workspace.views.stack(self.id)

    def home(self) -> View | None:
        """Return the published Home."""
        return self.workspace.views.home(self.id)

    def current(self, target: Message | View) -> Message | View:
        """Return the present version of a message or view.

        Raises:
            SlackError: it is gone.
        """
        if isinstance(target, View):
            return self.workspace.views.find(view_id=target.id)
        return self.workspace.message(target.channel, target.ts, ephemeral=True)

    # -- waiting ------------------------------------------------------------------------------------------

    def wait_for(
        self,
        channel: str,
        wanted: str | Callable[[Message], bool],
        *,
        after: Message | None = None,
        timeout_s: float = PATIENCE_S,
    ) -> Message:
        """Wait for a message that contains or satisfies `wanted`, newer than `after` if given.

        Raises:
            TimeoutError: it did not come; the error shows what the person sees instead.
        """

        def look() -> Message | None:
            for message in self.sees(channel):
                if (after is None or message.ts > after.ts) and self._matches(message, wanted):
                    return message
            return None

        return self._wait(look, repr(wanted), lambda: self.transcript(channel), timeout_s)

    def wait_for_view(self, wanted: str = "", *, timeout_s: float = PATIENCE_S) -> View:
        """Wait until the topmost modal contains `wanted`, and return it.

        Raises:
            TimeoutError: it did not come.
        """

        def look() -> View | None:
            return next((view for view in self.views()[-1:] if wanted in self.reads(view)), None)

        return self._wait(look, f"a view with {wanted!r}", self._describe_views, timeout_s)

    def wait_for_home(self, wanted: str = "", *, timeout_s: float = PATIENCE_S) -> View:
        """Wait until the Home contains `wanted`, and return it.

        Raises:
            TimeoutError: it did not come.
        """

        def look() -> View | None:
            home = self.home()
            return home if home is not None and wanted in self.reads(home) else None

        return self._wait(look, f"a Home with {wanted!r}", self._describe_views, timeout_s)

    def _wait(
        self, look: Callable[[], Found | None], wanted: str, describe: Callable[[], str], timeout_s: float
    ) -> Found:
        with self.workspace.changed:
            self.workspace.changed.wait_for(lambda: look() is not None, timeout_s)
            found = look()
        if found is None:
            name = self.workspace.users[self.id].name
            raise TimeoutError(f"{name} did not see {wanted} within {timeout_s} s, but this:\n{describe()}")
        return found

    def _matches(self, message: Message, wanted: str | Callable[[Message], bool]) -> bool:
        if callable(wanted):
            return wanted(message)
        return wanted in self.reads(message) or wanted in plain(self.workspace, message.text)

    def _describe_views(self) -> str:
        home = self.home()
        shown = [*self.views(), *([home] if home else [])]
        return "\n".join(view_text(self.workspace, view) for view in shown) or "(no view is open)"

    def _find(self, target: Message | View, name: str) -> tuple[tuple[str, str], JsonObject]:
        offered: list[str] = []
        for block, element in elements_of(target.blocks):
            names = _names(block, element)
            if name in names:
                return (block["block_id"], element["action_id"]), element
            offered.append(names[0])
        raise LookupError(f"there is no {name!r}, only {offered} in:\n{self.reads(target)}")

    def _act(self, target: Message | View, ids: tuple[str, str], chosen: Chosen) -> Delivery:
        if isinstance(target, View):
            delivery = interactions.act_in_view(self.workspace, target, ids, chosen, {})
        else:
            delivery = interactions.act_in_message(self.workspace, self.id, target, ids, chosen)
        _settled(delivery)
        return delivery


def _names(block: JsonObject, element: JsonObject) -> list[str]:
    texts = [element.get("text"), block.get("label"), element.get("placeholder")]
    names = [str(text["text"]) for text in texts if isinstance(text, dict)]
    return [*names, element["action_id"], block["block_id"]]


def _settled(delivery: Delivery | None) -> Delivery | None:
    if delivery is not None:
        delivery.done.wait(ACKNOWLEDGE_WITHIN_S + 1)
    return delivery
