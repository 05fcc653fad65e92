"""`schemabot serve` as a process of its own, which a test can kill where it likes.

The process is forked from one that has imported everything already, so that a start takes a second less. What it runs
is `bot.cli.main`, with nothing replaced but the paces that are made for people (a message a second), and, where a test
wants that, with places at which it kills itself.
"""

import contextlib
import faulthandler
import itertools
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any, TypeVar

_PRELOADED = ["tests.support.world_bot_preloaded"]
_STOPS_WITHIN_S = 20.0

_Result = TypeVar("_Result")


@dataclass(slots=True)
class Dying:
    """Where the bot kills itself: at each place of some kinds, once in its life, which goes on over restarts.

    Attributes:
        kinds: Of places: `step`, `statement`, `post`, …
        passed: The file that has the places at which it has died already.
        every: Of all places at which it could die, it does at each one of so many; 1 for all.
    """

    kinds: frozenset[str]
    passed: Path
    every: int = 1
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __getstate__(self) -> tuple[Any, ...]:
        return self.kinds, self.passed, self.every

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self.kinds, self.passed, self.every = state
        self._lock = threading.Lock()

    def places(self) -> list[str]:
        """Those that were passed, in their order; one at which it died has a `†`."""
        return self.passed.read_text().splitlines() if self.passed.exists() else []

    def here(self, kind: str, place: str) -> None:
        """Die, unless that was done here before."""
        if kind not in self.kinds:
            return
        with self._lock:
            known = self.places()
            if place in known or f"{place} †" in known:
                return
            dies = len(known) % self.every == 0
            with self.passed.open("a") as file:
                file.write(f"{place}{' †' if dies else ''}\n")
            if dies:
                # Every other time all that it started dies too, as in a container that is killed.
                (os.killpg if len(known) % 2 else os.kill)(os.getpid(), signal.SIGKILL)

    def around(self, kind: str, name: str, work: Callable[[], _Result]) -> _Result:
        """Do something, and die before it and after it."""
        self.here(kind, f"{name}: before")
        done = work()
        self.here(kind, f"{name}: after")
        return done


class Bot:
    """A bot at work, or what is left of it.

    Args:
        variables: Its environment, beside what the tests run in.
        log: The file that it writes to.
        dying: Where it kills itself.
    """

    def __init__(self, variables: Mapping[str, str], log: Path, dying: Dying | None) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(_PRELOADED)
        self._process: ForkServerProcess = context.Process(
            target=_serve, args=(dict(variables), log, dying), daemon=True
        )
        self._process.start()

    @property
    def pid(self) -> int:
        """Of the process, which leads a group of its own."""
        assert self._process.pid is not None
        return self._process.pid

    @property
    def status(self) -> int | None:
        """How it ended; None while it is at work."""
        return self._process.exitcode

    def kill(self) -> None:
        """End it, and all that it started, as a container's end does."""
        for end in (os.killpg, os.kill):  # at its very beginning it leads no group yet
            with contextlib.suppress(ProcessLookupError):
                end(self.pid, signal.SIGKILL)
        self._process.join()

    def stop(self) -> bool:
        """Tell it to stop, and wait until it has. One that does not writes down what its threads do, and is killed."""
        if self._process.is_alive():
            os.kill(self.pid, signal.SIGTERM)
        self._process.join(_STOPS_WITHIN_S)
        if not self._process.is_alive():
            return True
        os.kill(self.pid, signal.SIGUSR1)
        self._process.join(1)
        self.kill()
        return False

    def wait(self, timeout_s: float) -> int | None:
        """Wait for its end."""
        self._process.join(timeout_s)
        return self.status


def _serve(variables: Mapping[str, str], log: Path, dying: Dying | None) -> None:
    """In the new process: be `schemabot serve`."""
    from bot.cli import main  # noqa: PLC0415 - the test's own process has no use for it

    os.setsid()
    _end_with(multiprocessing.parent_process())
    os.environ.update(variables)
    _write_to(log)
    faulthandler.register(signal.SIGUSR1)
    _hurry()
    if dying is not None:
        _arm(dying)
    sys.argv = ["schemabot", "serve"]
    main()


def _end_with(parent: Any) -> None:
    """Not to outlive a test that is killed."""

    def watch() -> None:
        parent.join()
        os.killpg(os.getpid(), signal.SIGKILL)

    threading.Thread(target=watch, daemon=True).start()


def _write_to(log: Path) -> None:
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for standard in (1, 2):
        os.dup2(file, standard)


def _hurry() -> None:
    """Post without the pauses that Slack asks for, and look sooner after what others have left."""
    from bot.deployments import engine  # noqa: PLC0415
    from bot.slack.courier.pace import Pace  # noqa: PLC0415

    engine._LOOK_S = 0.1  # noqa: SLF001
    engine._POLL_S = 0.1  # noqa: SLF001
    Pace.went = lambda *_: None  # type: ignore[method-assign]


def _arm(dying: Dying) -> None:
    """Set the places at which it dies."""
    from dbos import DBOS  # noqa: PLC0415

    from bot.deployments import Deployments, engine  # noqa: PLC0415
    from bot.intake import BotIntake  # noqa: PLC0415
    from bot.slack.courier.mail import Mail  # noqa: PLC0415
    from bot.slack.courier.outbox import Outbox  # noqa: PLC0415
    from sync.deploy import pipeline  # noqa: PLC0415
    from sync.deploy.executing import Executor  # noqa: PLC0415

    step, backup = engine._Steps.step, pipeline.backup  # noqa: SLF001

    def durable(self: Any, name: str, work: Callable[[], str]) -> str:
        about = f"{DBOS.workflow_id} {name}"
        return dying.around("step", about, lambda: step(self, name, lambda: dying.around("step", f"in {about}", work)))

    def slowly(*args: Any, progress: Callable[[str], None], **more: Any) -> Any:
        said = itertools.count(1)

        def tell(what: str) -> None:
            dying.here("backup", f"backup, told {next(said)} times")
            progress(what)

        return backup(*args, progress=tell, **more)

    engine._Steps.step = durable  # type: ignore[method-assign]  # noqa: SLF001
    pipeline.backup = slowly  # type: ignore[assignment]
    _around(dying, "intake", BotIntake, ["push"], lambda _, push: push.branch)
    _around(dying, "intake", engine.Engine, ["once", "start"], lambda _, *about: " ".join(about[:1]))
    _around(dying, "decision", Deployments, ["approve"], lambda _, deployment, **__: deployment)
    _around(dying, "statement", Executor, ["statement"], lambda self, _, number, of: f"{number}/{of} of {self._label}")
    _around(dying, "statement", Executor, ["_commit"], lambda self: self._label)
    _around(dying, "post", Mail, ["post", "update"], lambda _, post, *__: f"{post.subject}/{post.key}")
    _around(dying, "post", Mail, ["upload"], lambda _, file, *__: f"{file.name}")
    _around(dying, "row", Outbox, ["claim", "stands", "done"], lambda _, post, *__: f"{post.subject}/{post.key}")


def _around(dying: Dying, kind: str, owner: type, names: Iterable[str], about: Callable[..., str]) -> None:
    for name in names:
        inner = getattr(owner, name)

        def outer(self: Any, *args: Any, _inner: Any = inner, _name: str = name, **more: Any) -> Any:
            place = f"{_name} {about(self, *args, **more)}"
            return dying.around(kind, place, lambda: _inner(self, *args, **more))

        setattr(owner, name, outer)
