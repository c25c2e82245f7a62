#!/usr/bin/env python3
"""Everything that `./gantry test` runs: the build with all checks and Java tests, then the real clients.

Prints a closing summary. A part that could not run is printed as NOT RUN with its reason, and fails the
run unless --allow-missing names it.
"""

import argparse
import os
import subprocess
import sys
import time
import xml.etree.ElementTree as xml
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STAMP = ROOT / "server" / "target" / "built.stamp"


def main():
    options = arguments()
    parts = []
    if options.only in (None, "java"):
        parts.append(("build, checks and Java tests", java))
    if options.only in (None, "clients"):
        parts.append(("real clients", clients))
    if options.only in (None, "bench"):
        parts.append(("benchmarks, smoke run", benchmarks))
    outcomes = [run(name, part, options) for name, part in parts]
    print("\n== Summary")
    for name, passed, detail, seconds in outcomes:
        print(f"{'passed' if passed else 'FAILED':7} {name}: {detail} ({seconds:.0f} s)")
    failed = sum(1 for outcome in outcomes if not outcome[1])
    passed_tests, failed_tests = java_counts() if options.only in (None, "java") else (0, 0)
    print(f"{passed_tests + len(outcomes) - failed} passed, {failed_tests + failed} failed")
    return 1 if failed else 0


def arguments():
    parser = argparse.ArgumentParser(
        prog="gantry test",
        description="Runs all tests: formatter, lints, unit, property and architecture tests, the real engine, the"
        " real clients, and a smoke run of the benchmarks.",
        epilog="Examples:\n  ./gantry test\n  ./gantry test --only java\n  ./gantry test --allow-missing nginx",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--only", choices=["java", "clients", "bench"], help="one part instead of all")
    parser.add_argument(
        "--allow-missing", default="", metavar="A,B", help="clients, or engine or nginx, that may be missing"
    )
    return parser.parse_args()


def run(name, part, options):
    print(f"\n== {name}", flush=True)
    started = time.monotonic()
    passed, detail = part(options)
    return name, passed, detail, time.monotonic() - started


def java(options):
    for report in reports():
        report.unlink()
    code = subprocess.call(
        ["mvn", "-B", "--no-transfer-progress", "-Pchecks", "-Dstyle.color=never", "verify"], cwd=ROOT
    )
    passed, failed = java_counts()
    if code == 0:
        STAMP.touch()
    return code == 0 and passed > 0, f"{passed} tests passed, {failed} failed, mvn exit code {code}"


def java_counts():
    passed = failed = 0
    for report in reports():
        suite = xml.parse(report).getroot()
        bad = sum(int(suite.get(kind, 0)) for kind in ("failures", "errors", "skipped"))
        failed += bad
        passed += int(suite.get("tests", 0)) - bad
    return passed, failed


def reports():
    return ROOT.glob("*/target/surefire-reports/TEST-*.xml")


def clients(options):
    tests = [sys.executable, "-m", "unittest", "discover", "-q", "-s", "conformance/tests", "-t", "conformance"]
    if subprocess.call(tests, cwd=ROOT) != 0:
        return False, "the tests of the run itself failed"
    command = [sys.executable, "conformance/run.py"]
    if options.allow_missing:
        command += ["--allow-missing", options.allow_missing]
    code = subprocess.call(command, cwd=ROOT)
    return code == 0, "the table above" if code == 0 else f"exit code {code}, see the table above"


def benchmarks(options):
    code = subprocess.call(["benchmarks/bench", "--quick"], cwd=ROOT, env=os.environ)
    return code == 0, "they start and finish; no figure is judged" if code == 0 else f"exit code {code}"


if __name__ == "__main__":
    sys.exit(main())
