#!/usr/bin/env python3
"""Drives real clients against a started Gantry and prints what each of them saw.

Starts everything itself: a gateway with the real engine, a second one whose provider is the scripted
upstream, nginx before that, and the clients, whose libraries it installs into the cache folder.
Exits with 1 when a case failed, or when something could not run and --allow-missing does not name it.
"""

import argparse
import json
import shlex
import shutil
import signal
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path

from harness.cases import NAMES, PADDING_AFTER_SECONDS, WRONG_KEY, cases_for
from harness.clients import CLIENTS, NOT_ON_NPM, Driver
from harness.servers import Gateway, Nginx, NotStarted, ScriptedUpstream, scripted_config
from harness.table import lines
from harness.tap import Authority, Tap

CLIENTS_AT_ONCE = 6
ANY_KEY = "rc_live_scripted"


def main():
    options = arguments()
    folder = Path(tempfile.mkdtemp(prefix="gantry-conformance-"))
    run = Run(options, folder)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("conformance: stopped"))
    try:
        with ExitStack() as stack:
            run.start_servers(stack)
            run.drive_clients(stack)
    except NotStarted as problem:
        sys.exit(f"conformance: {problem}")
    failed = report(run, options)
    if failed:
        say(f"logs and state: {folder}")
    else:
        shutil.rmtree(folder)
    return 1 if failed else 0


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gantry-command", default="./gantry", help="starts the gateway (default: ./gantry)")
    parser.add_argument("--allow-missing", default="", metavar="A,B", help="clients, or engine or nginx, that may miss")
    names = [client.name for client in CLIENTS]
    parser.add_argument("--client", action="append", choices=names, help="run only this client; may be repeated")
    parser.add_argument("--case", action="append", choices=NAMES, metavar="CASE", help="run only this case")
    parser.add_argument("--direct", action="store_true", help="no gateway: ask the scripted upstream itself")
    parser.add_argument("--results", type=Path, help="write every result to this file as a JSON line")
    return parser.parse_args()


