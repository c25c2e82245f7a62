"""Tests of the harness itself: python3 -m unittest discover -s conformance/tests -t conformance"""

import json
import socket
import ssl
import struct
import tempfile
import threading
import unittest
import unittest.mock
from pathlib import Path

from harness import cases, clients, table
from harness.tap import HOST, Authority, Tap

BODY = json.dumps({"model": "plain@x", "messages": []}).encode()
REQUEST = b"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s" % (len(BODY), BODY)
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


class Upstream:
    """Accepts one connection, reads the whole request, answers, and ends the connection in the given way."""

    def __init__(self, reset):
        self._reset = reset
        self.received = b""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.origin = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.peer_gone = threading.Event()
        self.may_end = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        connection, _ = self._listener.accept()
        while not self.received.endswith(BODY):
            self.received += connection.recv(65536)
        connection.sendall(ANSWER)
        self.may_end.wait(10)
        if self._reset:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        else:
            connection.shutdown(socket.SHUT_WR)
            if connection.recv(1) == b"":
                self.peer_gone.set()
        connection.close()
        self._listener.close()


class TapTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.authority = Authority(Path(cls.folder.name))

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def connect(self, upstream):
        self.tap = Tap(upstream.origin, self.authority)
        self.addCleanup(self.tap.close)
        host, port = self.tap.origin.removeprefix("http://").split(":")
        client = socket.create_connection((host, int(port)), timeout=10)
        self.addCleanup(client.close)
        return client

    def exchange(self, client):
        client.sendall(REQUEST)
        answer = b""
        while not answer.endswith(b"{}"):
            answer += client.recv(65536)
        return answer

    def test_forwards_every_byte_and_counts_the_request(self):
        upstream = Upstream(reset=False)
        answer = self.exchange(self.connect(upstream))

        self.assertEqual(answer, ANSWER)
        self.assertEqual(upstream.received, REQUEST)
        self.assertEqual(self.tap.count("plain@x"), 1)
        self.assertEqual(self.tap.count("plain@y"), 0)

    def test_passes_a_close_on(self):
        upstream = Upstream(reset=False)
        client = self.connect(upstream)
        self.exchange(client)
        upstream.may_end.set()

        self.assertEqual(client.recv(1), b"")

    def test_passes_a_reset_on(self):
        upstream = Upstream(reset=True)
        client = self.connect(upstream)
        self.exchange(client)
        upstream.may_end.set()

        with self.assertRaises(ConnectionResetError):
            client.recv(1)

    def test_tells_the_server_that_the_client_left(self):
        upstream = Upstream(reset=False)
        client = self.connect(upstream)
        self.exchange(client)
        client.close()
        upstream.may_end.set()

        self.assertTrue(upstream.peer_gone.wait(10))

    def test_takes_tls_through_connect(self):
        upstream = Upstream(reset=False)
        plain = self.connect(upstream)
        plain.sendall(f"CONNECT {HOST}:443 HTTP/1.1\r\n\r\n".encode())
        self.assertIn(b" 200 ", plain.recv(65536))
        trust = ssl.create_default_context(cafile=self.authority.ca_file)

        with trust.wrap_socket(plain, server_hostname=HOST) as client:
            self.assertEqual(self.exchange(client), ANSWER)
        self.assertEqual(self.tap.count("plain@x"), 1)

    def test_counts_requests_that_arrive_in_pieces(self):
        upstream = Upstream(reset=False)
        client = self.connect(upstream)
        client.sendall(REQUEST[:30])
        client.sendall(REQUEST[30:-3])
        self.assertEqual(self.tap.count("plain@x"), 0)
        client.sendall(REQUEST[-3:])
        client.recv(1)

        self.assertEqual(self.tap.count("plain@x"), 1)


class JudgesTest(unittest.TestCase):
    def test_an_answer_must_say_exactly_the_text(self):
        self.assertIsNone(cases.says("a")({"text": "a", "finish_reason": "stop"}))
        self.assertIsNotNone(cases.says("a")({"text": "ab", "finish_reason": "stop"}))
        self.assertIsNotNone(cases.says("a")({"text": "a", "finish_reason": "length"}))

    def test_a_reply_that_raised_died_or_hung_says_nothing(self):
        for reply in ({"raised": "X", "status": None}, {"died": True}, {"hung": 1}):
            for judge in (cases.says(""), cases.says_something, cases.thinks, cases.calls_the_tool):
                self.assertIsNotNone(judge(reply), (judge, reply))

    def test_only_a_client_that_raised_has_raised(self):
        self.assertIsNone(cases.raises(401)({"raised": "X", "status": 401}))
        self.assertIsNotNone(cases.raises(401)({"raised": "X", "status": 403}))
        for reply in ({"text": ""}, {"died": True}, {"hung": 1}):
            self.assertIsNotNone(cases.raises()(reply), reply)

    def test_a_tool_call_may_come_with_parsed_arguments(self):
        for arguments in ('{"city": "Paris"}', {"city": "Paris"}):
            self.assertIsNone(cases.calls_the_tool({"tool_calls": [["get_weather", arguments]]}))


class TableTest(unittest.TestCase):
    def test_every_case_has_a_name_of_its_own_and_every_blind_spot_is_one_of_them(self):
        self.assertEqual(len(set(cases.NAMES)), len(cases.NAMES))
        for client in clients.CLIENTS:
            self.assertLessEqual(client.blind_to.keys(), set(cases.NAMES), client.name)

    def test_shows_counts_where_they_belong(self):
        result = {"outcome": "passed", "counted": True, "requests": 3, "upstream_requests": 9}
        self.assertEqual(table.cell(result), "3/9")
        self.assertEqual(table.cell({**result, "counted": False}), "ok")
        self.assertEqual(table.cell({**result, "outcome": "failed"}), "FAIL")
        self.assertEqual(table.cell(None), ".")


class EnvironmentTest(unittest.TestCase):
    def test_clients_inherit_no_proxy_and_no_key(self):
        with unittest.mock.patch.dict("os.environ", {"https_proxy": "x", "OPENAI_API_KEY": "x", "HOME": "/h"}):
            environment = clients.clean_environment()
        self.assertEqual(environment["HOME"], "/h")
        self.assertFalse({"https_proxy", "OPENAI_API_KEY"} & environment.keys())


if __name__ == "__main__":
    unittest.main()
