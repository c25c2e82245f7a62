"""The two ends of the run: the scripted upstream and the load client, both Java programs of this module."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from .processes import Program

BENCHMARKS = Path(__file__).resolve().parent.parent
ROOT = BENCHMARKS.parent
UPSTREAM_MODEL = "upstream-model-7b"

_CLASS_PATH = f"{BENCHMARKS}/target/gantry-benchmarks-0.1.0.jar:{BENCHMARKS}/target/lib/*"
_JAVA_FLAGS = [
    "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow",
    "-XX:+UseSerialGC",
    "-Xms256m",
    "-Xmx512m",
]
_PACKAGE = "dev.gantry.benchmarks.load"


def java(main_class: str, *arguments: str) -> list[str]:
    return [f"{os.environ['JAVA_HOME']}/bin/java", *_JAVA_FLAGS, "-cp", _CLASS_PATH, main_class, *arguments]


@dataclass(frozen=True)
class Report:
    """What the load client counted; as LoadReport in Java."""

    completed: int
    failed: int
    events: int
    peak_busy: int
    wall_seconds: float
    p50_ms: float
    p99_ms: float
    problem: str

    @staticmethod
    def parse(line: str) -> Report:
        words = dict(word.split("=", 1) for word in line.split())
        return Report(
            completed=int(words["completed"]),
            failed=int(words["failed"]),
            events=int(words["events"]),
            peak_busy=int(words["peak-busy"]),
            wall_seconds=int(words["wall-nanos"]) / 1e9,
            p50_ms=int(words["p50-nanos"]) / 1e6,
            p99_ms=int(words["p99-nanos"]) / 1e6,
            problem=words.get("problem", "").replace("_", " "),
        )


class Upstream:
    """Answers on one port for each behaviour: whole, burst, paced, held, tls."""

    def __init__(self, certificate: Path, key: Path, log: Path) -> None:
        self._program = Program(java(f"{_PACKAGE}.UpstreamMain", str(certificate), str(key)), log)
        words = self._program.read_line(30).split()
        self.ports = {name: int(port) for name, port in (word.split("=") for word in words)}

    def stop(self) -> None:
        self._program.stop()


class LoadClient:
    """Runs one plan after the other; see LoadPlan in Java for the words."""

    def __init__(self, log: Path) -> None:
        self._program = Program(java(f"{_PACKAGE}.LoadMain"), log)

    def run(self, url: str, key: str, model: str, **plan: int | bool) -> Report:
        words = {"url": url, "key": key, "model": model} | {
            name.replace("_", "-"): str(value).lower() for name, value in plan.items()
        }
        self._program.write_line(" ".join(f"{name}={value}" for name, value in words.items()))
        most_seconds = (plan.get("millis", 1_000) + plan.get("ramp_millis", 0)) / 1_000 + 60
        return Report.parse(self._program.read_line(most_seconds))

    def stop(self) -> None:
        self._program.stop()
