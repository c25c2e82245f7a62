"""Prints JMH's JSON result as a table of nanoseconds and bytes."""

from __future__ import annotations

import json
import sys


def main() -> int:
    with open(sys.argv[1], encoding="utf-8") as file:
        results = json.load(file)
    print(f"\n{'JMH':<48}{'ns/op':>12}{'+-':>10}{'B/op':>10}")
    for result in results:
        name = ".".join(result["benchmark"].split(".")[-2:])
        parameters = " ".join(result.get("params", {}).values())
        allocated = result["secondaryMetrics"]["gc.alloc.rate.norm"]["score"]
        error = float(result["primaryMetric"]["scoreError"])
        print(
            f"{name + ' ' + parameters:<48}{result['primaryMetric']['score']:>12.1f}"
            f"{error:>10.1f}{allocated:>10.0f}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
