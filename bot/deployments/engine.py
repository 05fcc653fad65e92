"""Makes deployments durable: DBOS keeps which steps are done, in the state database.

Each process is an executor of its own. A workflow that was at work where a process died is taken up by another one, or
by the same when it is started again: every process holds a lock in the state database for as long as it lives, and a
lock that is free tells that nobody works there any more.
"""

import hashlib
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import Context
from dataclasses import dataclass
from datetime import datetime

import psycopg
import structlog
from dbos import DBOS, DBOSConfig, Queue, SetEnqueueOptions, SetWorkflowID
from dbos._error import DBOSException  # the package itself gives no name for all of its errors
from sqlalchemy import Engine as SqlEngine
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from bot.deployments.phases import UNREACHABLE, StoppingError
from bot.deployments.work import Work
from bot.store import State, engine_of, keep_alive
from sync.errors import ConnectError, SchemabotError
from sync.postgres.session import connect

VERSION = "1"
"""Of the form in which workflows are kept: which steps there are, in which order. Only another form gets another one;
what is under way then is finished by the old program."""

_SCHEMA = "dbos"
_DEPLOYMENT = "deployment"
_TASK = "task"
_DECIDED = "decided"
_POLL_S = 0.5
_LOOK_S = 1.0
_SWEEP_S = 60.0
_FREE_LOOKS = 3  # after the state database was restarted everybody's lock is free for a moment
_AGAIN_S = (0.5, 1.0, 2.0, 5.0)

_OVER = ("SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")
_FORGETS = 200

_TASK_WAITS_S = (1.0, 2.0, 5.0, 15.0, 60.0, 300.0, 900.0, 2_400.0)

Task = Callable[[str], object]
"""Something that is done once, told what it is about. It is done again after a crash, and where it raises a
SchemabotError, for an hour."""

log = structlog.get_logger()


class Engine:
    """Runs deployments durably, as soon as it is told what these consist of.

    Args:
        state: Where DBOS keeps its own records too.
        stopping: Set when the bot ends.
    """

    def __init__(self, state: State, stopping: threading.Event) -> None:
        self._state, self._stopping = state, stopping
        self._executor = f"{socket.gethostname()}/{os.getpid()}/{secrets.token_hex(4)}"
        self._queue: Queue | None = None
        self._tasks: Queue | None = None
        self._workflows: dict[str, Callable[..., None]] = {}

    @contextmanager
    def launched(
        self, work: Work, tasks: Mapping[str, Task], gave_up: Callable[[str, str], str], left: Callable[[], None]
    ) -> Iterator[None]:
        """Work until the end of the block.

        Args:
            work: What a deployment consists of.
            tasks: What else is to be done durably, by name.
            gave_up: Told the name of a task that failed for an hour, and why.
            left: Starts what was written down and not started, as who wrote it down died.
        """
        engine = engine_of(self._state.database)
        event.listen(engine, "before_cursor_execute", _without_extension, retval=True)
        DBOS(config=self._configuration(engine))
        self._queue = Queue("deployments", partition_concurrency=1, polling_interval_sec=_POLL_S)
        self._tasks = Queue("tasks", polling_interval_sec=_POLL_S)

        @DBOS.workflow(name=_DEPLOYMENT, max_recovery_attempts=None)
        def deployment(name: str) -> None:
            try:
                work.run(name, _Steps(self._stopping))
            except DBOSException:
                raise
            except Exception as error:  # noqa: BLE001 - it would stay as it is for ever
                work.failed(name, error)

        @DBOS.workflow(name=_TASK, max_recovery_attempts=None)
        def task(name: str, argument: str) -> None:
            steps = _Steps(self._stopping)
            for wait_s in _TASK_WAITS_S:
                problem = steps.step(name, lambda: _problem(tasks[name], argument))
                if not problem:
                    return
                DBOS.sleep(wait_s)
            steps.step("give up", lambda: gave_up(name, problem))

        self._workflows = {_DEPLOYMENT: deployment, _TASK: task}
        over = threading.Event()  # not yet when the bot is told to stop: what is being applied is finished first
        holding = _Holding(self._state, self._executor, over, left)
        holding.start()
        try:
            DBOS.launch()
            left()
            yield
        finally:
            self._stopping.set()
            over.set()
            holding.join()
            DBOS.destroy(destroy_registry=True)
            engine.dispose()

    def start(self, deployment: str, environment: str) -> None:
        """Have a deployment begin when it is its turn; nothing happens when it has begun."""

        def enqueue() -> None:
            assert self._queue is not None
            with SetWorkflowID(_id_of(deployment)), SetEnqueueOptions(queue_partition_key=environment):
                self._queue.enqueue(self._workflows[_DEPLOYMENT], deployment)

        Context().run(enqueue)  # also where a step asks for it, which DBOS would not have

    def once(self, task: str, key: str, argument: str) -> None:
        """Have a task be done, and again where it does not come to its end; nothing happens for a key that was.

        Args:
            task: Its name.
            key: What it is about, such as the id of a delivery, or a night.
            argument: What it is told.
        """

        def begin() -> None:
            # By a queue: what is started directly a second time would count as at work here, where nobody does it.
            assert self._tasks is not None
            with SetWorkflowID(f"{task}/{key}"):
                self._tasks.enqueue(self._workflows[_TASK], task, argument)

        Context().run(begin)

    def forget(self, before: datetime) -> int:
        """Throw away what is kept of deployments and tasks that ended before a time; how many there were.

        Some at a time: what goes with one is many rows.
        """

        def some() -> int:
            old = DBOS.list_workflows(
                status=list(_OVER),
                completed_before=before.isoformat(),
                limit=_FORGETS,
                load_input=False,
                load_output=False,
            )
            DBOS.delete_workflows([one.workflow_id for one in old])
            return len(old)

        total = 0
        while gone := Context().run(some):
            total += gone
        return total

    def nudge(self, deployment: str) -> None:
        """Have a deployment look whether people have answered."""
        try:
            Context().run(DBOS.send, _id_of(deployment), "", topic=_DECIDED)
        except Exception as error:  # noqa: BLE001 - it looks for itself too
            log.info("nobody to nudge", deployment=deployment, problem=type(error).__name__)

    def _configuration(self, engine: SqlEngine) -> DBOSConfig:
        return {
            "name": "schemabot",
            "system_database_engine": engine,
            "dbos_system_schema": _SCHEMA,
            "application_version": VERSION,
            "executor_id": self._executor,
            "run_admin_server": False,
            "log_level": "WARNING",
        }


