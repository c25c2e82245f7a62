"""The side-by-side run; ./gantry bench --help tells how to start it."""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from . import report
from .contenders import Contender, Direct, Gantry, Nginx
from .measure import Held, Sample, hold, take_rounds, warm_up
from .processes import ProgramFailed, resident_mib
from .rig import BENCHMARKS, LoadClient, Upstream
from .rows import ROWS, Row


@dataclass(frozen=True)
class Extent:
    """How long the run is."""

    rounds: int
    seconds: float
    most_warm_up_seconds: float
    held_streams: int
    holders: tuple[str, ...]
    starts: int
    idle_seconds: float


FULL = Extent(
    rounds=3,
    seconds=3,
    most_warm_up_seconds=24,
    held_streams=5_000,
    holders=("nginx", "gantry"),
    starts=3,
    idle_seconds=3,
)
QUICK = Extent(
    rounds=1,
    seconds=0.4,
    most_warm_up_seconds=0,
    held_streams=100,
    holders=("gantry",),
    starts=1,
    idle_seconds=0,
)


class Run:
    """One run: its programs, and the samples it takes from them."""

    def __init__(self, stack: ExitStack, extent: Extent, rows: list[Row], with_gantry: bool) -> None:
        self._stack = stack
        self._extent = extent
        self._rows = rows
        self._with_gantry = with_gantry
        self._folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="gantry-bench-")))
        self._certificate = self._make_certificate()
        self._trust_store = self._make_trust_store()
        upstream = Upstream(self._certificate, self._folder / "key.pem", self._folder / "upstream.log")
        stack.callback(upstream.stop)
        self._ports = upstream.ports
        self._client = LoadClient(self._folder / "client.log")
        stack.callback(self._client.stop)
        self._launched = 0

    def run(self) -> dict[str, object]:
        starts, idle = self._take_starts()
        entries = self._entries()
        self._warm_up(entries)
        samples = take_rounds(
            self._client, entries, self._rows, self._extent.rounds, self._extent.seconds, _progress
        )
        held = self._hold(entries)
        self._print(samples, held, starts, idle)
        return {
            "rows": {
                row: {entry: [asdict(sample) for sample in taken] for entry, taken in by_entry.items()}
                for row, by_entry in samples.items()
            },
            "held": {entry: asdict(own) for entry, own in held.items()},
            "start_seconds": starts,
            "idle_mib": idle,
        }

    def _entries(self) -> dict[str, Contender]:
        nginx = self._keep(self._start_nginx())
        entries: dict[str, Contender] = {"nginx": nginx}
        if self._with_gantry:
            entries["gantry"] = self._keep(self._start_gantry())
        return entries | {"nginx again": nginx, "direct": Direct(self._ports)}

    def _keep(self, contender: Contender) -> Contender:
        self._stack.callback(contender.stop)
        return contender

    def _start_nginx(self) -> Contender:
        return Nginx(self._ports, self._certificate, self._next_folder("nginx"))

    def _start_gantry(self) -> Contender:
        return Gantry(self._ports, self._trust_store, self._next_folder("gantry"))

    def _next_folder(self, name: str) -> Path:
        self._launched += 1
        return self._folder / f"{name}-{self._launched}"

    def _take_starts(self) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
        starters = {"nginx": self._start_nginx} | ({"gantry": self._start_gantry} if self._with_gantry else {})
        seconds: dict[str, list[float]] = {name: [] for name in starters}
        idle: dict[str, list[float]] = {name: [] for name in starters}
        for _ in range(self._extent.starts):
            for name, start in starters.items():
                contender = start()
                try:
                    time.sleep(self._extent.idle_seconds)
                    seconds[name].append(contender.start_seconds)
                    idle[name].append(resident_mib(contender.pid or 0))
                finally:
                    contender.stop()
        _progress("start-up taken")
        return seconds, idle

    def _warm_up(self, entries: dict[str, Contender]) -> None:
        """Through nginx for the two ends of the run, then each contender's own."""
        for row in self._rows:
            warm_up(self._client, entries["nginx"], row, self._extent.most_warm_up_seconds)
            if "gantry" in entries:
                seconds = warm_up(self._client, entries["gantry"], row, self._extent.most_warm_up_seconds)
                _progress(f"gantry warmed up for row {row.name} in {seconds:.0f} s")

    def _hold(self, entries: dict[str, Contender]) -> dict[str, Held]:
        names = [name for name in self._extent.holders if name in entries]
        held = {name: hold(self._client, entries[name], self._extent.held_streams) for name in names}
        _progress("held streams taken")
        return held

    def _print(
        self,
        samples: dict[str, dict[str, list[Sample]]],
        held: dict[str, Held],
        starts: dict[str, list[float]],
        idle: dict[str, list[float]],
    ) -> None:
        report.print_cpu(self._rows, samples)
        for row in self._rows:
            if row.is_paced_by_clock:
                report.print_latency(row, samples[row.name])
        report.print_held(held)
        report.print_starts(starts, idle)

    def _make_certificate(self) -> Path:
        certificate = self._folder / "certificate.pem"
        _call(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
            + ["-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
            + ["-keyout", str(self._folder / "key.pem"), "-out", str(certificate)]
        )
        return certificate

    def _make_trust_store(self) -> Path:
        store = self._folder / "trust.p12"
        _call(
            [f"{os.environ['JAVA_HOME']}/bin/keytool", "-importcert", "-noprompt", "-alias", "bench"]
            + ["-file", str(self._certificate), "-keystore", str(store), "-storepass", "changeit"]
        )
        return store


def _call(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise ProgramFailed(f"{command[0]}: {done.stderr.strip() or done.stdout.strip()}")


def _progress(text: str) -> None:
    print(f"bench: {text}, load average {os.getloadavg()[0]:.1f}", file=sys.stderr, flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench load")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--rows")
    parser.add_argument("--without-gantry", action="store_true")
    return parser.parse_args()


def _chosen_rows(names: str | None) -> list[Row]:
    if names is None:
        return ROWS
    by_name = {row.name: row for row in ROWS}
    unknown = [name for name in names.split(",") if name not in by_name]
    if unknown:
        raise ProgramFailed(f"no row is called {unknown[0]}; there are {', '.join(by_name)}")
    return [by_name[name] for name in names.split(",")]


def main() -> int:
    arguments = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    most_files = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most_files, most_files))
    extent = QUICK if arguments.quick else FULL
    if arguments.rounds:
        extent = replace(extent, rounds=arguments.rounds)
    try:
        with ExitStack() as stack:
            rows = _chosen_rows(arguments.rows)
            if arguments.quick:
                rows = [replace(row, target=None) for row in rows]
            run = Run(stack, extent, rows, not arguments.without_gantry)
            samples = run.run()
    except ProgramFailed as failure:
        print(f"bench: {failure}", file=sys.stderr)
        return 1
    if arguments.quick:
        print("\nEverything runs. The figures of a quick run mean nothing.")
    raw = BENCHMARKS / "target" / "side-by-side.json"
    raw.write_text(json.dumps(samples, indent=1))
    print(f"\nAll samples: {raw}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
