"""A server between the program and `offhook-sim` that changes what comes by: answers that no organisation should give.

Everything else stays as the simulator says it, so that a run goes on around what is wrong.
"""

import http.client
import json
import threading
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from programs import Sim

# Path without query, and body; returns the body to pass on.
Tamper = Callable[[str, bytes], bytes]
_OWN = {"content-length", "transfer-encoding", "connection", "date", "server"}
# Whole bodies only: what is changed here has no ranges.
_LEFT_OUT = {"host", "accept-encoding", "range", "if-range", "connection"}


@contextmanager
def running_tampering(sim: Sim, tamper: Tamper):
    """Yields the Sim as it is seen through the server."""
    places = {"media": sim.media.removeprefix("http://"), "api": sim.api.removeprefix("http://")}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_any(self):
            path = self.path.partition("?")[0]
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            upstream = http.client.HTTPConnection(places["media" if path.startswith("/transcripts/") else "api"])
            headers = {name: value for name, value in self.headers.items() if name.lower() not in _LEFT_OUT}
            upstream.request(self.command, self.path, body, headers)
            answer = upstream.getresponse()
            data = answer.read().replace(sim.media.encode(), self.server.url.encode())
            if answer.status == 200:
                data = tamper(path, data)
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in _OWN:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)
            upstream.close()

        do_GET = do_POST = do_DELETE = do_any  # noqa: N815

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield replace(sim, api=server.url, login=server.url, media=server.url)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def page_of(body: bytes, records: list[bytes]) -> bytes:
    """The same page of the API, or bare array, with these records."""
    page = json.loads(body)
    joined = b"[" + b",".join(records) + b"]"
    if isinstance(page, list):
        return joined
    rest = {name: value for name, value in page.items() if name != "conversations"}
    return b'{"conversations":' + joined + (b"," + json.dumps(rest).encode()[1:] if rest else b"}")


def records_of(body: bytes) -> list[dict]:
    page = json.loads(body)
    return page if isinstance(page, list) else page.get("conversations", [])
