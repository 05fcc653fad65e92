"""What the functions of this package say of a change that has no statement."""


class NoStatementError(Exception):
    """PostgreSQL cannot change it in place. It never leaves the package."""
