"""A stand-in for an object store that speaks S3: one bucket in memory, with uploads in parts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

BUCKET = "bucket"
KEYS = {"AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "hidden-key", "AWS_REGION": "us-east-1"}
_DATE = "2026-01-01T00:00:00Z"
_HTTP_DATE = "Thu, 01 Jan 2026 00:00:00 GMT"


@dataclass
class ObjectServer:
    """The server, while it is used as a context manager.

    Attributes:
        objects: What is in the bucket, by key.
        uploads: The parts of uploads that were neither completed nor aborted, by id.
        fail_part: The part that is refused, if any.
        deny: Whether everything is refused.
    """

    objects: dict[str, bytes] = field(default_factory=dict)
    uploads: dict[str, dict[int, bytes]] = field(default_factory=dict)
    fail_part: int | None = None
    deny: bool = False

    def __enter__(self) -> Self:
        handler = type("Handler", (_Handler,), {"store": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def environment(self) -> Mapping[str, str]:
        """What a client finds in its environment."""
        address = f"http://127.0.0.1:{self._server.server_address[1]}"
        return {**KEYS, "AWS_ENDPOINT_URL": address, "AWS_ALLOW_HTTP": "true"}


class _Handler(BaseHTTPRequestHandler):
    store: ObjectServer
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _error(self, status: int, code: str) -> None:
        self._answer(status, f"<Error><Code>{code}</Code><Message>{code}</Message></Error>".encode())

    def _asked(self) -> tuple[str, dict[str, list[str]], bytes] | None:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        bucket, _, key = unquote(parts.path).lstrip("/").partition("/")
        if self.store.deny:
            self._error(403, "AccessDenied")
        elif bucket != BUCKET:
            self._error(404, "NoSuchBucket")
        else:
            return key, parse_qs(parts.query, keep_blank_values=True), body
        return None

    def do_GET(self) -> None:
        """An object or a part of it, or the list of all."""
        if (asked := self._asked()) is None:
            return
        key, query, _ = asked
        if "list-type" in query:
            self._list(query.get("prefix", [""])[0])
        elif key not in self.store.objects:
            self._error(404, "NoSuchKey")
        else:
            whole = self.store.objects[key]
            span = re.match(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
            common = {"ETag": '"e"', "Last_Modified": _HTTP_DATE}
            if span is None or self.command == "HEAD":
                self._answer(200, whole, Content_Length=str(len(whole)), **common)
                return
            start, end = int(span[1]), min(int(span[2] or len(whole)), len(whole) - 1)
            self._answer(206, whole[start : end + 1], Content_Range=f"bytes {start}-{end}/{len(whole)}", **common)

    def do_HEAD(self) -> None:
        """The same, without the body."""
        self.do_GET()

    def _list(self, prefix: str) -> None:
        found = "".join(
            f"<Contents><Key>{escape(key)}</Key><Size>{len(body)}</Size><LastModified>{_DATE}</LastModified>"
            f"<ETag>e</ETag></Contents>"
            for key, body in sorted(self.store.objects.items())
            if key.startswith(prefix)
        )
        self._answer(200, f"<ListBucketResult><IsTruncated>false</IsTruncated>{found}</ListBucketResult>".encode())

    def do_PUT(self) -> None:
        """Write an object, or a part of an upload."""
        if (asked := self._asked()) is None:
            return
        key, query, body = asked
        if "partNumber" in query:
            number = int(query["partNumber"][0])
            if number == self.store.fail_part:
                self._error(400, "Refused")
                return
            self.store.uploads[query["uploadId"][0]][number] = body
        else:
            self.store.objects[key] = body
        self._answer(200, ETag='"e"')

    def do_POST(self) -> None:
        """Begin an upload or complete it, or delete some objects."""
        if (asked := self._asked()) is None:
            return
        key, query, body = asked
        if "uploads" in query:
            upload = f"upload-{len(self.store.uploads) + 1}"
            self.store.uploads[upload] = {}
            named = f"<UploadId>{upload}</UploadId>"
            self._answer(200, f"<InitiateMultipartUploadResult>{named}</InitiateMultipartUploadResult>".encode())
        elif "delete" in query:
            keys = re.findall(r"<Key>(.*?)</Key>", body.decode())
            for deleted in keys:
                self.store.objects.pop(deleted, None)
            said = "".join(f"<Deleted><Key>{one}</Key></Deleted>" for one in keys)
            self._answer(200, f"<DeleteResult>{said}</DeleteResult>".encode())
        else:
            parts = self.store.uploads.pop(query["uploadId"][0])
            self.store.objects[key] = b"".join(parts[number] for number in sorted(parts))
            self._answer(200, b"<CompleteMultipartUploadResult><ETag>e</ETag></CompleteMultipartUploadResult>")

    def do_DELETE(self) -> None:
        """Delete an object, or abort an upload."""
        if (asked := self._asked()) is None:
            return
        key, query, _ = asked
        if "uploadId" in query:
            self.store.uploads.pop(query["uploadId"][0], None)
        else:
            self.store.objects.pop(key, None)
        self._answer(204)
