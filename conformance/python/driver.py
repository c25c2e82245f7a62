"""The protocol between run.py and a client program: one JSON call a line in, one JSON reply a line out.

A call names the operation, the server, the model and the messages. A reply tells what the client's user
would see: the answer, or the exception that the client raised. A client program passes `serve` one
function for each operation that its library has.
"""

import json
import os
import sys
import time
from types import SimpleNamespace


def serve(**operations):
    """Answers calls until standard input ends. What the library prints goes to standard error."""
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    sys.stdout = sys.stderr
    for line in sys.stdin:
        call = SimpleNamespace(**json.loads(line))
        started = time.monotonic()
        try:
            reply = operations[call.operation](call)
        except Exception as error:  # whatever the library raises is what its user sees
            reply = raised(error)
        reply["seconds"] = round(time.monotonic() - started, 3)
        replies.write(json.dumps(reply) + "\n")
        replies.flush()


def answer(text="", *, reasoning=None, finish_reason=None, tool_calls=None):
    return {
        "text": text,
        "reasoning": reasoning,
        "finish_reason": finish_reason,
        "tool_calls": tool_calls or [],
    }


def raised(error):
    """The exception, its first cause, and the HTTP status that one of them carries."""
    statuses = (getattr(link, name, None) for link in chain(error) for name in ("status_code", "status"))
    *_, first = chain(error)
    return {
        "raised": type(error).__name__,
        "message": str(error)[:500],
        "cause": repr(first)[:200],
        "status": next((status for status in statuses if isinstance(status, int)), None),
    }


def chain(error):
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


WEATHER_TOOL = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "The weather in a city",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
        },
    },
}
