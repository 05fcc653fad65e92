"""The phases of a deployment: Validate, Test, Compare, Approve, Backup, Deploy, Verify.

Each is a function from a target to a record of what was found, which can be kept as JSON: the terminal runs them one
after the other, the bot as a workflow that outlives its process. Approve is for people; what they approve is a
`Proposal`. A record has a `problem` where people have to mend something; what only has to be tried again is raised, as
ConnectError or BusyError.
"""

from sync.deploy.pipeline.applying import apply
from sync.deploy.pipeline.backing_up import backup, remove_old_backups
from sync.deploy.pipeline.comparing import compare
from sync.deploy.pipeline.proposing import propose
from sync.deploy.pipeline.records import (
    AppliedFile,
    BackedUp,
    Changed,
    Compared,
    Danger,
    Deployed,
    Differs,
    Drifted,
    Lock,
    Note,
    Pending,
    Phase,
    Problem,
    Proposal,
    Rehearsed,
    Tested,
    Validated,
    Verified,
    from_json,
    to_json,
)
from sync.deploy.pipeline.taking_back import take_back, way_back
from sync.deploy.pipeline.target import Target, target
from sync.deploy.pipeline.testing import test
from sync.deploy.pipeline.validating import validate
from sync.deploy.pipeline.verifying import verify

__all__ = [
    "AppliedFile",
    "BackedUp",
    "Changed",
    "Compared",
    "Danger",
    "Deployed",
    "Differs",
    "Drifted",
    "Lock",
    "Note",
    "Pending",
    "Phase",
    "Problem",
    "Proposal",
    "Rehearsed",
    "Target",
    "Tested",
    "Validated",
    "Verified",
    "apply",
    "backup",
    "compare",
    "from_json",
    "propose",
    "remove_old_backups",
    "take_back",
    "target",
    "test",
    "to_json",
    "validate",
    "verify",
    "way_back",
]