@dataclass(frozen=True, slots=True)
class _Steps:
    """Steps and waits of the workflow that is at work in this thread."""

    stopping: threading.Event

    def step(self, name: str, work: Callable[[], str]) -> str:
        return DBOS.run_step({"name": name}, lambda: self._again(work))

    def wait(self, seconds: float) -> None:
        DBOS.recv(_DECIDED, timeout_seconds=seconds)

    def _again(self, work: Callable[[], str]) -> str:
        """Until the state database answers: all that a step does may be done again."""
        tries = 0
        while True:
            try:
                return work()
            except UNREACHABLE as error:
                log.warning("the state database does not answer", problem=type(error).__name__)
                if self.stopping.wait(_AGAIN_S[min(tries, len(_AGAIN_S) - 1)]):
                    raise StoppingError from error
                tries += 1


def _without_extension(
    _connection: object, _cursor: object, statement: str, parameters: object, _context: object, _many: object
) -> tuple[str, object]:
    """DBOS makes an extension of which it uses nothing, and which not every server has."""
    return statement.replace('CREATE EXTENSION IF NOT EXISTS "uuid-ossp";', ""), parameters


def _problem(task: Task, argument: str) -> str:
    """Do it. Why that was not possible; empty where it was."""
    try:
        task(argument)
    except SchemabotError as error:
        log.warning("a task is tried again later", problem=str(error))
        return str(error)
    except UNREACHABLE:
        raise  # of the state: at once, when it answers
    except Exception:
        log.exception("a task is tried again later")
        return "something went wrong that should not have: the log of the bot has the details"
    return ""


def _id_of(deployment: str) -> str:
    return f"{_DEPLOYMENT}/{deployment}"


class _Holding(threading.Thread):
    """Holds this process's lock, and takes up what other processes have left when they died."""

    def __init__(self, state: State, executor: str, over: threading.Event, left: Callable[[], None]) -> None:
        super().__init__(name="executors", daemon=True)
        self._state, self._executor, self._over, self._left = state, executor, over, left
        self._free: dict[str, int] = {}

    def run(self) -> None:
        """Until the bot ends."""
        while not self._over.is_set():
            try:
                with connect(self._state.database, autocommit=True) as connection:
                    self._hold(connection)
            except (psycopg.Error, ConnectError, DBAPIError) as error:
                log.warning("the state database does not answer", problem=type(error).__name__)
            self._free.clear()
            self._over.wait(_AGAIN_S[0])

    def _hold(self, connection: psycopg.Connection[tuple[object, ...]]) -> None:
        """As long as the connection lives, which is asked each time: the lock ends with it."""
        keep_alive(connection)
        mine = [_lock_of(self._executor)]
        while connection.execute("SELECT pg_try_advisory_lock(%s)", mine).fetchone() != (True,):
            if self._over.wait(_LOOK_S):
                return
        begun = time.monotonic()
        while not self._over.wait(_LOOK_S):
            connection.execute("SELECT 1")
            if time.monotonic() - begun > _SWEEP_S:
                begun = time.monotonic()
                self._left()
            for other in self._others():
                free = connection.execute("SELECT pg_try_advisory_lock(%s)", [_lock_of(other)]).fetchone() == (True,)
                if not free:
                    self._free.pop(other, None)
                    continue
                connection.execute("SELECT pg_advisory_unlock(%s)", [_lock_of(other)])
                self._free[other] = self._free.get(other, 0) + 1
                if self._free[other] >= _FREE_LOOKS:
                    log.info("taking up what was left", executor=other)
                    DBOS._recover_pending_workflows([other])  # noqa: SLF001 - it has no other name
                    self._left()
                    self._free.pop(other)

    def _others(self) -> list[str]:
        """Processes at which workflows are at work, but for this one."""
        query = text("SELECT DISTINCT executor_id FROM dbos.workflow_status WHERE status = 'PENDING'")
        with self._state.engine.connect() as connection:
            found = connection.execute(query).scalars().all()
        return [one for one in found if one and one != self._executor]


def _lock_of(executor: str) -> int:
    return int.from_bytes(hashlib.sha256(f"executor/{executor}".encode()).digest()[:8], signed=True)
