"""A headless Chromium, driven over its debugging protocol."""

import base64
import json
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import websocket

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
POLL_SECONDS = 0.1


class BrowserError(Exception):
    """The browser is missing, did not start, or a page did not get there."""


class Browser:
    """One tab. Use as a context manager.

    :param size: width and height of the window in pixels
    :param scale: device pixels per pixel; 2 gives pictures for dense screens
    """

    def __init__(self, size=(1440, 900), scale=1):
        self.size = size
        self.scale = scale
        self._id = 0

    def __enter__(self):
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self._process = subprocess.Popen(
            [
                self._find(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--force-prefers-reduced-motion",
                "--remote-debugging-port=0",
                "--remote-allow-origins=*",
                f"--user-data-dir={self._folder.name}",
                f"--window-size={self.size[0]},{self.size[1]}",
                "about:blank",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._socket = websocket.create_connection(self._tab_address(), timeout=60)
        self._resize()
        return self

    def __exit__(self, *_error):
        self._socket.close()
        self._process.terminate()
        self._process.wait(10)
        self._folder.cleanup()

    @staticmethod
    def _find():
        for name in NAMES:
            path = shutil.which(name)
            if path:
                return path
        raise BrowserError("there is no Chromium here: install the package chromium")

    def _tab_address(self):
        port_file = Path(self._folder.name) / "DevToolsActivePort"
        self._wait(lambda: port_file.exists() and port_file.read_text().count("\n"))
        port = port_file.read_text().splitlines()[0]
        connection = websocket.create_connection(
            f"ws://127.0.0.1:{port}{port_file.read_text().splitlines()[1]}"
        )
        connection.send(json.dumps({"id": 1, "method": "Target.getTargets"}))
        targets = json.loads(connection.recv())["result"]["targetInfos"]
        connection.close()
        tab = next(target for target in targets if target["type"] == "page")
        return f"ws://127.0.0.1:{port}/devtools/page/{tab['targetId']}"

    def _resize(self):
        width, height = self.size
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=self.scale,
            mobile=False,
        )

    def resize(self, width, height):
        self.size = (width, height)
        self._resize()

    def call(self, method, **params):
        """Send one protocol command and return its result."""
        self._id += 1
        self._socket.send(
            json.dumps({"id": self._id, "method": method, "params": params})
        )
        while True:
            message = json.loads(self._socket.recv())
            if message.get("id") == self._id:
                if "error" in message:
                    raise BrowserError(f"{method}: {message['error']['message']}")
                return message["result"]

    def go(self, url):
        self.call("Page.navigate", url=url)

    def evaluate(self, script):
        """Value of a JavaScript expression, promises awaited."""
        result = self.call(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        if "exceptionDetails" in result:
            raise BrowserError(result["exceptionDetails"].get("text", script))
        return result["result"].get("value")

    def wait_for(self, script, seconds=30):
        """Wait until the expression is true."""

        def is_true():
            try:
                return self.evaluate(f"!!({script})")
            except BrowserError:
                return False  # between two pages

        self._wait(is_true, seconds, script)

    @staticmethod
    def _wait(condition, seconds=30, what="the browser"):
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise BrowserError(f"not there after {seconds} s: {what}")
            time.sleep(POLL_SECONDS)

    def screenshot(self, path):
        data = self.call("Page.captureScreenshot", format="png")["data"]
        Path(path).write_bytes(base64.b64decode(data))

    def set_cookie(self, url, name, value):
        self.call("Network.setCookie", url=url, name=name, value=value)
