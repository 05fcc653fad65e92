"""Notes under a comparison: what both sides say alike is said once."""

from collections.abc import Iterator

from sync.diff import Comparison


def notes(comparison: Comparison) -> Iterator[str]:
    """What was seen and not compared, a line each, in the order of the sides."""
    left, right = f"{comparison.a}: ", f"{comparison.b}: "
    messages = tuple(dict.fromkeys(diagnostic.message for diagnostic in comparison.diagnostics))
    on_a, on_b = ({one.removeprefix(side) for one in messages if one.startswith(side)} for side in (left, right))
    shared = on_a & on_b if left != right else set()
    for message in messages:
        if message.removeprefix(left) in shared:
            yield f"both: {message.removeprefix(left)}"
        elif message.removeprefix(right) not in shared:
            yield message
