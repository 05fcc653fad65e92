"""What a secret looks like in a text: in the body of a function, a definition, an expression or a comment.

Each pattern has a few words without which it cannot match, so that a text without any of them is done after a handful
of plain searches. What a pattern found is judged again: a name (`NEW.password = …`), a placeholder (`%L`, `$1`) or a
word (`'token', 'expired'`) is no secret. In doubt something that is none is hidden rather than a secret shown.
"""

import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import dataclass

HIDDEN = re.compile(r"\[secret [0-9a-f]{12}\]")

_KEYS = [
    "api",
    "access",
    "private",
    "secret",
    "signing",
    "encryption",
    "service",
    "role",
    "auth",
    "master",
    "shared",
    "account",
    "jwt",
    "webhook",
]
_KEYWORD = rf"(?:passw(?:or)?d|passphrase|pwd|secret|token|credentials?|authorization|(?:{'|'.join(_KEYS)})[_-]?key)"
_NEEDLES = ("passw", "passphrase", "pwd", "secret", "token", "credential", "authorization", "key")
_SCHEME = r"(?:(?:Bearer|Basic|Token|ApiKey|Digest)\s+)"
_QUOTE = r"""(?:''|\\?["'])"""
_VALUE = r"""[^\s"'\\,;)|\]}](?:[^"'\\\n]|\\[^"']|(?:''|\\["'])(?=\w))*"""
_ARGUMENT = r"""(?:[^()';]|'[^']*'|\((?:[^()]|\([^()]*\))*\))"""
_CAST = r"(?:::[a-z\ ]+(?:\(\d+\))?)?"


def _literal(group: str) -> str:
    """A string as SQL writes it, also within another string; not one that is empty, or ends with what comes before."""
    start = r"(?![\s;,)|:'])"
    return (
        rf"(?:E'(?P<{group}1>{start}(?:[^'\\]|''|\\.)+)' | '(?P<{group}2>{start}(?:[^']|'')+)'"
        rf" | ''(?P<{group}3>{start}[^']+)'')"
    )


@dataclass(frozen=True, slots=True)
class Pattern:
    """One form in which secrets are written.

    Attributes:
        needles: In lower case; without any of them in the text the form is not there.
        source: A regular expression. The last of its groups that took part holds the secret; the name of that group,
            without digits, says who judges it.
        flags: How it is meant.
    """

    needles: tuple[str, ...]
    source: str
    flags: re.RegexFlag = re.VERBOSE | re.IGNORECASE | re.DOTALL

    @property
    def form(self) -> re.Pattern[str]:
        """Compiled, when it is needed for the first time: few comparisons need all."""
        return re.compile(self.source, self.flags)


