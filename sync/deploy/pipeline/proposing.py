"""What people approve: these migrations, of this commit, on this schema, with what comes out."""

from sync.deploy.pipeline.records import Proposal, Tested
from sync.deploy.pipeline.state import digest_of
from sync.deploy.pipeline.target import Target

# Of what goes into the digest: another number makes all digests other ones.
_VERSION = 1


def propose(target: Target, tested: Tested) -> Proposal:
    """What people approve, of what was tested. The same, the same digest; nothing is read.

    Args:
        target: Where to.
        tested: What was seen on the copy; also of which live schema that was one.
    """
    migrations = [[one.version, one.label, one.digest] for one in tested.pending]
    digest = digest_of(_VERSION, target.name, target.commit, tested.live, migrations, tested.expected)
    return Proposal(target.name, target.commit, digest, tested.live, tested.pending)
