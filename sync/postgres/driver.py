"""psycopg2, the driver that reads schemas.

It imports Python's `ssl`, for locks that OpenSSL has not needed since version 1.1, and goes on without where there is
none. That import takes as long as connecting, so here there is none.
"""

import sys

_SSL = "ssl"
_hidden = _SSL not in sys.modules
if _hidden:
    sys.modules[_SSL] = None  # type: ignore[assignment]  # Python's own way to say that there is no such module
try:
    import psycopg2
    from psycopg2 import errors, extensions, sql
finally:
    if _hidden:
        del sys.modules[_SSL]

__all__ = ["errors", "extensions", "psycopg2", "sql"]
