"""How the program connects: TLS sessions and connections are used again, a proxy is used where one is named, and a
server that talks nonsense is believed nothing."""

import http.server
import socket
import ssl
import threading
from contextlib import contextmanager

import pytest

from certificates import make_certificates
from programs import Offhook, s3_environment
from test_store import run

KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}


class Answering(http.server.BaseHTTPRequestHandler):
    """Answers everything with `server.answer`: status, body."""

    protocol_version = "HTTP/1.1"

    def do_any(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        status, body = self.server.answer
        self.server.requests += 1
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        if self.server.closes:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = do_any  # noqa: N815

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    requests, closes, resumed = 0, False, ()
    answer = (404, b"<Error><Code>NoSuchBucket</Code></Error>")

    def get_request(self):
        connection, address = super().get_request()
        connection.do_handshake()
        self.resumed += (connection.session_reused,)
        return connection, address


@contextmanager
def running_server(folder):
    """A server over TLS that remembers which of its connections resumed a session."""
    certificates = make_certificates(folder / "tls")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates.leaf, certificates.key)
    server = Server(("127.0.0.1", 0), Answering)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    server.ca = certificates.ca
    server.url = f"https://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def server(tmp_path):
    with running_server(tmp_path) as one:
        yield one


def ask_gate(server):
    return run("gate_report", f"endpoint={server.url}", f"ca={server.ca}", "bucket=archive", **KEYS)


def test_one_connection_serves_many_requests(server):
    assert "bucket.missing" in ask_gate(server).stdout
    assert server.requests >= 2
    assert len(server.resumed) == 1


def test_a_new_connection_resumes_the_tls_session(server):
    server.closes = True
    assert "bucket.missing" in ask_gate(server).stdout
    assert server.requests >= 2
    assert list(server.resumed) == [False] + [True] * (server.requests - 1)


NONSENSE = {
    "a hotel's page": b"<html><title>Welcome</title><body>Accept our terms</body></html>",
    "an empty page": b"",
    "binary": bytes(range(256)) * 40,
    "escape sequences": b"<Error><Code>\x1b[2J\x1b]0;owned\x07</Code><Message>\x1b[31m</Message></Error>",
    "deep": b"<a>" * 100_000,
    "JSON": b'{"Error": {"Code": 17}}',
}


@pytest.mark.parametrize("status", [200, 302, 400, 403, 404])
@pytest.mark.parametrize("what", list(NONSENSE))
def test_nonsense_is_believed_nothing(offhook: Offhook, server, what, status):
    server.answer = (status, NONSENSE[what])
    finished = offhook(
        "doctor", S3_BUCKET="archive", AWS_ENDPOINT_URL=server.url, AWS_CA_BUNDLE=str(server.ca),
        TOKENIZATION_KEY="an end-to-end test's token key, long enough", GENESYS_API_BASE=server.url,
        GENESYS_CLIENT_ID="x", GENESYS_CLIENT_SECRET="x", OFFHOOK_GENESYS_CA_FILE=str(server.ca), **KEYS,
    )  # fmt: skip
    assert finished.code not in (0, 1), finished
    said = finished.stdout + finished.stderr
    assert not [c for c in said if c != "\n" and not c.isprintable()], said
    assert "terminate" not in said and "ERROR: AddressSanitizer" not in said, said


@contextmanager
def running_proxy(target: tuple[str, int]):
    """A proxy that knows CONNECT and leads everything to `target`; yields its URL and what it was asked for."""
    asked: list[str] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def copy(source, sink):
        try:
            while data := source.recv(65536):
                sink.sendall(data)
        except OSError:
            pass
        finally:
            for one in (source, sink):
                try:
                    one.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass

    def serve():
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            head = b""
            while b"\r\n\r\n" not in head:
                head += client.recv(4096)
            asked.append(head.split(b"\r\n")[0].decode())
            upstream = socket.create_connection(target)
            client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            for pair in ((client, upstream), (upstream, client)):
                threading.Thread(target=copy, args=pair, daemon=True).start()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", asked
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def test_a_proxy_is_used_where_one_is_named(offhook: Offhook, seaweed, bucket):
    # A name that resolves nowhere: it is the proxy that knows the way. The certificate names it.
    host, port = seaweed.endpoint.removeprefix("https://").split(":")
    away = s3_environment(seaweed, bucket) | {"AWS_ENDPOINT_URL": f"https://storage.test:{port}"}
    key = {"TOKENIZATION_KEY": "an end-to-end test's token key, long enough"}
    with running_proxy((host, int(port))) as (proxy, asked):
        through = offhook("doctor", HTTPS_PROXY=proxy, **away, **key)
        assert "pass  gate encryption" in through.stdout, through
        assert set(asked) == {f"CONNECT storage.test:{port} HTTP/1.1"}
        asked.clear()
        past = offhook("doctor", HTTPS_PROXY=proxy, NO_PROXY="storage.test", **away, **key)
        assert past.code not in (0, 6), past
        near = offhook("doctor", HTTPS_PROXY=proxy, **(away | {"AWS_ENDPOINT_URL": seaweed.endpoint}), **key)
        assert "pass  gate encryption" in near.stdout, near
        assert asked == [], "neither what NO_PROXY names nor this machine is asked through it"
