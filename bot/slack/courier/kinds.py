"""What kinds of posts there are: where each stands, and who makes its words of what is known."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.slack.messages.message import Detail


class Place(StrEnum):
    """Where a post stands."""

    CHANNEL = "channel"
    """In the channel, one for each subject. It is brought up to date when what it tells of changes."""
    THREAD = "thread"
    """In the thread of the subject's message in the channel, in the order in which it was written down."""
    PERSON = "person"
    """In the conversation of one person with the bot."""


@dataclass(frozen=True, slots=True)
class About:
    """What a post is made of.

    Attributes:
        subject: What it is about, such as a deployment's id.
        arguments: What is to be said beside what is known of the subject.
        link: For a person: the address of the subject's message; None where that could not be posted.
    """

    subject: str
    arguments: Mapping[str, Any]
    link: str | None = None


@dataclass(frozen=True, slots=True)
class PostKind:
    """A kind of posts.

    Attributes:
        place: Where they stand.
        make: Their words, from what is known when they are sent. Nothing to say is said by nothing. A SchemabotError
            says that what it is about is gone; nothing is posted then.
    """

    place: Place
    make: Callable[[About], Detail]


Kinds = Mapping[str, PostKind]
