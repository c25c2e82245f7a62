"""The work that is compared, one row each, and what is to be reached."""

from __future__ import annotations

from dataclasses import dataclass, field

_EVENTS = 100
_HELD_EVENTS = 50
_DONE = 1


@dataclass(frozen=True)
class Row:
    """One kind of work.

    behaviour: the upstream's; unit: what the CPU time is divided by; plan: words for the load client;
    target: the most that Gantry's CPU time may be, as a ratio to nginx's; None where nothing is promised.
    """

    name: str
    title: str
    behaviour: str
    unit: str
    plan: dict[str, int] = field(default_factory=dict)
    target: float | None = None

    @property
    def per_answer(self) -> int:
        """How many units one answer has."""
        return _EVENTS if self.unit == "chunk" else 1

    @property
    def is_paced_by_clock(self) -> bool:
        return "per_second" in self.plan


ROWS = [
    Row("small", "1 KB request, 32 connections", "whole", "request", {"connections": 32}, target=2.0),
    Row(
        "burst",
        "burst SSE, 32 streams of 100 chunks",
        "burst",
        "chunk",
        {"connections": 32, "events": _EVENTS + _DONE},
        target=1.7,
    ),
    Row(
        "paced",
        "paced SSE, 200 streams, a chunk per 10 ms",
        "paced",
        "chunk",
        {"connections": 200, "events": _EVENTS + _DONE},
        target=1.5,
    ),
    Row("large", "200 KB request, 32 connections", "whole", "request", {"connections": 32, "body_bytes": 200_000}, 2.5),
    Row("tls", "1 KB request, 32 connections, TLS to the upstream", "tls", "request", {"connections": 32}),
    Row(
        "rate",
        "1 KB request, 1,000/s on 64 connections",
        "whole",
        "request",
        {"connections": 64, "per_second": 1_000},
    ),
]

HELD_TARGET_MIB = 700
IDLE_TARGET_MIB = 150


def held_plan(streams: int) -> dict[str, int | bool]:
    """Streams of 10 s with a chunk every 200 ms, opened within 4 s, so that all of them are open together."""
    return {
        "connections": streams,
        "events": _HELD_EVENTS + _DONE,
        "once": True,
        "ramp_millis": min(4_000, streams),
        "millis": 11_000,
    }
