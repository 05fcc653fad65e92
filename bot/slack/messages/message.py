"""A message, and the few things that every message needs: escaping, code, and Slack's limits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import Block, ContextBlock, HeaderBlock, MarkdownTextObject, PlainTextObject, SectionBlock

from sync.report import visible

# Slack's limits are 3,000 characters a section, 150 a header, 40,000 a text, and near 13,200 for all blocks together.
SECTION_LIMIT = 2_800
HEADER_LIMIT = 150
TEXT_LIMIT = 3_500
ELLIPSIS = "…"
_LOOK_ALIKE = "\N{MODIFIER LETTER GRAVE ACCENT}"
_BRACKETS = {
    ord("<"): "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}",
    ord(">"): "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}",
}


@dataclass(frozen=True, slots=True)
class Message:
    """What `chat.postMessage` takes. The text says all without the blocks: phones and screen readers show only it."""

    text: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A text file.

    Attributes:
        name: What it is called.
        content: All of it.
        language: As Slack names the kind of a snippet, such as `sql`.
    """

    name: str
    content: str
    language: str = "text"


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing that is told: a message, a file, or both; nothing when there is nothing to say."""

    message: Message | None = None
    file: Attachment | None = None


def escape(text: str) -> str:
    """What people or databases wrote, so that Slack reads no mention, link or entity in it."""
    return visible(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def code(text: str, limit: int = 200) -> str:
    """Text in code style, on one line. A backtick in it would end the code, so it becomes a look-alike."""
    return f"`{_escaped(text, limit).replace('`', _LOOK_ALIKE)}`"


def short(text: str, limit: int) -> str:
    """A text on one line, escaped, with at most `limit` characters; no entity is cut in two."""
    return _escaped(" ".join(text.split()), limit)


def clip(text: str, limit: int) -> str:
    """The text, cut with an ellipsis when it is longer."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + ELLIPSIS


def section(markdown: str) -> SectionBlock:
    """A paragraph. Verbatim: an address or `@here` in a name stays plain text."""
    return SectionBlock(text=MarkdownTextObject(text=markdown, verbatim=True))


def header(text: str) -> HeaderBlock:
    """A title. It is plain: nothing in it is markup."""
    return HeaderBlock(text=PlainTextObject(text=plain(text, HEADER_LIMIT), emoji=True))


def plain(text: str, limit: int) -> str:
    """What people wrote, on one line, for where Slack reads no markup; angle brackets become look-alikes."""
    return clip(visible(" ".join(text.split())).translate(_BRACKETS), limit)


def context(markdown: str) -> ContextBlock:
    """Small print."""
    return ContextBlock(elements=[MarkdownTextObject(text=markdown, verbatim=True)])


def fitting(lines: Sequence[str], limit: int, more: str = "…and {left} more") -> str:
    """As many lines as fit, whole, and how many are left out.

    Args:
        lines: In their order.
        limit: How many characters there is room for.
        more: The last line where some are left out.
    """
    kept: list[str] = []
    room = limit - len(more) - 10
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            break
        kept.append(line)
    left = len(lines) - len(kept)
    return "\n".join([*kept, more.format(left=left)] if left else kept)


def packed(paragraphs: Iterable[str], limit: int) -> list[str]:
    """Join paragraphs by line ends into as few texts as fit the limit; one that is too long alone is clipped."""
    texts: list[str] = []
    for paragraph in paragraphs:
        short = clip(paragraph, limit)
        if texts and len(texts[-1]) + 1 + len(short) <= limit:
            texts[-1] += "\n" + short
        else:
            texts.append(short)
    return texts


def _escaped(text: str, limit: int) -> str:
    """A text that has at most `limit` characters when it is escaped, which may make it many times as long."""
    kept = limit
    while len(shown := escape(clip(text, kept))) > limit:
        kept = max(1, kept * limit // len(shown))
    return shown