_PATTERNS = (
    Pattern(
        ("-----begin",),
        r"-----BEGIN\ [A-Z ]*PRIVATE\ KEY-----(?P<secret>[^']+?)(?=-----END|'|\Z)",
    ),
    Pattern(
        (
            *("eyj", "sk_", "rk_", "sk-", "github_pat_", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "xox", "xapp-"),
            *("akia", "asia", "aiza", "glpat-", "sb_secret_", "sbp_", "whsec_", "sg.", "npm_", "hf_", "shpat_"),
            "dop_v1_",
        ),
        r"""(?<![A-Za-z0-9])(?P<token>
                eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)? | (?:sk|rk)_(?:live|test)_\w{8,} | sk-(?=[\w-]*\d)[\w-]{16,}
              | gh[pousr]_\w{20,} | github_pat_\w{20,} | xox[a-z]-[\w-]{10,} | xapp-[\w-]{10,} | A[KS]IA[A-Z0-9]{16}
              | AIza[\w-]{30,} | glpat-[\w-]{16,} | sb_secret_[\w-]{8,} | sbp_\w{20,} | whsec_[\w+/=]{16,}
              | SG\.[\w-]{16,}\.[\w-]{16,} | npm_\w{30,} | hf_\w{20,} | shpat_\w{20,} | dop_v1_\w{20,}
            )""",
        re.VERBOSE,
    ),
    Pattern(
        ("://",),
        r"""://(?:[^\s/?#'"@:]*:(?P<secret1>[^\s/'"]+)@ | (?P<random1>[\w-]{16,})@
                | hooks\.slack\.com/(?:services|workflows)/(?P<secret2>[\w/-]+)
                | (?:\w+\.)?discord(?:app)?\.com/api/webhooks/(?P<secret3>[\w/-]+))""",
    ),
    Pattern(
        (*_NEEDLES, "sig"),
        rf"""[?&](?:\w*{_KEYWORD}|key|sig|signature)=(?P<secret>[^&\s'"<>]{{4,}})""",
    ),
    Pattern(
        ("bearer",),
        rf"""(?:(?<=["'])\s*Bearer\s+(?P<secret1>[^\s"'\\]{{4,}})(?=\\?["'])
                | \bBearer\s+(?P<random1>[\w.~+/=-]{{8,}})
                | \bBearer\s*'{_CAST}\s*(?:\|\||,)\s*{_literal("secret2")})""",
    ),
    Pattern(("basic",), r"\bBasic\s+(?P<basic>[A-Za-z0-9+/_-]{4,}={0,2})"),
    Pattern(
        _NEEDLES,
        rf"""(?P<keyword>{_KEYWORD})
            (?:
                {_QUOTE}{_CAST}\s*(?:
                    (?::(?![:=])|=>)\s*E?{_QUOTE}{_SCHEME}?(?P<secret1>{_VALUE})(?={_QUOTE})
                  | ,\s*E?{_QUOTE}(?:{_SCHEME}(?P<secret2>{_VALUE})|(?P<argument>{_VALUE}))(?={_QUOTE})
                )
              | "?\)?{_CAST}\)?\s*(?:
                    (?:(?:constant\s+)?(?:text|varchar|character\s+varying)(?:\s*\(\d+\))?\s*)?
                    (?:(?::=|=>)\s*{_literal("assigned")} | (?:=|\bDEFAULT\b)\s*{_literal("random1")})
                  | \bTO\s+{_literal("secret3")}
                  | (?<=\s){_literal("quoted")}
                  | :(?![:=])\s*{_SCHEME}?(?P<random2>[^\s"'\\,;<>{{}}]{{6,}})
                )
            )""",
    ),
    Pattern(
        ("passw", "pwd"),
        r"""(?:(?P<pair>\b\w+\s*=\s*[^\s,;()]+\s+)|(?P<opening>["']\s*))?
                \b(?:ssl)?(?:passw(?:or)?d|pwd)\s*=\s*
                (?P<setting>'(?!\s*(?:\|\||[,)]))(?:[^'\\]|\\.)+'|''(?:[^'\\]|\\.)+''|[^\s'",;()]+)
                (?=(?P<more>\s+\w+\s*=\s*[^\s=])?)
              | =[^;'"\s=]+;(?:Password|Pwd)=(?P<secret>[^;'"\s]+)""",
    ),
    Pattern(
        ("crypt", "hmac", "sign", "create_secret", "update_secret"),
        rf"""\b(?:(?:pgp_sym_(?:en|de)crypt(?:_bytea)?|(?:en|de)crypt(?:_iv)?)\s*\({_ARGUMENT}*?,\s*'(?P<secret1>[^']+)'
                | crypt\s*\(\s*{_literal("secret2")}
                | hmac\s*\({_ARGUMENT}*?,\s*'(?P<secret3>[^']+)'(?:::\w+)?\s*,\s*'(?:md5|sha\d+)'
                | sign\s*\({_ARGUMENT}*?,\s*'(?P<random>[^']+)'
                | create_secret\s*\(\s*(?:\w+\s*=>\s*)?{_literal("secret4")}
                | update_secret\s*\({_ARGUMENT}*?,\s*(?:\w+\s*=>\s*)?{_literal("secret5")})""",
    ),
)
# Only in what is no code: `password=…` there is a name and a value.
_IN_PROSE = Pattern(_NEEDLES, rf"""{_KEYWORD}\s*[=:]\s*(?P<prose>[^\s"',;]{{4,}})""")

