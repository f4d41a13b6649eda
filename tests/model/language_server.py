"""A session with the yaml-language-server, as an editor holds one: files opened, then asked about."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

Message = dict[str, Any]
PATIENCE = 60
SETTINGS = {
    "yaml": {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}},
    "http": {},
    "[yaml]": {},
    "editor": {},
    "files": {},
}


class LanguageServer:
    """The server as a process; use it in a `with`."""

    def __init__(self, node: str, packages: Path) -> None:
        program = packages / "yaml-language-server" / "bin" / "yaml-language-server"
        self._process = subprocess.Popen(
            [node, str(program), "--stdio"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._number = 0
        self._answers: dict[int, Message] = {}
        self._diagnostics: dict[str, list[Message]] = {}
        self._incoming: queue.Queue[Message | None] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def __enter__(self) -> Self:
        capabilities = {
            "textDocument": {
                "completion": {
                    "completionItem": {"snippetSupport": False, "documentationFormat": ["markdown"]}
                },
                "hover": {"contentFormat": ["markdown"]},
            },
            "workspace": {"configuration": True},
        }
        self.ask("initialize", {"processId": None, "rootUri": None, "capabilities": capabilities})
        self._tell("initialized", {})
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                stream.close()
        self._process.wait()

    def open(self, path: Path, text: str) -> list[Message]:
        """Return what the server marks in a text that is opened as the file `path`."""
        uri = path.as_uri()
        self._diagnostics.pop(uri, None)
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": document})
        while uri not in self._diagnostics:
            self._take()
        return self._diagnostics[uri]

    def at(self, method: str, path: Path, line: int, character: int) -> Any:  # noqa: ANN401 -- as the protocol has it
        """Return the server's answer about a position; lines and characters count from 0."""
        position = {"line": line, "character": character}
        return self.ask(method, {"textDocument": {"uri": path.as_uri()}, "position": position})

    def ask(self, method: str, params: Message) -> Any:  # noqa: ANN401 -- as above
        """Return the server's answer to a request."""
        self._number += 1
        self._send({"id": self._number, "method": method, "params": params})
        while self._number not in self._answers:
            self._take()
        answer = self._answers.pop(self._number)
        assert "error" not in answer, answer
        return answer["result"]

    def _tell(self, method: str, params: Message) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: Message) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._process.stdin.flush()

    def _take(self) -> None:
        """Take in one message of the server, and answer it where it asks for something."""
        message = self._incoming.get(timeout=PATIENCE)
        assert message, "the language server ended"
        if "method" in message and "id" in message:
            self._send({"id": message["id"], "result": self._answer(message)})
        elif "id" in message:
            self._answers[message["id"]] = message
        elif message["method"] == "textDocument/publishDiagnostics":
            self._diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]

    def _answer(self, message: Message) -> object:
        if message["method"] == "workspace/configuration":
            return [SETTINGS.get(item["section"], {}) for item in message["params"]["items"]]
        return None

    def _listen(self) -> None:
        """Read the server's messages as they come, until it ends."""
        stream = self._process.stdout
        assert stream
        try:
            while (length := self._length()) is not None:
                self._incoming.put(json.loads(stream.read(length)))
        except (ValueError, OSError):
            pass  # the stream was closed while it was read: the session is over
        self._incoming.put(None)

    def _length(self) -> int | None:
        """Return the length of the next message, or None at the end."""
        length = None
        assert self._process.stdout
        while line := self._process.stdout.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
        return length