class Run:
    """The routes that came up, what is missing, and a result for every client and case."""

    def __init__(self, options, folder):
        self._options = options
        self._folder = folder
        self._authority = Authority(folder)
        self._routes = {}
        self._keys = {}
        self._gateways = []
        wanted = options.client or [client.name for client in CLIENTS]
        self.clients = [client for client in CLIENTS if client.name in wanted]
        self.missing = {}
        self.results = {}

    def cases(self, client):
        wanted = self._options.case
        return [case for case in cases_for(client) if wanted is None or case.name in wanted]

    def start_servers(self, stack):
        cases = ((client, case) for client in CLIENTS for case in cases_for(client) if case.is_configured)
        models = sorted({model_of(*item) for item in cases})
        upstream = self._upstream = stack.enter_context(closing(ScriptedUpstream(models, self._folder)))
        self._add_route("direct", stack, upstream.ready, ANY_KEY)
        if self._options.direct:
            self._add_route("scripted", stack, upstream.ready, ANY_KEY)
            self._start_nginx(stack, upstream.ready, ANY_KEY)
            self.missing["engine"] = "a run with --direct has no gateway"
            return
        config = scripted_config(upstream.ready, models, PADDING_AFTER_SECONDS, self._folder)
        gateway = self._start_gateway(stack, "scripted", "--no-engine", "--config", str(config))
        self._start_nginx(stack, gateway.ready, gateway.key)
        try:
            self._start_gateway(stack, "engine")
        except NotStarted as problem:
            self.missing["engine"] = str(problem)

    def drive_clients(self, stack):
        """Installs one client after the other, then drives several at once; stops them all where one run ends early."""
        threads = ThreadPoolExecutor(CLIENTS_AT_ONCE)
        stack.callback(threads.shutdown, cancel_futures=True)
        driven = []
        for client in self.clients:
            if command := self._install(client):
                driver = stack.enter_context(closing(Driver(client.name, command, self._folder)))
                driven.append(threads.submit(self._drive, client, driver))
        for outcome in driven:
            outcome.result()
        self._note_early_ends()

    def _note_early_ends(self):
        for program in (self._upstream, *self._gateways):
            if how := program.early_end():
                self.missing[program.name] = how

    def _start_gateway(self, stack, name, *flags):
        command = shlex.split(self._options.gantry_command)
        gateway = stack.enter_context(closing(Gateway(name, command, self._folder, *flags)))
        self._add_route(name, stack, gateway.ready, gateway.key)
        self._gateways.append(gateway)
        return gateway

    def _start_nginx(self, stack, origin, key):
        try:
            nginx = stack.enter_context(closing(Nginx(origin, self._folder)))
            self._add_route("http10", stack, nginx.http10, key)
            self._add_route("http11", stack, nginx.http11, key)
        except NotStarted as problem:
            self.missing["nginx"] = str(problem)

    def _add_route(self, name, stack, target, key):
        self._routes[name] = stack.enter_context(closing(Tap(target, self._authority)))
        self._keys[name] = key

    def _install(self, client):
        try:
            return client.command()
        except NotStarted as problem:
            self.missing[client.name] = str(problem)
            return None

    def _drive(self, client, driver):
        started = time.monotonic()
        for case in self.cases(client):
            if case.route in self._routes and not driver.closed:
                self.results[client.name, case.name] = self._result(driver, client, case)
        say(f"{client.name}: {time.monotonic() - started:.0f} s")

    def _result(self, driver, client, case):
        tap = self._routes[case.route]
        model = model_of(client, case)
        before, before_upstream = tap.count(model), self._upstream.count(model)
        reply = driver.ask(self._call(client, case, tap, model), case.seconds)
        requests, upstream_requests = tap.count(model) - before, self._upstream.count(model) - before_upstream
        problem = case.expect(reply) or self._misrouted(case, upstream_requests)
        if problem is None and case.once and requests != 1:
            problem = f"expected one request, not {requests}"
        return {
            "client": client.name,
            "case": case.name,
            "outcome": "passed" if problem is None else "failed",
            "problem": problem,
            "requests": requests,
            "upstream_requests": upstream_requests,
            "counted": case.counted,
            "reply": reply,
        }

    def _misrouted(self, case, upstream_requests):
        """A client may also raise because nothing answers: so what must reach the upstream is seen to reach it."""
        if not case.is_scripted or self._options.direct:
            return None
        if case.refused:
            return "the gateway asked the upstream" if upstream_requests else None
        return None if upstream_requests else "no request reached the upstream"

    def _call(self, client, case, tap, model):
        return {
            "operation": case.operation,
            "base_url": tap.origin + "/v1",
            "api_key": WRONG_KEY if case.wrong_key else self._keys[case.route],
            "model": model,
            "messages": case.messages,
            "parameters": client.bad_parameter if case.name == "bad-parameter" else case.parameters,
            "timeout": case.timeout,
            "proxy": tap.origin,
            "ca_file": str(self._authority.ca_file),
            "state_dir": str(self._state_folder(client, case.route)),
        }

    def _state_folder(self, client, route):
        folder = self._folder / "state" / f"{client.name}-{route}"
        folder.mkdir(parents=True, exist_ok=True)
        return folder


def model_of(client, case):
    """The scripted model, tagged with the client, so that its requests are counted apart."""
    return f"{case.model}@{client.name}" if case.is_scripted else case.model


def report(run, options):
    """Prints the table, what failed and what did not run; returns whether the run failed."""
    results = list(run.results.values())
    if options.results:
        options.results.write_text("".join(json.dumps(result) + "\n" for result in results))
    print("", *lines(run), sep="\n")
    failed = [result for result in results if result["outcome"] == "failed"]
    for result in failed:
        print(f"FAIL {result['client']} {result['case']}: {result['problem']}; saw {json.dumps(result['reply'])}")
    for name, reason in run.missing.items():
        print(f"NOT RUN {name}: {reason}")
    for name in NOT_ON_NPM:
        print(f"NOT ON NPM {name}: the registry has no package of this name")
    print(f"conformance: {len(results) - len(failed)} passed, {len(failed)} failed")
    return bool(failed) or bool(run.missing.keys() - set(options.allow_missing.split(",")))


def say(text):
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
