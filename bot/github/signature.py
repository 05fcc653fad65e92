"""Whether a webhook was signed with our secret: the header `X-Hub-Signature-256`.

https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
"""

import hashlib
import hmac

_SCHEME = "sha256="


def is_signed(secret: str, body: bytes, signature: str) -> bool:
    """Compare in constant time.

    Args:
        secret: What GitHub was given as the webhook's secret.
        body: As it came in, byte for byte.
        signature: The header, `sha256=…`; empty where it is missing.
    """
    expected = _SCHEME + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected.encode(), signature.encode(errors="replace"))
