"""Tokens per second of the embedded engine: chats one after the other, and the same chats at once."""

from __future__ import annotations

import argparse
import json
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CHATS = 8
SUBJECTS = ["rivers", "bread", "the moon", "trains", "bees", "winter", "music", "maps"]


def main() -> int:
    parser = argparse.ArgumentParser(prog="gantry bench engine", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one short round")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    rounds = 1 if options.quick else options.rounds
    tokens = 8 if options.quick else 96
    with tempfile.TemporaryDirectory(prefix="gantry-bench-engine-") as folder:
        server = subprocess.Popen(
            ["./gantry", "serve", "--port", "0", "--data-dir", folder], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        try:
            url, key = started(server)
            chat(url, key, 0, tokens)
            measured = [one_round(url, key, tokens) for _ in range(rounds)]
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=60)
    report(measured, tokens)
    return 0


def started(server: subprocess.Popen[str]) -> tuple[str, str]:
    """The address and the first key, as the server prints them; what it prints later is read away."""
    key = ""
    for line in server.stdout:
        found = re.search(r"rc_live_[0-9A-Za-z]+", line)
        key = found.group() if found else key
        if line.startswith("ready "):
            threading.Thread(target=server.stdout.read, daemon=True).start()
            return line.split()[1], key
    raise SystemExit("the server did not start; its reason is above")


def one_round(url: str, key: str, tokens: int) -> tuple[float, float]:
    """Tokens per second, one chat after the other and all at once."""
    alone = rate(lambda: [chat(url, key, number, tokens) for number in range(CHATS)])
    with ThreadPoolExecutor(CHATS) as pool:
        together = rate(lambda: list(pool.map(lambda number: chat(url, key, number, tokens), range(CHATS))))
    return alone, together


def rate(work) -> float:
    began = time.monotonic()
    generated = sum(work())
    return generated / (time.monotonic() - began)


def chat(url: str, key: str, number: int, tokens: int) -> int:
    """How many tokens one answer had."""
    body = {
        "model": "local",
        "max_tokens": tokens,
        "temperature": 0,
        "messages": [{"role": "user", "content": f"Write a long story about {SUBJECTS[number]}."}],
    }
    request = urllib.request.Request(
        url + "/v1/chat/completions",
        json.dumps(body).encode(),
        {"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=300) as answer:
        return json.load(answer)["usage"]["completion_tokens"]


def report(measured: list[tuple[float, float]], tokens: int) -> None:
    alone = statistics.median(row[0] for row in measured)
    together = statistics.median(row[1] for row in measured)
    ratios = sorted(row[1] / row[0] for row in measured)
    print(f"engine: {CHATS} chats of at most {tokens} tokens, {len(measured)} rounds, median tokens/s")
    print(f"one after the other {alone:.0f}, all at once {together:.0f}, ratio", end=" ")
    print(f"{statistics.median(ratios):.2f} [{ratios[0]:.2f}–{ratios[-1]:.2f}]")


if __name__ == "__main__":
    sys.exit(main())
