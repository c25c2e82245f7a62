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
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path

from harness.cases import PADDING_AFTER_SECONDS, WRONG_KEY, cases_for
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
    with ExitStack() as stack:
        run.start_servers(stack)
        run.drive_clients()
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
    parser.add_argument("--client", action="append", help="run only this client; may be repeated")
    parser.add_argument("--case", action="append", help="run only this case; may be repeated")
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
        upstream = stack.enter_context(closing(ScriptedUpstream(models, self._folder)))
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

    def drive_clients(self):
        """Installs one client after the other, then drives several at once."""
        commands = {client: self._install(client) for client in self.clients}
        with ThreadPoolExecutor(CLIENTS_AT_ONCE) as threads:
            for driven in [threads.submit(self._drive, *item) for item in commands.items() if item[1]]:
                driven.result()

    def _start_gateway(self, stack, name, *flags):
        command = shlex.split(self._options.gantry_command)
        gateway = stack.enter_context(closing(Gateway(name, command, self._folder, *flags)))
        self._add_route(name, stack, gateway.ready, gateway.key)
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
        say(f"{client.name}: installing where needed")
        try:
            return client.command()
        except NotStarted as problem:
            self.missing[client.name] = str(problem)
            return None

    def _drive(self, client, command):
        started = time.monotonic()
        with closing(Driver(client.name, command, self._folder)) as driver:
            for case in self.cases(client):
                if case.route in self._routes:
                    self.results[client.name, case.name] = self._result(driver, client, case)
        say(f"{client.name}: done in {time.monotonic() - started:.0f} s")

    def _result(self, driver, client, case):
        tap = self._routes[case.route]
        model = model_of(client, case)
        before = tap.count(model)
        reply = driver.ask(self._call(client, case, tap, model), case.seconds)
        problem = case.expect(reply)
        return {
            "client": client.name,
            "case": case.name,
            "outcome": "passed" if problem is None else "failed",
            "problem": problem,
            "requests": tap.count(model) - before,
            "counted": case.counted,
            "reply": reply,
        }

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
    print(*lines(run), sep="\n")
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
