"""Where schemabot keeps what it keeps on the disk: the embedded server's data, what was replayed, mirrors."""

import os
import sys
from pathlib import Path

DATA_VARIABLE = "SCHEMABOT_DATA"


def data_folder() -> Path:
    """`SCHEMABOT_DATA`, else the platform's place for such things. It may not be there yet."""
    named = os.environ.get(DATA_VARIABLE)
    if named:
        return Path(named)
    if os.geteuid() == 0 and sys.platform == "linux":
        return Path("/var/lib/schemabot")  # the server runs as another account, which may not enter /root
    import platformdirs  # noqa: PLC0415 - not needed where the variable is set, and every command comes by here

    return platformdirs.user_data_path("schemabot")
