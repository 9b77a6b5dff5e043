"""A real HTTP server on a loopback port that stands for a provider's API."""

from __future__ import annotations

import contextlib
import http.server
import json
import threading
import time


class HttpSink(http.server.ThreadingHTTPServer):
    """Keeps (path, headers, body); answers `status` and `answer`, or hangs up where `status` is 0, or after `delay`."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.taken: list[tuple[str, dict[str, str], bytes]] = []
        self.status, self.answer, self.delay = 200, {}, 0.0  # type: int, dict[str, Any], float

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def __enter__(self) -> HttpSink:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self.shutdown()
        self.server_close()


class _Handler(http.server.BaseHTTPRequestHandler):
    server: HttpSink

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append((self.path, dict(self.headers), body))
        time.sleep(self.server.delay)
        if not self.server.status:
            return
        answer = json.dumps(self.server.answer).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        with contextlib.suppress(OSError):  # who did not wait for the answer
            self.wfile.write(answer)

    def log_message(self, *words: object) -> None:
        return
