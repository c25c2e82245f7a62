"""The clients of the run, and the program that drives one of them."""

import json
import os
import re
import subprocess
import threading
from dataclasses import dataclass, field
from typing import Callable, Optional

from .installs import curl_command, java_command, node_command, python_command


@dataclass(frozen=True, eq=False)
class Client:
    """One client library.

    name: what the table and --allow-missing call it
    command: installs what it needs and returns the command of its program
    operations: those of its program; a case of another operation is not for it
    blind_to: names of cases that it cannot take by its own nature, each with the reason
    bad_parameter: a parameter that it sends although no server takes it
    tells_read_timeout: whether its requests carry its read timeout, so that padding can begin in time
    gives_up_after: its read timeout in seconds, where it has a fixed one that it does not tell
    """

    name: str
    command: Callable[[], list]
    operations: tuple
    blind_to: dict = field(default_factory=dict)
    bad_parameter: dict = field(default_factory=lambda: {"temperature": 9})
    tells_read_timeout: bool = False
    gives_up_after: Optional[int] = None


PLAIN = ("complete", "stream")
NO_REASONING = {"reasoning": "its answers have no place for reasoning"}

CLIENTS = (
    Client("curl", lambda: curl_command("curl_client.py"), PLAIN, {
        "conversation": "the page's sample has one message",
        "engine-conversation": "the page's sample has one message",
        "reasoning": "the sample shows the content alone",
    }),
    Client("page-python", lambda: python_command("openai3.txt", "page_client.py"), ("stream", "vision"), {
        "reasoning": "the page's loop prints the content alone",
        "bad-parameter": "the page's streaming sample has no parameter",
    }),
    Client("openai-python-2", lambda: python_command("openai2.txt", "openai_client.py"),
           (*PLAIN, "helper", "tools", "models"), tells_read_timeout=True),
    Client("openai-python-3", lambda: python_command("openai3.txt", "openai_client.py"),
           (*PLAIN, "helper", "tools", "models"), tells_read_timeout=True),
    Client("openai-node", lambda: node_command("openai-client.mjs"), (*PLAIN, "helper", "tools", "models")),
    Client("openai-java", lambda: java_command("dev.gantry.conformance.OpenAiJavaClient"),
           (*PLAIN, "helper", "tools", "models"), tells_read_timeout=True),
    Client("runcrate-sdk", lambda: python_command("openai2.txt", "runcrate_sdk_client.py"), PLAIN, gives_up_after=30),
    Client("langchain", lambda: python_command("openai2.txt", "langchain_client.py"),
           (*PLAIN, "helper", "tools"), tells_read_timeout=True),
    Client("llama-index", lambda: python_command("openai2.txt", "llama_index_client.py"),
           (*PLAIN, "tools"), tells_read_timeout=True),
    Client("llm", lambda: python_command("openai2.txt", "llm_client.py"), (*PLAIN, "tools"),
           NO_REASONING, bad_parameter={"max_tokens": -1}),
    Client("haystack", lambda: python_command("openai3.txt", "haystack_client.py"),
           (*PLAIN, "tools"), NO_REASONING, tells_read_timeout=True),
    Client("ai-sdk", lambda: node_command("ai-sdk-client.mjs"), (*PLAIN, "tools")),
)

NOT_ON_NPM = ("@runcrate/sdk", "@runcrate/ai")


class Driver:
    """A running client program: takes one call at a time and returns its reply."""

    def __init__(self, name, command, folder):
        self.closed = False
        self._command = command
        self._log = open(folder / f"client-{name}.log", "a", encoding="utf-8")
        self._process = None

    def ask(self, call, seconds):
        """The reply, or `hung` or `died` in its place: then the next call starts the program anew."""
        if self._process is None:
            self._start()
        process = self._process
        alarm = threading.Timer(seconds, process.kill)
        alarm.start()
        line = self._exchange(json.dumps(call))
        hung = not alarm.is_alive()
        alarm.cancel()
        if line:
            return json.loads(line)
        process.kill()
        process.wait()
        self._process = None
        return {"hung": seconds} if hung else {"died": True}

    def close(self):
        self.closed = True
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._log.close()

    def _exchange(self, line):
        try:
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()
            return self._process.stdout.readline()
        except BrokenPipeError:
            return ""

    def _start(self):
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            encoding="utf-8",
            env=clean_environment(),
        )


def clean_environment():
    """The environment without what would send a client elsewhere, or with another key."""
    strange = re.compile(r"(OPENAI|RUNCRATE|LLM)_.*|.*_PROXY", re.IGNORECASE)
    return {name: value for name, value in os.environ.items() if not strange.fullmatch(name)}
