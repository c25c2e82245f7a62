"""Prints JMH's JSON result as a table of CPU time and bytes allocated."""

from __future__ import annotations

import json
import sys
from statistics import median


def main() -> int:
    with open(sys.argv[1], encoding="utf-8") as file:
        results = json.load(file)
    print("\nJMH, per operation: CPU time of all threads, its median and least iteration, and bytes allocated")
    print(f"{'':<48}{'CPU ns':>12}{'least':>12}{'bytes':>12}")
    for result in results:
        name = ".".join(result["benchmark"].split(".")[-2:])
        parameters = " ".join(result.get("params", {}).values())
        iterations = [score for fork in result["secondaryMetrics"]["cpu.time.norm"]["rawData"] for score in fork]
        allocated = result["secondaryMetrics"]["gc.alloc.rate.norm"]["score"]
        print(f"{name + ' ' + parameters:<48}{median(iterations):>12.1f}{min(iterations):>12.1f}{allocated:>12.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
