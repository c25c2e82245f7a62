"""Prints what was measured. Ratios are taken within a round, against the mean of that round's two nginx entries."""

from __future__ import annotations

from statistics import mean, median

from .measure import Held, Sample
from .rows import HELD_TARGET_MIB, IDLE_TARGET_MIB, Row

Samples = dict[str, list[Sample]]


def print_cpu(rows: list[Row], samples: dict[str, Samples]) -> None:
    print("\nCPU time, user and system, of all the program's processes; median of the rounds, ratio [least-most]")
    print(f"{'work':<64}{'nginx':>12}{'A/A':>20}{'gantry':>12}{'ratio':>20}  target")
    for row in rows:
        print_cpu_row(row, samples[row.name])
    compiled = [
        f"{row.name} {median(s.compiler_share for s in samples[row.name]['gantry']):.0%}"
        for row in rows
        if "gantry" in samples[row.name]
    ]
    if compiled:
        print(f"Of Gantry's CPU time the JVM's compiler took: {', '.join(compiled)}")


def print_cpu_row(row: Row, taken: Samples) -> None:
    nginx, again = taken["nginx"], taken["nginx again"]
    line = f"{row.title + ', per ' + row.unit:<64}{_median_us(nginx):>12}{_spread(_ratios(again, nginx)):>20}"
    if "gantry" in taken:
        ratios = _ratios_to_mean(taken["gantry"], nginx, again)
        line += f"{_median_us(taken['gantry']):>12}{_spread(ratios):>20}  {_verdict(row.target, median(ratios))}"
    print(line)


def print_latency(row: Row, taken: Samples) -> None:
    """Added to what the same round's direct requests took."""
    print(f"\nLatency, {row.title}, from when a request was due; ms, median of the rounds")
    direct = taken["direct"]
    print(f"{'direct':<14}p50 {median(s.p50_ms for s in direct):7.3f}  p99 {median(s.p99_ms for s in direct):7.3f}")
    for entry, own in taken.items():
        if entry != "direct":
            p50 = median(s.p50_ms - d.p50_ms for s, d in zip(own, direct))
            p99 = median(s.p99_ms - d.p99_ms for s, d in zip(own, direct))
            print(f"{entry:<14}p50 {p50:+7.3f}  p99 {p99:+7.3f}")


def print_held(held: dict[str, Held]) -> None:
    print("\nStreams held open together, 10 s each, a chunk per 200 ms")
    for entry, own in held.items():
        target = f"  {_at_most(own.resident_mib, HELD_TARGET_MIB, 'MiB')}" if entry == "gantry" else ""
        problem = f" ({own.problem})" if own.failed else ""
        print(
            f"{entry:<14}{own.streams:6} streams, {own.failed} failed{problem}, "
            f"{own.resident_mib:5.0f} MiB at most, {own.cpu_us:5.1f} us per chunk{target}"
        )


def print_starts(start_seconds: dict[str, list[float]], idle_mib: dict[str, list[float]]) -> None:
    print("\nStart to the first 200 for a chat request, and memory 3 s after it; median")
    for entry, seconds in start_seconds.items():
        idle = median(idle_mib[entry])
        target = f"  {_at_most(idle, IDLE_TARGET_MIB, 'MiB')}" if entry == "gantry" else ""
        print(f"{entry:<14}{median(seconds) * 1000:6.0f} ms {idle:6.0f} MiB{target}")


def _ratios(own: list[Sample], other: list[Sample]) -> list[float]:
    return [a.cpu_us / b.cpu_us if b.cpu_us else float("nan") for a, b in zip(own, other)]


def _ratios_to_mean(own: list[Sample], one: list[Sample], two: list[Sample]) -> list[float]:
    both = [mean((a.cpu_us, b.cpu_us)) for a, b in zip(one, two)]
    return [a.cpu_us / b if b else float("nan") for a, b in zip(own, both)]


def _median_us(samples: list[Sample]) -> str:
    return f"{median(s.cpu_us for s in samples):.1f} us"


def _spread(ratios: list[float]) -> str:
    return f" {median(ratios):.2f} [{min(ratios):.2f}-{max(ratios):.2f}]"


def _verdict(target: float | None, reached: float) -> str:
    if target is None:
        return ""
    return f"<= {target:.1f} {'reached' if reached <= target else 'MISSED'}"


def _at_most(value: float, target: float, unit: str) -> str:
    return f"<= {target} {unit} {'reached' if value <= target else 'MISSED'}"
