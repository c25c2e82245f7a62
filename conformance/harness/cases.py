"""What each client is put through, and what its user must see."""

import json
from dataclasses import dataclass, field
from typing import Callable, Optional

GREETING = "Hello from the scripted upstream."
THOUGHT = "The user greets me."
UNICODE = "one\u2028two\u2029three\u0085four \U0001f680 e\u0301"
WRONG_KEY = "rc_live_wrong"
ENGINE_MODEL = "HuggingFaceTB/SmolLM2-135M-Instruct"
PADDING_AFTER_SECONDS = 6  # what the scripted gateway is set to
READ_TIMEOUT_SECONDS = 6  # of clients that tell theirs: padded after two thirds of it
UNKNOWN_MODEL = "no-such-model"

HELLO = [{"role": "user", "content": "Hi"}]
CONVERSATION = [
    {"role": "system", "content": "You answer in one short sentence."},
    {"role": "user", "content": "Name a colour."},
    {"role": "assistant", "content": "Blue."},
    {"role": "user", "content": "Name another one."},
]


@dataclass(frozen=True)
class Case:
    """One thing to do with every client whose program has this operation.

    route: which server: engine, scripted (a gateway before the scripted upstream), http10 and http11 (nginx
        before that gateway), direct (the scripted upstream itself)
    model: of the scripted upstream (testing's ScriptedBehaviours lists them); its default model on the engine's route
    expect: judges a reply; returns what is wrong with it, or None
    counted: whether the number of requests belongs in the table
    refused: whether the gateway must answer by itself, without a request to the upstream
    once: whether the answer must not lead any client to ask a second time
    """

    name: str
    route: str
    operation: str
    model: str
    expect: Callable[[dict], Optional[str]]
    messages: list = field(default_factory=lambda: HELLO)
    parameters: dict = field(default_factory=dict)
    wrong_key: bool = False
    counted: bool = False
    refused: bool = False
    once: bool = False
    timeout: Optional[int] = None
    seconds: int = 120

    @property
    def is_scripted(self):
        return self.route != "engine"

    @property
    def is_configured(self):
        return self.is_scripted and self.model != UNKNOWN_MODEL


def says(text):
    def judge(reply):
        if reply.get("text") != text:
            return f"expected the text {text!r}"
        return None if reply.get("finish_reason") in ("stop", None, "") else "expected finish_reason stop"

    return judge


def says_something(reply):
    if not (reply.get("text") or "").strip():
        return "expected some text"
    return None if reply.get("finish_reason") in ("stop", "length", None, "") else "expected finish_reason stop or length"


def thinks(reply):
    if reply.get("reasoning") != THOUGHT:
        return f"expected the reasoning {THOUGHT!r}"
    return says(GREETING)(reply)


def calls_the_tool(reply):
    calls = [[name, as_object(arguments)] for name, arguments in reply.get("tool_calls", [])]
    return None if calls == [["get_weather", {"city": "Paris"}]] else "expected one call of get_weather for Paris"


def lists_a_model(reply):
    return None if "plain@" in reply.get("text", "") else "expected the configured models"


def raises(status=None):
    def judge(reply):
        if "raised" not in reply:
            return "expected the client to raise"
        seen = reply.get("status")
        return f"expected status {status}" if status and seen and seen != status else None

    return judge


def as_object(arguments):
    return json.loads(arguments) if isinstance(arguments, str) else arguments


SHORT = {"max_tokens": 24}

CASES = (
    Case("engine-plain", "engine", "complete", ENGINE_MODEL, says_something, parameters=SHORT),
    Case("engine-streamed", "engine", "stream", ENGINE_MODEL, says_something, parameters=SHORT),
    Case("engine-conversation", "engine", "complete", ENGINE_MODEL, says_something, CONVERSATION, SHORT),
    Case("models", "scripted", "models", "plain", lists_a_model, refused=True),
    Case("plain", "scripted", "complete", "plain", says(GREETING)),
    Case("streamed", "scripted", "stream", "plain", says(GREETING)),
    Case("helper", "scripted", "helper", "plain", says(GREETING)),
    Case("conversation", "scripted", "complete", "echo",
         says("system,user,assistant,user: Name another one."), CONVERSATION),
    Case("unicode", "scripted", "stream", "unicode", says(UNICODE)),
    Case("reasoning", "scripted", "stream", "reasoning", thinks),
    Case("think-tags", "scripted", "stream", "think-tags", says(GREETING)),
    Case("tools", "scripted", "tools", "tools", calls_the_tool),
    Case("vision", "scripted", "vision", "echo", says("user: What is in this image?")),
    Case("no-done", "scripted", "stream", "no-done", says("Hello from ")),
    Case("wrong-key", "scripted", "complete", "plain", raises(401), wrong_key=True, refused=True),
    Case("wrong-key-streamed", "scripted", "stream", "plain", raises(401), wrong_key=True, refused=True),
    Case("unknown-model", "scripted", "complete", UNKNOWN_MODEL, raises(404), refused=True),
    Case("unknown-streamed", "scripted", "stream", UNKNOWN_MODEL, raises(404), refused=True),
    Case("bad-parameter", "scripted", "complete", "plain", raises(400), refused=True),
    Case("error-in-200", "scripted", "stream", "error-in-200", raises()),
    Case("error-frame", "scripted", "stream", "error-frame", raises()),
    Case("no-finish", "scripted", "stream", "no-finish", raises()),
    Case("cut", "scripted", "stream", "cut-after-3", raises(), counted=True, once=True),
    Case("reset", "scripted", "stream", "reset-after-3", raises(), counted=True, once=True),
    Case("cut-whole", "scripted", "complete", "cut-after-3", raises(), counted=True),
    Case("http10-plain", "http10", "complete", "plain", says(GREETING)),
    Case("http10-streamed", "http10", "stream", "plain", says(GREETING)),
    Case("http10-cut", "http10", "stream", "cut-after-3", raises()),
    Case("http11-plain", "http11", "complete", "plain", says(GREETING)),
    Case("http11-streamed", "http11", "stream", "plain", says(GREETING)),
    Case("http11-cut", "http11", "stream", "cut-after-3", raises()),
    Case("503", "scripted", "complete", "error-503", raises(), counted=True, seconds=240),
    Case("429", "scripted", "complete", "error-429", raises(), counted=True, seconds=240),
    Case("402", "direct", "complete", "error-402", raises(402), counted=True, once=True),
    Case("503-streamed", "scripted", "stream", "error-503", raises(), counted=True, seconds=240),
    Case("429-streamed", "scripted", "stream", "error-429", raises(), counted=True, seconds=240),
)


def cases_for(client):
    """All cases that this client can take: its program has the operation, and nothing in its nature forbids it."""
    cases = (*CASES, *padded_cases(client))
    return [case for case in cases if case.operation in client.operations and case.name not in client.blind_to]


def padded_cases(client):
    """A slow answer and a slow failure, so slow that the server has begun to pad them with white space."""
    timeout = READ_TIMEOUT_SECONDS if client.tells_read_timeout else None
    silence = client.gives_up_after + 2 if client.gives_up_after else PADDING_AFTER_SECONDS + 2
    how = {"counted": True, "once": True, "timeout": timeout}
    return (
        Case(PADDED_ANSWER, "scripted", "complete", f"slow-{silence}", says(GREETING), **how),
        Case(PADDED_FAILURE, "scripted", "complete", f"fail-after-{silence}", raises(), **how),
    )


PADDED_ANSWER, PADDED_FAILURE = "padded-answer", "padded-failure"
NAMES = (*(case.name for case in CASES), PADDED_ANSWER, PADDED_FAILURE)
