"""Slack signs what it sends over HTTP: whoever does not know the signing secret is not heard."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

FRESH_FOR = timedelta(minutes=5)  # as Slack's guide to verifying requests has it


class Signature:
    def __init__(self, signing_secret: str) -> None:
        self._secret = signing_secret.encode()

    def is_good(self, body: bytes, timestamp: str, signature: str, now: datetime) -> bool:
        """Not of a request that is older than `FRESH_FOR`, nor of one from a time that far ahead.

        The SDK's verifier raises on an odd header, decodes the body, and reads the clock.
        """
        if not timestamp.isascii() or not timestamp.isdigit() or len(timestamp) > 11:
            return False
        if abs(now - datetime.fromtimestamp(int(timestamp), UTC)) > FRESH_FOR:
            return False
        return hmac.compare_digest(self.of(body, timestamp).encode(), signature.encode(errors="replace"))

    def of(self, body: bytes, timestamp: str) -> str:
        said = b":".join((b"v0", timestamp.encode(), body))
        return "v0=" + hmac.new(self._secret, said, hashlib.sha256).hexdigest()
