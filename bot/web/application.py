"""The web port's paths, and what answers there."""

from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus

import anyio
import structlog
from slack_bolt import App
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.configuration import WebAccess
from bot.web.answers import Endpoint, answering, refused
from bot.web.deployments import deployments
from bot.web.health import Readyz, healthz
from bot.web.intake import Intake, Push, Readiness
from bot.web.metrics import metrics
from bot.web.slack_events import slack_events
from bot.web.webhook import webhook

_AT_ONCE = 8

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class SlackOverHttp:
    """Slack in HTTP mode. Its `repr` shows no secret.

    Attributes:
        app: Takes what Slack posts.
        signing_secret: What Slack signs with.
    """

    app: App
    signing_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Site:
    """What the web port needs.

    Attributes:
        access: The secrets of those who may say something.
        intake: Who gets what they say.
        is_ours: Whether a push is to the repository that is deployed.
        readiness: What is not ready.
        slack: For HTTP mode; None in Socket Mode.
    """

    access: WebAccess
    intake: Intake
    is_ours: Callable[[Push], bool]
    readiness: Readiness
    slack: SlackOverHttp | None = None


def application(site: Site) -> Starlette:
    """All paths."""
    threads = anyio.CapacityLimiter(_AT_ONCE)

    def route(path: str, method: str, endpoint: Endpoint) -> Route:
        return Route(path, answering(path, endpoint), methods=[method])

    routes = [
        route("/healthz", "GET", healthz),
        route("/readyz", "GET", Readyz(site.readiness).answer),
        route("/metrics", "GET", metrics),
        route("/github/webhook", "POST", webhook(site.intake, site.access.webhook_secret, site.is_ours, threads)),
        route("/deployments", "POST", deployments(site.intake, site.access.deploy_token, threads)),
    ]
    if site.slack is not None:
        routes.append(route("/slack/events", "POST", slack_events(site.slack.app, site.slack.signing_secret)))
    if not site.access.webhook_secret:
        log.warning("pushes do not come in: GITHUB_WEBHOOK_SECRET is not set")
    if not site.access.deploy_token:
        log.info("nobody may ask for deployments over HTTP: SCHEMABOT_DEPLOY_TOKEN is not set")
    found = Starlette(routes=routes, exception_handlers={HTTPException: _no_such_path})
    found.router.redirect_slashes = False
    return found


async def _no_such_path(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return refused(HTTPStatus(error.status_code), error.detail, error.headers)
