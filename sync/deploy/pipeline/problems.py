"""What people have to mend, told apart from what only has to be tried again."""

from sync.deploy.pipeline.records import Problem
from sync.errors import BusyError, ConnectError, SchemabotError


def problem_of(error: SchemabotError, place: str) -> Problem:
    """An error as a problem of an environment.

    Raises:
        BusyError: It is one: somebody else is at work, and it may be tried again.
        ConnectError: It is one: the database cannot be reached, and it may be tried again.
    """
    if isinstance(error, BusyError | ConnectError):
        raise error
    return Problem(error.problem, error.remedy, place)
