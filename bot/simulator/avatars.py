"""Avatars: a person's initials on their colour, the app's database symbol, Slackbot's mark."""

from html import escape

from bot.simulator.values import SLACKBOT, User

_FRAME = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 72 72" role="img" aria-label="{label}">'
    '<rect width="72" height="72" fill="{colour}"/>{symbol}</svg>'
)
_DATABASE = (
    '<g fill="none" stroke="#fff" stroke-width="4" stroke-linecap="round" stroke-linejoin="round">'
    '<ellipse cx="36" cy="21" rx="17" ry="7"/><path d="M19 21v30c0 4 8 7 17 7s17-3 17-7V21"/>'
    '<path d="M19 36c0 4 8 7 17 7s17-3 17-7"/></g>'
)
_SPARK = '<path fill="#fff" d="M36 14l6 16 16 6-16 6-6 16-6-16-16-6 16-6z"/>'
_INITIALS = (
    '<text x="36" y="46" fill="#fff" font-family="system-ui,sans-serif" font-size="28" font-weight="600" '
    'text-anchor="middle">{initials}</text>'
)


def avatar_svg(user: User) -> str:
    """Return a user's avatar as an SVG document."""
    if user.id == SLACKBOT:
        symbol = _SPARK
    elif user.is_bot:
        symbol = _DATABASE
    else:
        symbol = _INITIALS.format(initials=escape(user.initials))
    return _FRAME.format(label=escape(user.real_name), colour=escape(user.colour), symbol=symbol)
