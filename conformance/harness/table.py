"""The table that a run ends with: one row a case, one column a client."""

from .cases import NAMES

LEGEND = """
ok    as it must be           N/M   as it must be; N requests of the client, M of them or their retries upstream
FAIL  listed below            .     not for this client, or not run"""


def lines(run):
    clients = [client.name for client in run.clients]
    cases = [name for name in NAMES if any((client, name) in run.results for client in clients)]
    width = max(map(len, NAMES))
    yield " ".join(["".ljust(width), *clients])
    for case in cases:
        cells = (cell(run.results.get((client, case))).rjust(len(client)) for client in clients)
        yield " ".join([case.ljust(width), *cells])
    yield LEGEND


def cell(result):
    if result is None:
        return "."
    if result["outcome"] == "failed":
        return "FAIL"
    return f"{result['requests']}/{result['upstream_requests']}" if result["counted"] else "ok"
