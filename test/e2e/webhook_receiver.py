"""A webhook's endpoint: checks signatures as Standard Webhooks 1.0 says, keeps what it takes, fails when told to.

Written from the specification, apart from the program's and the simulator's code, so that they cannot agree on
the same mistake.
"""

import base64
import hashlib
import hmac
import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOLERANCE_SECONDS = 5 * 60


def sign(secret: str, message_id: str, timestamp: str, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = message_id.encode() + b"." + timestamp.encode() + b"." + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def verifies(secret: str, headers, body: bytes) -> bool:
    message_id, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not message_id or not timestamp.isdigit() or abs(time.time() - int(timestamp)) > TOLERANCE_SECONDS:
        return False
    expected = sign(secret, message_id, timestamp, body)
    return any(hmac.compare_digest(expected, one) for one in headers.get("webhook-signature", "").split(" "))


@dataclass
class Delivery:
    headers: dict[str, str]  # names in lower case
    body: bytes
    status: int  # what it was answered with

    @property
    def event(self) -> dict:
        return json.loads(self.body)


@dataclass
class WebhookReceiver:
    url: str
    secret: str
    fail_with: list[int] = field(default_factory=list)  # statuses for the next deliveries, before it takes them
    deliveries: list[Delivery] = field(default_factory=list)

    @property
    def accepted(self) -> list[Delivery]:
        return [delivery for delivery in self.deliveries if delivery.status == 204]

    def take(self, headers: dict[str, str], body: bytes) -> int:
        if not verifies(self.secret, headers, body):
            status = 401
        elif self.fail_with:
            status = self.fail_with.pop(0)
        else:
            status = 204
        self.deliveries.append(Delivery(headers, body, status))
        return status


class running_webhook:
    """Context manager: a WebhookReceiver that serves on a free port of loopback."""

    def __init__(self):
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
        secret = "whsec_" + base64.b64encode(hashlib.sha256(b"webhook secret of the tests").digest()).decode()
        receiver = WebhookReceiver(f"http://127.0.0.1:{self._server.server_port}/events", secret)
        one_at_a_time = threading.Lock()

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                with one_at_a_time:
                    status = receiver.take({name.lower(): value for name, value in self.headers.items()}, body)
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self._server.RequestHandlerClass = Handler
        self._server.daemon_threads = True
        self._receiver = receiver

    def __enter__(self) -> WebhookReceiver:
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return self._receiver

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
