"""The courier's posts about drift: each kind, and the pure function that makes its words of a report."""

from collections.abc import Callable

from bot.drift.posts import Kind
from bot.drift.values import ReportView
from bot.slack.courier import About, Place, PostKind
from bot.slack.messages.drift import drift_detail, report_message
from bot.slack.messages.message import Detail


def drift_posts(report: Callable[[str], ReportView]) -> dict[str, PostKind]:
    """What is posted about drift.

    Args:
        report: Where reports come from.
    """

    def in_thread(kind: Kind) -> PostKind:
        return PostKind(Place.THREAD, lambda about: drift_detail(kind, report(about.subject), about.arguments))

    def top(about: About) -> Detail:
        return Detail(report_message(report(about.subject)))

    threads = {kind.value: in_thread(kind) for kind in Kind if kind is not Kind.REPORT}
    return {Kind.REPORT.value: PostKind(Place.CHANNEL, top), **threads}
