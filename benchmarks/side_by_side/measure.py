"""Takes the samples: rounds in which the contenders take turns, held streams, start-up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from .contenders import Contender, model_of
from .processes import ProgramFailed, cpu_seconds, resident_mib
from .rig import LoadClient
from .rows import Row, held_plan


@dataclass(frozen=True)
class Sample:
    """One contender, one row, one round."""

    cpu_us: float
    per_second: float
    p50_ms: float
    p99_ms: float


@dataclass(frozen=True)
class Held:
    """Streams that were held open at the same time."""

    streams: int
    failed: int
    problem: str
    resident_mib: float
    cpu_us: float


def take(client: LoadClient, contender: Contender, row: Row, seconds: float) -> Sample:
    """Runs the row's load against the contender. One wrong answer makes the sample void."""
    before = cpu_seconds(contender.pid) if contender.pid else 0.0
    report = client.run(
        contender.url(row.behaviour),
        contender.key,
        model_of(row.behaviour),
        **(row.plan | {"millis": round(seconds * 1_000)}),
    )
    used = cpu_seconds(contender.pid) - before if contender.pid else 0.0
    if report.failed or not report.completed:
        raise ProgramFailed(
            f"{contender.name}, row {row.name}: {report.failed} failed, {report.completed} completed: {report.problem}"
        )
    units = report.completed * row.per_answer
    return Sample(used * 1e6 / units, units / report.wall_seconds, report.p50_ms, report.p99_ms)


def take_rounds(
    client: LoadClient,
    entries: dict[str, Contender],
    rows: list[Row],
    rounds: int,
    seconds: float,
    progress: Callable[[str], None],
) -> dict[str, dict[str, list[Sample]]]:
    """Samples by row and entry, one a round. The entries take turns within each row, and each round another
    one begins, so that what disturbs the machine disturbs all of them. The upstream itself has only latency
    to compare."""
    samples: dict[str, dict[str, list[Sample]]] = {row.name: {entry: [] for entry in entries} for row in rows}
    names = list(entries)
    for number in range(rounds):
        first = number % len(names)
        for row in rows:
            for entry in names[first:] + names[:first]:
                if entry == "direct" and not row.is_paced_by_clock:
                    continue
                samples[row.name][entry].append(take(client, entries[entry], row, seconds))
        progress(f"round {number + 1} of {rounds} taken")
    return samples


def hold(client: LoadClient, contender: Contender, streams: int) -> Held:
    """Holds streams open together, and watches the contender's memory meanwhile."""
    assert contender.pid is not None
    over = threading.Event()
    seen = [resident_mib(contender.pid)]

    def watch() -> None:
        while not over.wait(1):
            seen.append(resident_mib(contender.pid))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    before = cpu_seconds(contender.pid)
    report = client.run(contender.url("held"), contender.key, model_of("held"), **held_plan(streams))
    used = cpu_seconds(contender.pid) - before
    over.set()
    watcher.join()
    return Held(report.peak_busy, report.failed, report.problem, max(seen), used * 1e6 / max(1, report.events))
