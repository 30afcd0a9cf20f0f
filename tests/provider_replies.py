"""What the servers of single providers send back, as `servers.ModelServer` is told it."""

from __future__ import annotations

import json
from typing import Any

from servers import Reply

JSON = {"Content-Type": "application/json"}


def message(*texts: str, stop: str | None = "end_turn", **more: Any) -> Reply:
    """Return a message of Anthropic's protocol, a block for each text."""
    data = {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "stub-1",
        "content": [{"type": "text", "text": text} for text in texts],
        "stop_reason": stop,
        "stop_sequence": None,
        "usage": {"input_tokens": 11, "output_tokens": 7},
        **more,
    }
    return Reply(body=json.dumps(data), headers={**JSON, "request-id": "req_1"})


def message_fails(status: int, said: str = "no", *, kind: str = "api_error", **headers: str) -> Reply:
    """Return an error of Anthropic's protocol."""
    data = {"type": "error", "error": {"type": kind, "message": said}, "request_id": "req_1"}
    return Reply(status, json.dumps(data), JSON | named(headers))


def generated(*texts: str, finish: str | None = "STOP", **more: Any) -> Reply:
    """Return generated content of Google's protocol, a part for each text."""
    data = {
        "candidates": [
            {"content": {"role": "model", "parts": [{"text": text} for text in texts]}, "finishReason": finish}
        ],
        "usageMetadata": {"promptTokenCount": 11, "candidatesTokenCount": 7, "totalTokenCount": 18},
        "modelVersion": "stub-1",
        "responseId": "resp_1",
        **more,
    }
    return Reply(body=json.dumps(data), headers=JSON)


def generation_fails(
    status: int, said: str = "no", *, kind: str = "UNKNOWN", details: Any = (), **headers: str
) -> Reply:
    """Return an error of Google's protocol."""
    data = {"error": {"code": status, "message": said, "status": kind, "details": list(details)}}
    return Reply(status, json.dumps(data), JSON | named(headers))


def named(headers: dict[str, str]) -> dict[str, str]:
    """Return headers by their names: `retry_after` is Retry-After."""
    return {name.replace("_", "-").title(): value for name, value in headers.items()}
