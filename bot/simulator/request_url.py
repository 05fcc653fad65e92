"""HTTP mode: the app has a request URL, and Slack posts signed requests to it."""

import hashlib
import hmac
import json
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

from bot.simulator.deliveries import ACKNOWLEDGE_WITHIN_S, Kind, Outcome
from bot.simulator.values import JsonObject
from bot.simulator.workspace import Workspace

REQUESTS_AT_ONCE = 4


class RequestUrl:
    """The transport of an app in HTTP mode. `close` waits for the requests under way."""

    def __init__(self, workspace: Workspace, url: str) -> None:
        self._workspace = workspace
        self._url = url
        self._threads = ThreadPoolExecutor(REQUESTS_AT_ONCE, thread_name_prefix="simulator-request")

    def send(self, envelope: JsonObject) -> bool:
        """Post the envelope's payload; the answer is its acknowledgement."""
        self._threads.submit(self._post, envelope)
        return True

    def close(self) -> None:
        """Let the threads end."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _post(self, envelope: JsonObject) -> None:
        deliveries, envelope_id = self._workspace.deliveries, str(envelope["envelope_id"])
        body, content_type = _encoded(envelope)
        headers = {"Content-Type": content_type, **self._signature(body), **_retry(envelope)}
        request = urllib.request.Request(self._url, body, headers, method="POST")  # noqa: S310  # configured, http(s)
        try:
            with urllib.request.urlopen(request, timeout=ACKNOWLEDGE_WITHIN_S) as response:  # noqa: S310
                answer = response.read().decode(errors="replace")
                is_json = response.headers.get_content_type() == "application/json"
        except urllib.error.HTTPError as refusal:
            refusal.close()
            deliveries.fail(envelope_id, Outcome.SERVICE_ERROR)
        except TimeoutError:
            deliveries.fail(envelope_id, Outcome.OPERATION_TIMEOUT)
        except OSError:
            deliveries.fail(envelope_id, Outcome.DISPATCH_FAILED)
        else:
            deliveries.acknowledge(envelope_id, _response(answer, is_json=is_json))

    def _signature(self, body: bytes) -> dict[str, str]:
        timestamp = str(int(self._workspace.clock.now()))
        base = b"v0:" + timestamp.encode() + b":" + body
        digest = hmac.new(self._workspace.app.signing_secret.encode(), base, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={digest}"}


def _encoded(envelope: JsonObject) -> tuple[bytes, str]:
    payload = envelope["payload"]
    if envelope["type"] == Kind.EVENT:
        return json.dumps(payload).encode(), "application/json"
    form = payload if envelope["type"] == Kind.COMMAND else {"payload": json.dumps(payload)}
    return urlencode(form).encode(), "application/x-www-form-urlencoded"


def _retry(envelope: JsonObject) -> dict[str, str]:
    if not envelope.get("retry_attempt"):
        return {}
    return {"X-Slack-Retry-Num": str(envelope["retry_attempt"]), "X-Slack-Retry-Reason": "http_timeout"}


def _response(answer: str, *, is_json: bool) -> JsonObject:
    if not answer:
        return {}
    if not is_json:
        return {"text": answer}
    try:
        parsed = json.loads(answer)
    except ValueError:
        return {}
    return parsed if isinstance(parsed, dict) else {}
