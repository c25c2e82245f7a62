"""The table that a run ends with: one row a case, one column a client."""

LEGEND = """
ok    as it must be           N     as it must be, in N requests of the client
FAIL  listed below            .     not for this client, or not run"""


def lines(run):
    clients = [client.name for client in run.clients]
    cases = list(dict.fromkeys(case.name for client in run.clients for case in run.cases(client)))
    width = max(map(len, cases))
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
    return str(result["requests"]) if result["counted"] else "ok"
