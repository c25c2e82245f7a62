"""Takes the samples: rounds in which the contenders take turns, held streams, start-up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from .contenders import Contender, model_of
from .processes import ProgramFailed, compiler_seconds, cpu_seconds, resident_mib
from .rig import LoadClient
from .rows import Row, held_plan


_WARM_UP_SLICE_SECONDS = 3.0
_WARM_COMPILER_SHARE = 0.04


@dataclass(frozen=True)
class Sample:
    """One contender, one row, one round; compiler_share is what of its CPU time a JVM's compiler took."""

    cpu_us: float
    compiler_share: float
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
    before = _cpu(contender)
    report = client.run(
        contender.url(row.behaviour),
        contender.key,
        model_of(row.behaviour),
        **(row.plan | {"millis": round(seconds * 1_000)}),
    )
    used, compiling = (after - earlier for after, earlier in zip(_cpu(contender), before))
    if report.failed or not report.completed:
        raise ProgramFailed(
            f"{contender.name}, row {row.name}: {report.failed} failed, {report.completed} completed: {report.problem}"
        )
    units = report.completed * row.per_answer
    return Sample(
        cpu_us=used * 1e6 / units,
        compiler_share=compiling / used if used else 0.0,
        per_second=units / report.wall_seconds,
        p50_ms=report.p50_ms,
        p99_ms=report.p99_ms,
    )


def _cpu(contender: Contender) -> tuple[float, float]:
    if contender.pid is None:
        return 0.0, 0.0
    return cpu_seconds(contender.pid), compiler_seconds(contender.pid)


def warm_up(client: LoadClient, contender: Contender, row: Row, most_seconds: float) -> float:
    """Runs the row's load until a JVM's compiler has nearly nothing left to do, and says how long it took. What
    counts is not time but work, of which a machine that others use does less."""
    seconds = 0.0
    while seconds < most_seconds:
        share = take(client, contender, row, _WARM_UP_SLICE_SECONDS).compiler_share
        seconds += _WARM_UP_SLICE_SECONDS
        if share < _WARM_COMPILER_SHARE:
            break
    return seconds


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
