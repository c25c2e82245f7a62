"""Client libraries, installed from pinned lists into the cache folder, never into the repository."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from .servers import NotStarted, java

CONFORMANCE = Path(__file__).resolve().parent.parent
DONE = ".complete"


def cache_folder():
    root = os.environ.get("GANTRY_CACHE_DIR") or Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache") / "gantry"
    return Path(root).expanduser() / "conformance"


def python_command(requirements, program):
    """The command that runs a client of python/ with the libraries that the requirements file pins by hash."""
    lock = CONFORMANCE / "python" / requirements
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    folder = _cached(f"python{version}-{lock.stem}", [lock], lambda target: _fill_venv(target, lock))
    return [str(folder / "bin" / "python"), str(CONFORMANCE / "python" / program)]


def curl_command(program):
    """The command that runs the client of python/ which runs curl."""
    if shutil.which("curl") is None:
        raise NotStarted("curl is missing: apt-get install -y curl")
    return [sys.executable, str(CONFORMANCE / "python" / program)]


def node_command(program):
    """The command that runs a client of node/; it is copied beside its modules, where node looks for them."""
    for tool in ("node", "npm"):
        if shutil.which(tool) is None:
            raise NotStarted(f"{tool} is missing: apt-get install -y nodejs npm")
    source = CONFORMANCE / "node"
    locks = [source / name for name in ("package.json", "package-lock.json", ".npmrc")]
    folder = _cached("node", locks, lambda target: _fill_node(target, locks))
    for script in source.glob("*.mjs"):
        shutil.copy(script, folder)
    return ["node", str(folder / program)]


def java_command(main_class):
    target = CONFORMANCE / "java" / "target"
    if not (target / "lib").is_dir():
        raise NotStarted("the module conformance/java is not built: mvn -Pchecks package")
    return [java(), "-cp", f"{target / 'classes'}{os.pathsep}{target / 'lib' / '*'}", main_class]


def _cached(name, locks, fill):
    """The folder that `fill` made for exactly these lock files, made now where there is none.

    Two runs at once do not make the same folder: the second one waits for the first.
    """
    digest = hashlib.sha256(b"".join(lock.read_bytes() for lock in locks)).hexdigest()[:16]
    folder = cache_folder() / f"{name}-{digest}"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with open(folder.with_name(folder.name + ".lock"), "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / DONE).exists():
            print(f"installing {folder.name} from pinned versions", file=sys.stderr, flush=True)
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            fill(folder)
            (folder / DONE).touch()
    return folder


def _fill_venv(folder, lock):
    """pip of the running Python fills the environment: so python3-venv and ensurepip are not needed."""
    _run("python3 with pip is needed: apt-get install -y python3-pip", sys.executable, "-m", "pip", "--version")
    _run("no virtual environment", sys.executable, "-m", "venv", "--without-pip", folder)
    python = folder / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "-q", "--disable-pip-version-check")
    _run("pip could not install", *pip, "--no-deps", "--only-binary", ":all:", "--require-hashes", "-r", lock)


def _fill_node(folder, locks):
    for lock in locks:
        shutil.copy(lock, folder)
    _run("npm could not install", "npm", "ci", "--ignore-scripts", cwd=folder)


def _run(problem, *command, cwd=None):
    done = subprocess.run([str(word) for word in command], cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise NotStarted(f"{problem}: {(done.stderr or done.stdout).strip()[-600:]}")
