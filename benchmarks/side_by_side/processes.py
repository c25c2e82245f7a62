"""What a process and its children cost, read from /proc; and how programs are started and ended."""

from __future__ import annotations

import os
import selectors
import subprocess
import threading
import time
from pathlib import Path
from typing import IO

_TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


class ProgramFailed(Exception):
    """A program did not do what the run needs of it; the message says what and why."""


def tree(pid: int) -> list[int]:
    """The process and all that descend from it."""
    pids = [pid]
    for known in pids:
        for children in Path(f"/proc/{known}/task").glob("*/children"):
            pids += [int(child) for child in _read(children).split()]
    return pids


def cpu_seconds(pid: int) -> float:
    """User and system time of the whole tree so far."""
    return sum(_cpu_seconds(Path(f"/proc/{member}/stat")) for member in tree(pid))


def compiler_seconds(pid: int) -> float:
    """What of that the threads of a JVM's compiler took."""
    threads = Path(f"/proc/{pid}/task").glob("*")
    compilers = [thread for thread in threads if _read(thread / "comm").startswith(("C1 Compiler", "C2 Compiler"))]
    return sum(_cpu_seconds(thread / "stat") for thread in compilers)


def _cpu_seconds(stat: Path) -> float:
    fields = _read(stat).rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS_PER_SECOND if fields else 0.0


def resident_mib(pid: int) -> float:
    """Resident memory (RSS) of the whole tree; pages that its processes share count for each."""
    kib = 0
    for member in tree(pid):
        for line in _read(Path(f"/proc/{member}/smaps_rollup")).splitlines():
            if line.startswith("Rss:"):
                kib += int(line.split()[1])
    return kib / 1024


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


class Program:
    """A started program whose output lines are read with a deadline, and which is ended for certain."""

    def __init__(self, command: list[str], log: Path, environment: dict[str, str] | None = None) -> None:
        self._command = command
        self._log = log
        self._unread = b""
        self.started = time.monotonic()
        with log.open("ab") as errors:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, env=environment
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    def write_line(self, line: str) -> None:
        stdin = _open(self._process.stdin)
        stdin.write(line.encode() + b"\n")
        stdin.flush()

    def read_line(self, seconds: float) -> str:
        """The next line of its output."""
        deadline = time.monotonic() + seconds
        with selectors.DefaultSelector() as selector:
            stdout = _open(self._process.stdout)
            selector.register(stdout, selectors.EVENT_READ)
            while b"\n" not in self._unread:
                if not selector.select(max(0.0, deadline - time.monotonic())):
                    raise self.failure(f"said nothing for {seconds:.0f} s")
                read = os.read(stdout.fileno(), 65536)
                if not read:
                    raise self.failure("ended")
                self._unread += read
        line, _, self._unread = self._unread.partition(b"\n")
        return line.decode()

    def ignore_output(self) -> None:
        """Reads on and forgets, so that a full pipe never blocks the program."""
        stdout = _open(self._process.stdout)
        threading.Thread(target=lambda: [None for _ in stdout], daemon=True).start()

    def failure(self, what: str) -> ProgramFailed:
        tail = "\n".join(self._log.read_text(errors="replace").splitlines()[-10:])
        return ProgramFailed(f"{' '.join(self._command[:3])} …: {what}\n{tail}".rstrip())

    def is_running(self) -> bool:
        return self._process.poll() is None

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _open(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None
    return stream
