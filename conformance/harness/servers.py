"""The programs that a run starts: gateways, the scripted upstream, nginx. Each ends with its `close`."""

import json
import os
import re
import shutil
import subprocess
import threading
import time
import urllib.parse
import urllib.request
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent.parent
NO_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))
START_SECONDS = 300
STOP_SECONDS = 10

NGINX_CONFIG = """
daemon off;
master_process off;
pid nginx.pid;
error_log stderr warn;
events {{ }}
http {{
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    client_max_body_size 32m;
    proxy_buffering off;
    proxy_read_timeout 300s;
    server {{
        listen unix:{folder}/http10.sock;
        location / {{
            proxy_pass {origin};
            proxy_http_version 1.0;
        }}
    }}
    server {{
        listen unix:{folder}/http11.sock;
        location / {{
            proxy_pass {origin};
            proxy_http_version 1.1;
            proxy_set_header Connection "";
        }}
    }}
}}
"""


class NotStarted(Exception):
    """A program that did not come up, with the last lines that it wrote."""


class Program:
    """A child process whose standard output is read up to the line that says it is ready."""

    def __init__(self, name, command, ready, log_folder, **options):
        self.name = name
        self._log = open(log_folder / f"{name}.log", "w+", encoding="utf-8")
        try:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, text=True, **options
            )
        except OSError as problem:
            raise NotStarted(f"{name} did not start: {problem}") from problem
        self.ready = self._await(re.compile(ready))
        threading.Thread(target=self._copy_output, daemon=True).start()

    def early_end(self):
        """How the program ended although nobody closed it; None where it still runs."""
        code = self._process.poll()
        return None if code is None else f"ended in the middle of the run with exit code {code}"

    def close(self):
        stop(self._process)
        self._process.stdin.close()
        self._log.close()

    def _await(self, pattern):
        alarm = threading.Timer(START_SECONDS, self._process.kill)
        alarm.start()
        try:
            for line in self._process.stdout:
                self._log.write(line)
                if found := pattern.match(line.strip()):
                    return found.group(1)
        finally:
            alarm.cancel()
        self._process.wait()
        self._log.seek(0)
        raise NotStarted(f"{self.name} did not start: {self._log.read()[-2000:]}")

    def _copy_output(self):
        for line in self._process.stdout:
            if not self._log.closed:
                self._log.write(line)


class Gateway(Program):
    """`./gantry serve` on a free port with a data folder of its own; `key` is made by `./gantry keys create`."""

    def __init__(self, name, command, folder, *flags):
        data = folder / name
        data.mkdir()
        serve = [*command, "serve", "--port", "0", "--data-dir", str(data), *flags]
        super().__init__(name, serve, r"ready (http://\S+)", folder, cwd=REPOSITORY)
        self.key = subprocess.run(
            [*command, "keys", "create", "--name", "conformance", "--data-dir", str(data)],
            check=True,
            capture_output=True,
            text=True,
            cwd=REPOSITORY,
        ).stdout.strip()


class ScriptedUpstream(Program):
    """The fake of the `testing` module as a program. Its answers depend on the model's name alone."""

    def __init__(self, models, folder):
        classes = REPOSITORY / "testing" / "target" / "classes"
        if not classes.is_dir():
            raise NotStarted("the module testing is not built: mvn -Pchecks package")
        command = [java(), "-cp", str(classes), "dev.gantry.testing.ScriptedUpstreamMain", "0"]
        super().__init__("scripted-upstream", [*command, *models], r"(http://\S+)/v1", folder)

    def count(self, model):
        """How many chat requests that named exactly this model have reached it."""
        url = f"{self.ready}/__count?model={urllib.parse.quote(model)}"
        with NO_PROXY.open(url, timeout=10) as answer:
            return json.load(answer)["count"]


class Nginx:
    """nginx in front of one gateway: one socket that asks it in HTTP/1.0 (nginx's default), one in HTTP/1.1."""

    def __init__(self, origin, folder):
        nginx = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
        if nginx is None:
            raise NotStarted("nginx is missing: apt-get install -y nginx-light")
        self._folder = folder / "nginx"
        self._folder.mkdir()
        config = self._folder / "nginx.conf"
        config.write_text(NGINX_CONFIG.format(folder=self._folder, origin=origin))
        command = [nginx, "-p", str(self._folder), "-c", str(config), "-e", "stderr"]
        self._log = open(folder / "nginx.log", "w+", encoding="utf-8")
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=self._log
        )
        self.http10 = str(self._folder / "http10.sock")
        self.http11 = str(self._folder / "http11.sock")
        self._await_sockets()

    def close(self):
        stop(self._process)
        self._log.close()

    def _await_sockets(self):
        deadline = time.monotonic() + 10
        while not (os.path.exists(self.http10) and os.path.exists(self.http11)):
            if self._process.poll() is not None or time.monotonic() > deadline:
                self._log.seek(0)
                raise NotStarted(f"nginx did not start: {self._log.read()[-600:]}")
            time.sleep(0.02)


def stop(process):
    """Asks a child process to end, and ends it where it does not."""
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def java():
    """The java program of JAVA_HOME, else the one on the PATH; it must be 25 or newer."""
    home = os.environ.get("JAVA_HOME")
    program = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if program is None:
        raise NotStarted("java is missing: install a JDK 25 and set JAVA_HOME")
    banner = subprocess.run([program, "-version"], capture_output=True, text=True, check=True).stderr
    version = int(re.search(r'version "(\d+)', banner).group(1))
    if version < 25:
        raise NotStarted(f"java {version} is too old: install a JDK 25 and set JAVA_HOME")
    return program


def scripted_config(upstream, models, padding_after, folder):
    """A configuration that serves each model from the scripted upstream under its own name.

    padding_after: seconds of silence after which an answer in one piece is padded
    """
    config = {
        "auto-providers": False,
        "padding": {"after": f"{padding_after}s"},
        "providers": {"scripted": {"dialect": "openai", "base-url": upstream + "/v1", "api-key": "scripted-key"}},
        "models": {model: scripted_model(model) for model in models},
    }
    path = folder / "scripted.yaml"
    path.write_text(json.dumps(config, indent=1))  # JSON is YAML
    return path


def scripted_model(model):
    return {
        "deployments": [{"provider": "scripted", "model": model}],
        "input-modalities": ["text", "image"],
        "supported-features": ["tools", "reasoning"],
        "splits-think-tags": model.startswith("think-tags"),
    }
