"""Characters by which SQL reads otherwise than it runs."""

import pytest

from sync.deploy.pipeline.misleading import misleading, plainly


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("-- naïve café 東京 \u0645 ✓\n\tSELECT 1;\r\nSELECT 2;\n", []),
        ("SELECT 1;\n-- \u202e reversed\n", [(2, "\u202e")]),
        ("a\u2066\nb\u200e\nc\u061c", [(1, "\u2066"), (2, "\u200e"), (3, "\u061c")]),
        ("a\u200bb\u2060c\ufeffd", [(1, "\u200b"), (1, "\u2060"), (1, "\ufeff")]),
        ("-- harmless\rDROP TABLE orders;", [(1, "\r")]),
        ("-- harmless\u2028DROP TABLE orders;", [(1, "\u2028")]),
        ("SELECT \u3164 FROM t \x08\x08;", [(1, "\u3164"), (1, "\x08"), (1, "\x08")]),
    ],
)
def test_they_are_found_with_their_lines(text: str, found: list[tuple[int, str]]) -> None:
    assert list(misleading(text)) == found


def test_they_are_shown_by_their_numbers() -> None:
    assert plainly("-- é \u202ex\r\n\tb\r") == "-- é <U+202E>x\n\tb<U+000D>"
