"""Prints JMH's JSON result as a table. The least iteration is what other work on the machine distorts least."""

from __future__ import annotations

import json
import sys
from statistics import median


def main() -> int:
    with open(sys.argv[1], encoding="utf-8") as file:
        results = json.load(file)
    print(f"\n{'JMH':<48}{'ns/op, least':>14}{'median':>12}{'B/op':>10}")
    for result in results:
        name = ".".join(result["benchmark"].split(".")[-2:])
        parameters = " ".join(result.get("params", {}).values())
        iterations = [score for fork in result["primaryMetric"]["rawData"] for score in fork]
        allocated = result["secondaryMetrics"]["gc.alloc.rate.norm"]["score"]
        print(f"{name + ' ' + parameters:<48}{min(iterations):>14.1f}{median(iterations):>12.1f}{allocated:>10.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
