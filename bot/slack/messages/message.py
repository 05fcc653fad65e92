"""A message, and the few things that every message needs: escaping, code, and Slack's limits."""

from collections.abc import Iterable
from dataclasses import dataclass

from slack_sdk.models.blocks import Block, ContextBlock, MarkdownTextObject, SectionBlock

from sync.report import visible

# Slack's limits are 3,000 characters a section, 150 a header, 40,000 a text, and near 13,200 for all blocks together.
SECTION_LIMIT = 2_800
HEADER_LIMIT = 150
TEXT_LIMIT = 3_500
ELLIPSIS = "…"
_LOOK_ALIKE = "\N{MODIFIER LETTER GRAVE ACCENT}"


@dataclass(frozen=True, slots=True)
class Message:
    """What `chat.postMessage` takes. The text says all without the blocks: phones and screen readers show only it."""

    text: str
    blocks: tuple[Block, ...] = ()


def escape(text: str) -> str:
    """What people or databases wrote, so that Slack reads no mention, link or entity in it."""
    return visible(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def code(text: str, limit: int = 200) -> str:
    """Text in code style, on one line. A backtick in it would end the code, so it becomes a look-alike."""
    return f"`{escape(clip(text, limit)).replace('`', _LOOK_ALIKE)}`"


def clip(text: str, limit: int) -> str:
    """The text, cut with an ellipsis when it is longer."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + ELLIPSIS


def section(markdown: str) -> SectionBlock:
    """A paragraph. Verbatim: an address or `@here` in a name stays plain text."""
    return SectionBlock(text=MarkdownTextObject(text=markdown, verbatim=True))


def context(markdown: str) -> ContextBlock:
    """Small print."""
    return ContextBlock(elements=[MarkdownTextObject(text=markdown, verbatim=True)])


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
