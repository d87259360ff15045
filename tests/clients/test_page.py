"""An axios client in a page of another origin, one that MOVIE_CORS_ORIGINS names: what Chromium lets it send and read."""
import functools
import http.server
import threading
from pathlib import Path

import pytest
from browser import chromium, missing

PAGE = Path(__file__).parent / "page"
PORT = 5173


class Files(http.server.BaseHTTPRequestHandler):
    def __init__(self, *arguments, axios):
        self._files = {"/": PAGE / "index.html", "/axios.js": axios}
        super().__init__(*arguments)

    def do_GET(self):
        found = self._files.get(self.path)
        body = found.read_bytes() if found else b""
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/html" if self.path == "/" else "text/javascript")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def driver(request, cannot_run):
    axios = Path(request.config.getoption("assets")) / "axios/dist/axios.min.js"
    if missing() or not axios.exists():
        cannot_run(f"not installed: {', '.join(missing() or ['axios'])}; tools/test-clients brings it")
    try:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", PORT), functools.partial(Files, axios=axios))
    except OSError as error:
        cannot_run(f"port {PORT}, the page's in MOVIE_CORS_ORIGINS: {error.strerror}")
    with server, chromium() as one:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield one
        server.shutdown()


@pytest.fixture
def call(driver, service):
    """call(method, path, body): what axios gave to a page at `host`: status, headers and data, or its error."""

    def one(method, path, body=None, host="localhost"):
        driver.get(f"http://{host}:{PORT}/")
        return driver.execute_async_script("call(...arguments)", service.url, method, path, body)

    return one


def test_films_are_added_changed_and_removed(call):
    made = call("post", "/movies", {"title": "Arrival", "year": 2016, "genre": "sci-fi"})
    assert (made["status"], made["data"]["genre"]) == (201, "Sci-Fi")
    path = f"/movies/{made['data']['id']}"
    assert call("patch", path, {"year": 2017})["data"]["year"] == 2017
    assert call("put", path, made["data"] | {"title": "Heat"})["data"]["title"] == "Heat"
    assert call("get", "/movies")["data"] == [made["data"] | {"title": "Heat"}]
    assert call("delete", path)["status"] == 204
    assert call("get", path) == call("get", path) | {"status": 404, "data": {"detail": "Movie not found"}}


def test_a_page_reads_the_headers(call):
    answer = call("get", "/movies?count=true&limit=1")
    assert answer["headers"]["x-trace-id"] == "ui-page"
    assert answer["headers"]["x-total-count"] == "0"


def test_a_page_reads_what_is_wrong(call):
    answer = call("post", "/movies", {"title": "", "year": 1800})
    assert answer["status"] == 422
    assert [fault["loc"][-1] for fault in answer["data"]["detail"]] == ["title", "year", "genre"]


def test_a_page_of_another_origin_reads_nothing(call):
    assert call("get", "/movies", host="127.0.0.1") == {"error": "ERR_NETWORK"}
