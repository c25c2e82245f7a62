"""What is compared: nginx as a plain proxy, Gantry as it is served, and the upstream without anything between."""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Protocol

from .processes import Program, ProgramFailed
from .rig import ROOT, UPSTREAM_MODEL

_PATH = "/v1/chat/completions"
_BODY = '{"model":"%s","messages":[{"role":"user","content":"Hello"}]}'


class Contender(Protocol):
    """Something that answers chat requests with the upstream's answers."""

    name: str
    key: str
    pid: int | None
    start_seconds: float

    def url(self, behaviour: str) -> str: ...

    def stop(self) -> None: ...


def model_of(behaviour: str) -> str:
    """What clients call the model whose upstream behaves so; every contender is asked for it."""
    return f"bench/{behaviour}"


class Direct:
    """The upstream itself."""

    name = "direct"
    key = "none"
    pid = None
    start_seconds = 0.0

    def __init__(self, ports: dict[str, int]) -> None:
        self._ports = ports

    def url(self, behaviour: str) -> str:
        return f"http://127.0.0.1:{self._ports[behaviour]}{_PATH}"

    def stop(self) -> None:
        """Nothing to stop: the run owns the upstream."""


class Nginx:
    """nginx with two workers: connections to the upstream are kept, nothing is buffered, nothing is logged."""

    name = "nginx"
    key = "none"

    def __init__(self, ports: dict[str, int], certificate: Path, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._ports = dict(zip(ports, _free_ports(len(ports))))
        configuration = folder / "nginx.conf"
        configuration.write_text(self._configuration(ports, certificate, folder))
        self._program = Program(
            ["nginx", "-c", str(configuration), "-p", str(folder), "-e", "stderr"], folder / "nginx.log"
        )
        self.pid = self._program.pid
        self.start_seconds = seconds_to_first_answer(self, self._program)

    def url(self, behaviour: str) -> str:
        return f"http://127.0.0.1:{self._ports[behaviour]}{_PATH}"

    def stop(self) -> None:
        self._program.stop()

    def _configuration(self, ports: dict[str, int], certificate: Path, folder: Path) -> str:
        servers = "".join(self._server(behaviour, port, certificate) for behaviour, port in ports.items())
        temporary = "".join(
            f"    {kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        return f"""\
daemon off;
worker_processes 2;
worker_rlimit_nofile 20000;
pid {folder}/nginx.pid;
error_log stderr crit;
events {{ worker_connections 10000; }}
http {{
    access_log off;
    keepalive_requests 1000000000;
    client_max_body_size 32m;
    client_body_buffer_size 256k;
    proxy_http_version 1.1;
    proxy_set_header Connection "";
    proxy_buffering off;
    proxy_request_buffering off;
{temporary}{servers}}}
"""

    def _server(self, behaviour: str, upstream_port: int, certificate: Path) -> str:
        tls = behaviour == "tls"
        verified = (
            f"proxy_ssl_trusted_certificate {certificate}; proxy_ssl_verify on; proxy_ssl_name localhost; "
            "proxy_ssl_protocols TLSv1.3; "
        )
        return f"""\
    upstream {behaviour} {{ server 127.0.0.1:{upstream_port}; keepalive 256; keepalive_requests 1000000000; }}
    server {{
        listen 127.0.0.1:{self._ports[behaviour]} backlog=8192;
        location / {{ {verified if tls else ""}proxy_pass {"https" if tls else "http"}://{behaviour}; }}
    }}
"""


class Gantry:
    """`./gantry serve` without an engine: keys are checked, receipts and metrics are on, nothing is tuned
    but the number of connections to one upstream."""

    name = "gantry"

    def __init__(self, ports: dict[str, int], trust_store: Path, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        configuration = folder / "gantry.yaml"
        configuration.write_text(_gantry_configuration(ports))
        environment = os.environ | {
            "GANTRY_JAVA_OPTS": f"-Djavax.net.ssl.trustStore={trust_store} -Djavax.net.ssl.trustStorePassword=changeit "
            + os.environ.get("GANTRY_JAVA_OPTS", "")
        }
        data = ["--data-dir", str(folder / "data")]
        self.key = _create_key(data)
        self._program = Program(
            [f"{ROOT}/gantry", "serve", "--no-engine", "--config", str(configuration), "--port", "0", *data],
            folder / "gantry.log",
            environment,
        )
        self.pid = self._program.pid
        self._base = self._await_ready()
        self._program.ignore_output()
        self.start_seconds = seconds_to_first_answer(self, self._program)

    def url(self, behaviour: str) -> str:
        return self._base + _PATH

    def stop(self) -> None:
        self._program.stop()

    def _await_ready(self) -> str:
        while True:
            line = self._program.read_line(30)
            if line.startswith("ready "):
                return line.removeprefix("ready ")


def _gantry_configuration(ports: dict[str, int]) -> str:
    lines = ["auto-providers: false", "limits: {upstream-connections: 8192}", "providers:"]
    for behaviour, port in ports.items():
        scheme = "https" if behaviour == "tls" else "http"
        lines.append(f'  bench-{behaviour}: {{dialect: openai, base-url: "{scheme}://127.0.0.1:{port}/v1", api-key: none}}')
    lines.append("models:")
    for behaviour in ports:
        deployment = f"{{provider: bench-{behaviour}, model: {UPSTREAM_MODEL}}}"
        lines.append(f"  {model_of(behaviour)}: {{deployments: [{deployment}]}}")
    return "\n".join(lines) + "\n"


def _create_key(data: list[str]) -> str:
    created = subprocess.run(
        [f"{ROOT}/gantry", "keys", "create", "--name", "bench", *data],
        capture_output=True,
        text=True,
        env={name: value for name, value in os.environ.items() if name != "GANTRY_JAVA_OPTS"},
        check=False,
    )
    if created.returncode != 0:
        raise ProgramFailed(f"gantry keys create: {created.stderr.strip()}")
    return created.stdout.strip()


def seconds_to_first_answer(contender: Contender, program: Program) -> float:
    """From the start of the program to its first 200 for a chat request; returns when it came."""
    request = urllib.request.Request(
        contender.url("whole"),
        data=(_BODY % model_of("whole")).encode(),
        headers={"content-type": "application/json", "authorization": f"Bearer {contender.key}"},
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + 30
    while True:
        try:
            with opener.open(request, timeout=10) as answer:
                answer.read()
                return time.monotonic() - program.started
        except urllib.error.HTTPError as error:
            raise program.failure(f"answered {error.code}: {error.read().decode(errors='replace')}") from error
        except OSError as error:
            if not program.is_running() or time.monotonic() > deadline:
                raise program.failure(str(error)) from error
            time.sleep(0.002)


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [opened.getsockname()[1] for opened in sockets]
    for opened in sockets:
        opened.close()
    return ports
