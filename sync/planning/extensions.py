"""Owners of extensions: whoever makes one owns it, and no statement of PostgreSQL gives it to somebody else."""

from collections.abc import Iterator, Sequence

from sync.compare import Change, Difference
from sync.model import Catalog, Diagnostic, Identity, Kind
from sync.model.objects import Owner


def is_owner_of_extension(of: Identity) -> bool:
    """Whether it says who owns an extension."""
    return of.kind is Kind.OWNER and of.of is Kind.EXTENSION


def said_of_owners(differences: Sequence[Difference], a: Catalog, b: Catalog) -> Iterator[Diagnostic]:
    """What a plan leaves as it is.

    Args:
        differences: What differs.
        a: The side that changes.
        b: The side that it becomes like.
    """
    for one in differences:
        if not is_owner_of_extension(one.identity):
            continue
        old, new = (side.objects.get(one.identity) for side in (a, b))
        if isinstance(old, Owner) and isinstance(new, Owner):
            yield Diagnostic(
                "extension-owner",
                f"extension {one.identity.name} stays {old.owner}'s, not {new.owner}'s: no statement gives an extension"
                f" to somebody else. To change that, drop it and let {new.owner} make it again",
            )
    added = (one.identity for one in differences if one.change is Change.ADDED)
    made = sorted(of.name for of in added if of.kind is Kind.EXTENSION)
    if made:
        yield Diagnostic("extension-owner", f"whoever runs this will own what extensions it makes: {', '.join(made)}")