_PLACEHOLDER = re.compile(
    r"%[A-Za-z]?$|%\d+\$|\$|\{|<|:\w|\*|[.…xX*•]+$|(?:null|true|false|none|string|text|uuid|required|optional|Bearer|Basic|Token)\s*$",
    re.IGNORECASE,
)
_BUILDERS = re.compile(r"(?:jsonb?_build_object|jsonb?_object|hstore|http_header|set_config|row)\s*\Z", re.IGNORECASE)
_SHORTEST = 3
_SHORTEST_RANDOM = 8
_LONG = 20


def forms_in(text: str, *, prose: bool = False) -> Iterator[re.Pattern[str]]:
    """The forms that may be in a text; what they match, `secret_in` judges."""
    lowered = text.lower()
    for pattern in (*_PATTERNS, _IN_PROSE) if prose else _PATTERNS:
        if any(needle in lowered for needle in pattern.needles):
            yield pattern.form


def looks_random(value: str) -> bool:
    """Whether a text is more like a key than like a word, a name or an address."""
    if len(value) < _SHORTEST_RANDOM or re.search(r"\s|^https?://[^@]*$", value):
        return False
    letters, digits = any(map(str.isalpha, value)), any(map(str.isdigit, value))
    return (letters and digits) or (len(value) >= _LONG and not value.islower() and not value.isupper())


def secret_in(match: re.Match[str]) -> str:
    """The name of the group that holds a secret; empty when it is none after all."""
    group = next(
        name for name, value in reversed(match.groupdict().items()) if value is not None and name not in _CIRCUMSTANCES
    )
    value = match[group]
    if HIDDEN.match(match.string, match.start(group)) or _PLACEHOLDER.match(value) or len(value.strip("'")) < _SHORTEST:
        return ""
    judge = _JUDGES.get(group.rstrip("0123456789"))
    return group if judge is None or judge(match, value) else ""


def _assigned(match: re.Match[str], value: str) -> bool:
    return looks_random(value) if match["keyword"].lower() == "token" else True


def _quoted(match: re.Match[str], value: str) -> bool:
    """`PASSWORD 'x'`; but `'… password ' || x` has the end of a text there."""
    return match["keyword"].lower().startswith("passw") or looks_random(value)


def _argument(match: re.Match[str], value: str) -> bool:
    """`'apikey', '…'` as the arguments of what takes names and values; in a list of words it must look like a key."""
    return looks_random(value) or bool(_BUILDERS.search(_called(match.string, match.start())))


def _called(text: str, position: int) -> str:
    """What stands before the parenthesis that is open at a position."""
    depth = 0
    for index in range(position - 1, max(position - 2000, -1), -1):
        if text[index] == ")":
            depth += 1
        elif text[index] == "(":
            if not depth:
                return text[max(index - 40, 0) : index]
            depth -= 1
    return ""


def _setting(match: re.Match[str], _: str) -> bool:
    """`password=…` of a connection string: other settings stand beside it, or it begins the string."""
    return bool(match["pair"] or match["opening"] or match["more"])


def _basic(match: re.Match[str], value: str) -> bool:
    """Name and password in base64, as RFC 7617 has them; else it is a word behind "basic"."""
    if "authorization" in match.string[max(match.start() - 30, 0) : match.start()].lower():
        return True
    try:
        return b":" in b64decode(value + "=" * (-len(value) % 4), altchars=b"-_", validate=False)
    except ValueError:
        return False


def _prose(match: re.Match[str], value: str) -> bool:
    """`password=x`, `token: x1`; but in "token: see below" it is a word."""
    return match.string[match.start("prose") - 1] == "=" or not value.strip(".!?()").isalpha()


_JUDGES: dict[str, Callable[[re.Match[str], str], bool]] = {
    "random": lambda _, value: looks_random(value),
    "assigned": _assigned,
    "quoted": _quoted,
    "argument": _argument,
    "setting": _setting,
    "basic": _basic,
    "prose": _prose,
}
_CIRCUMSTANCES = frozenset({"keyword", "pair", "opening", "more"})
