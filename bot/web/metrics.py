"""What is counted of the web port's requests, for Prometheus.

`/metrics` shows what the whole process counts: whoever counts something else makes it a metric of a module, as here.
"""

from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest
from starlette.requests import Request
from starlette.responses import Response

_REQUESTS = Counter("schemabot_http_requests", "Requests to the web port.", ["path", "status"])
_SECONDS = Histogram("schemabot_http_request_seconds", "How long answers took.", ["path"])


def answered(path: str, status: int, seconds: float) -> None:
    """Count an answer. The path is one that there is: what strangers ask for is not counted by its name."""
    _REQUESTS.labels(path, str(status)).inc()
    _SECONDS.labels(path).observe(seconds)


async def metrics(_: Request) -> Response:
    """All metrics, as Prometheus reads them."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
