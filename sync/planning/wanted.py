"""What people ask of a plan."""

from collections.abc import Sequence
from dataclasses import dataclass

from sync.selection import EVERYTHING, Selection


@dataclass(frozen=True, slots=True)
class Wanted:
    """What people ask of a plan.

    Attributes:
        selection: Which kinds are to be made alike.
        online: Whether it takes the longer way that keeps others working.
        proof: Whether it is tried on a copy first.
        reverse: Whether the way back is looked for.
        renames: What was renamed: `public.orders=public.purchases`, see `sync.plan.renames`.
        deployer: The role that will run it, where that may be another one elsewhere: what it makes is not given to it
            by name.
        secrets: Whether its statements have the secrets in clear: for a script in a terminal, never to be kept.
    """

    selection: Selection = EVERYTHING
    online: bool = False
    proof: bool = True
    reverse: bool = False
    renames: Sequence[str] = ()
    deployer: str = ""
    secrets: bool = False


AS_USUAL = Wanted()
