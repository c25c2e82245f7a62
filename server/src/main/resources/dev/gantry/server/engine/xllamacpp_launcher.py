"""Starts llama.cpp's HTTP server from the unzipped `xllamacpp` wheel.

    LLAMA_API_KEY=... python3 -I -S xllamacpp_launcher.py WHEEL_FOLDER SETTINGS_JSON

The first line of standard output is {"listening": "http://127.0.0.1:PORT"}, written once the model has loaded.
guard.sh ends this process when its parent dies; a watcher thread in here could not, since loading a model holds
Python's global lock.
"""

import json
import os
import sys
import threading


def main():
    wheel_folder, settings = sys.argv[1], json.loads(sys.argv[2])
    sys.path.insert(0, wheel_folder)
    from xllamacpp import CommonParams, Server

    params = CommonParams()
    params.model.path = settings["model"]
    params.model_alias = {settings["alias"]}
    if settings["projector"]:
        params.mmproj.path = settings["projector"]
    params.n_ctx = settings["context_tokens"]
    params.n_parallel = settings["slots"]
    params.cpuparams.n_threads = settings["threads"]
    params.cpuparams_batch.n_threads = settings["threads"]
    params.n_threads_http = settings["http_threads"]
    params.cache_ram_mib = settings["cache_mib"]
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [os.environ.pop("LLAMA_API_KEY")]
    params.use_jinja = True
    params.offline = True
    params.ui = False
    params.endpoint_slots = False

    server = Server(params)
    print(json.dumps({"listening": server.listening_address}), flush=True)
    threading.Event().wait()


main()
