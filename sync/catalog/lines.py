"""Line ends of texts that people wrote: compared apart from the text, and never lost."""

from dataclasses import dataclass

_CRLF = "\r\n"


@dataclass(frozen=True, slots=True)
class Lines:
    r"""A text with plain line ends, and where it had others.

    Attributes:
        text: With `\n` at the end of each line; None when there is no text.
        ends: None when that is how it was; `crlf` when all lines ended in CRLF; else `crlf on lines 3, 7`.
    """

    text: str | None
    ends: str | None

    @classmethod
    def of(cls, text: str | None) -> "Lines":
        """Take a text apart."""
        if text is None or _CRLF not in text:
            return cls(text, None)
        lines = text.split("\n")
        numbers = [number for number, line in enumerate(lines[:-1], 1) if line.endswith("\r")]
        ends = "crlf" if len(numbers) == len(lines) - 1 else f"crlf on lines {', '.join(map(str, numbers))}"
        return cls(text.replace(_CRLF, "\n"), ends)

    def original(self) -> str | None:
        """The text as it was."""
        if self.text is None or self.ends is None:
            return self.text
        lines = self.text.split("\n")
        told = self.ends.removeprefix("crlf on lines ")
        numbers = range(1, len(lines)) if told == self.ends else map(int, told.split(", "))
        for number in numbers:
            lines[number - 1] += "\r"
        return "\n".join(lines)
