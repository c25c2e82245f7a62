"""A byte-exact proxy in front of a server that counts the requests which clients make.

It takes plain HTTP, and `CONNECT` followed by TLS, for which it shows a certificate of a private authority:
so a client whose base URL is a constant can be brought here with HTTPS_PROXY and SSL_CERT_FILE. A close or a
reset on one side becomes the same on the other.
"""

import json
import selectors
import socket
import ssl
import struct
import subprocess
import threading
from collections import Counter

HOST = "api.runcrate.ai"
RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class Authority:
    """A private certificate authority with one certificate, for HOST; made with the openssl program."""

    def __init__(self, folder):
        self.ca_file = folder / "ca.pem"
        key, request, certificate = folder / "host.key", folder / "host.csr", folder / "host.pem"
        extensions = folder / "extensions"
        extensions.write_text(f"subjectAltName=DNS:{HOST}\n")
        self._openssl(
            *("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=Gantry test authority"),
            *("-keyout", folder / "ca.key", "-out", self.ca_file),
        )
        self._openssl(
            *("req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={HOST}", "-keyout", key, "-out", request)
        )
        self._openssl(
            *("x509", "-req", "-days", "2", "-in", request, "-out", certificate, "-extfile", extensions),
            *("-CA", self.ca_file, "-CAkey", folder / "ca.key", "-CAcreateserial"),
        )
        self.server_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.server_context.load_cert_chain(certificate, key)

    @staticmethod
    def _openssl(*arguments):
        subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


class Tap:
    """Listens on a free port of 127.0.0.1 and forwards to `target`: `http://HOST:PORT` or the path of a socket."""

    def __init__(self, target, authority):
        self._target = target
        self._authority = authority
        self._counts = Counter()
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.origin = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def count(self, model):
        """How many chat requests named exactly this model."""
        with self._lock:
            return self._counts[model]

    def close(self):
        self._listener.close()

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        server = None
        try:
            client, first_bytes = self._terminate_tls(client)
            server = self._connect()
            _Relay(client, server, self._record).run(first_bytes)
        except OSError:
            pass  # a side that went away has been told to the other one by the relay
        finally:
            client.close()
            if server:
                server.close()

    def _terminate_tls(self, client):
        head = client.recv(65536)
        if not head.startswith(b"CONNECT "):
            return client, head
        while b"\r\n\r\n" not in head:
            head += client.recv(65536)
        client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        return self._authority.server_context.wrap_socket(client, server_side=True), b""

    def _connect(self):
        if self._target.startswith("http://"):
            host, port = self._target.removeprefix("http://").split(":")
            return socket.create_connection((host, int(port)))
        server = socket.socket(socket.AF_UNIX)
        server.connect(self._target)
        return server

    def _record(self, model):
        with self._lock:
            self._counts[model] += 1


class _Relay:
    """One connection: forwards both ways until a side ends, and passes that end on."""

    def __init__(self, client, server, record):
        self._client = client
        self._server = server
        self._requests = _Requests(record)

    def run(self, first_bytes):
        if first_bytes:
            self._to_server(first_bytes)
        selector = selectors.DefaultSelector()
        selector.register(self._client, selectors.EVENT_READ, self._from_client)
        selector.register(self._server, selectors.EVENT_READ, self._from_server)
        with selector:
            going = True
            while going:
                pending = getattr(self._client, "pending", lambda: 0)()
                ready = [] if pending else [key.data for key, _ in selector.select()]
                going = all(step() for step in ([self._from_client] if pending else ready))

    def _from_client(self):
        return self._move(self._client, self._server, self._to_server)

    def _from_server(self):
        return self._move(self._server, self._client, self._client.sendall)

    def _to_server(self, data):
        self._requests.feed(data)
        self._server.sendall(data)

    def _move(self, source, sink, send):
        try:
            data = source.recv(65536)
        except ssl.SSLError:
            data = b""
        except OSError:
            sink.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
            return False
        if data:
            send(data)
        return bool(data)


class _Requests:
    """Finds the requests in what a client sends, and reports the model that each chat request names."""

    def __init__(self, record):
        self._record = record
        self._buffer = b""

    def feed(self, data):
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = self._buffer[:end].decode("latin-1")
            length = end + 4 + self._content_length(head)
            if len(self._buffer) < length:
                return
            self._report(head, self._buffer[end + 4 : length])
            self._buffer = self._buffer[length:]

    @staticmethod
    def _content_length(head):
        fields = dict(line.lower().split(":", 1) for line in head.split("\r\n")[1:])
        if "transfer-encoding" in fields:
            raise OSError("the tap reads no chunked requests")
        return int(fields.get("content-length", 0))

    def _report(self, head, body):
        if head.split(" ", 2)[1].endswith("/chat/completions"):
            self._record(json.loads(body).get("model"))
