"""Which repository a push is to, and who signed it."""

from pathlib import Path

import pytest

from bot.github import Push, is_signed, matches


def push(clone_url: str, full_name: str) -> Push:
    return Push("d", clone_url, full_name, "main", "a" * 40, "b" * 40, deleted=False, forced=False, pusher="ann")


HERE = push("https://github.com/Acme/App.git", "Acme/App")


@pytest.mark.parametrize(
    "repository",
    [
        "https://github.com/acme/app",
        "https://github.com/acme/app.git",
        "https://github.com/ACME/app/",
        "https://GitHub.com:443/acme/app",
        "http://github.com/acme/app",
        "ssh://git@github.com/acme/app.git",
        "ssh://git@github.com:22/acme/app.git",
        "git@github.com:acme/app.git",
        "github.com:acme/app",
    ],
)
def test_the_same_repository(repository: str) -> None:
    assert matches(repository, HERE)


@pytest.mark.parametrize(
    "repository",
    [
        "https://github.com/acme/other",
        "https://github.com/other/app",
        "https://gitlab.com/acme/app",
        "https://github.com:8443/acme/app",
        "https://github.com.evil.test/acme/app",
        "https://github.com/x/acme/app",
        "git@gitlab.com:acme/app.git",
        "/acme/app",
        ".",
        "",
        "https://[",
    ],
)
def test_another_repository(repository: str) -> None:
    assert not matches(repository, HERE)


def test_both_names_of_a_push_must_be_those_of_the_repository() -> None:
    for one in (push("https://github.com/acme/app", "evil/app"), push("https://github.com/evil/app", "acme/app")):
        assert not matches("https://github.com/acme/app", one)
    for url in ("https://[", "", "file:///acme/app", "/acme/app", "acme/app"):
        assert not matches("https://github.com/acme/app", push(url, "acme/app"))


def test_a_path(tmp_path: Path) -> None:
    path = tmp_path / "acme" / "app.git"
    for full_name in ("acme/app.git", "acme/app"):
        for url in (str(path), f"file://{path}", f"{path}/"):
            assert matches(str(path), push(url, full_name))
            assert matches(f"file://{path}", push(url, full_name))
            assert matches("../acme/app.git", push(url, full_name), tmp_path / "conf")
    assert not matches(str(path), push(str(path), "other/app.git"))
    assert not matches(str(path), push(str(path.parent), "acme/app.git"))
    assert not matches(str(path), push(f"https://h{path}", "acme/app.git"))


def test_a_signature_as_github_documents_it() -> None:
    # https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries#testing-the-webhook-payload-validation
    expected = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
    assert is_signed("It's a Secret to Everybody", b"Hello, World!", expected)
    assert not is_signed("It's a Secret to Everybody", b"Hello, World", expected)
