"""The way Slack says no."""

from collections.abc import Iterable
from typing import Any


class ApiError(Exception):
    """A refused Web API call: Slack's error code, and the sentences that go into `response_metadata`."""

    def __init__(self, code: str, messages: Iterable[str] = (), **fields: Any) -> None:
        super().__init__(code)
        self.code = code
        self.messages = list(messages)
        self.fields = fields

    def body(self) -> dict[str, Any]:
        body: dict[str, Any] = {"ok": False, "error": self.code, **self.fields}
        if self.messages:
            body["response_metadata"] = {"messages": [f"[ERROR] {message}" for message in self.messages]}
            if self.code == "invalid_blocks":  # only this error repeats the messages at the top, without the prefix
                body["errors"] = self.messages
        return body


def bad_argument(message: str, pointer: str) -> ApiError:
    """`invalid_arguments`, with Slack's pointer to the argument at fault."""
    return ApiError("invalid_arguments", [f"{message} [json-pointer:{pointer}]"])
