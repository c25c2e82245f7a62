"""The page's own curl sample: run by a shell as it stands, with another address, key and model."""

import json
import re
import subprocess
from pathlib import Path

from driver import answer, serve

SAMPLE = (Path(__file__).parent.parent / "page" / "basic.sh").read_text()


class CurlFailed(Exception):
    pass


class HttpError(Exception):
    def __init__(self, status, body):
        super().__init__(body)
        self.status = status


def command(call):
    line = SAMPLE.replace("https://api.runcrate.ai/v1", call.base_url)
    line = line.replace("rc_live_YOUR_API_KEY", call.api_key)
    line = re.sub(r'"model": "[^"]+"', f'"model": "{call.model}"', line)
    for name, value in call.parameters.items():
        line = re.sub(rf'"{name}": [0-9.]+', f'"{name}": {value}', line)
    return line


def run(line):
    done = subprocess.run(
        ["sh", "-c", line.rstrip() + " -sS -w '\\n%{http_code}'"], capture_output=True, text=True, check=False
    )
    body, _, status = done.stdout.rpartition("\n")
    if done.returncode != 0:
        raise CurlFailed(f"exit {done.returncode}: {done.stderr.strip()}")
    if int(status) >= 400:
        raise HttpError(int(status), body)
    return body


def complete(call):
    choice = json.loads(run(command(call)))["choices"][0]
    return answer(choice["message"]["content"], finish_reason=choice["finish_reason"])


def stream(call):
    """The same sample with the page's `stream: true`."""
    body = run(command(call).replace('"max_tokens"', '"stream": true,\n    "max_tokens"'))
    text, finish_reason = "", None
    for line in body.split("\n"):
        if line.startswith("data: {"):
            choice = json.loads(line.removeprefix("data: "))["choices"][0]
            text += choice["delta"].get("content") or ""
            finish_reason = choice["finish_reason"] or finish_reason
    return answer(text, finish_reason=finish_reason)


serve(complete=complete, stream=stream)
