#!/usr/bin/env python3
"""Uses the Hawtio console as a person would: with a browser, which is Chromium without a window.

    console.py BROWSER SCREENSHOT

It starts "bin/stella attestor run" on a data directory of its own, with a password from a file, and
wants to see: the port bound to loopback and nothing else; the login page for whoever is not logged
in; a wrong password refused; the routes listed for the right one. It saves a picture of these. It
speaks the Chrome DevTools Protocol over a WebSocket (RFC 6455), with the standard library alone. It
says what was not seen, and ends with 1 then.
"""

import base64
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

TIMEOUT_SECONDS = 120
PASSWORD = "open sesame"
ROUTES = ("sync-log", "sync-backend", "fetch-checkpoint", "prove-consistency")
WINDOW = {"width": 1500, "height": 900, "deviceScaleFactor": 1, "mobile": False}
CONFIGURATION = """attestor:
  dataDir: {home}/data
  rekorSync:
    enabled: false
    backends: []
  monitoring:
    port: {metrics}
  console:
    enabled: true
    port: {port}
    passwordFile: {home}/password
"""


class ExpectationFailed(Exception):
    """Something that was to be seen was not."""


def free_port():
    with socket.socket() as each:
        each.bind(("127.0.0.1", 0))
        return each.getsockname()[1]


def wait_for(what, condition, timeout=TIMEOUT_SECONDS):
    """Asks until the answer is true, and returns it."""
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        answer = condition()
        if answer:
            return answer
        time.sleep(0.2)
    raise ExpectationFailed("%s: not within %d seconds" % (what, timeout))


# RFC 6455, as a client: text in frames of any size, no extensions


class WebSocket:
    def __init__(self, port, path):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT_SECONDS)
        key = base64.b64encode(os.urandom(16)).decode()
        request = (
            "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: %s\r\nSec-WebSocket-Version: 13\r\n\r\n" % (path, port, key)
        )
        self.socket.sendall(request.encode())
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += self.read(1)
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise ExpectationFailed("the browser does not speak WebSocket: %r" % head)

    def read(self, count):
        data = b""
        while len(data) < count:
            more = self.socket.recv(count - len(data))
            if not more:
                raise ExpectationFailed("the browser has gone away")
            data += more
        return data

    def send(self, text, opcode=1):
        data = text if isinstance(text, bytes) else text.encode()
        size = len(data)
        if size < 126:
            head = struct.pack("!BB", 0x80 | opcode, 0x80 | size)
        elif size < 65536:
            head = struct.pack("!BBH", 0x80 | opcode, 0x80 | 126, size)
        else:
            head = struct.pack("!BBQ", 0x80 | opcode, 0x80 | 127, size)
        mask = os.urandom(4)
        masked = bytes(byte ^ mask[at % 4] for at, byte in enumerate(data))
        self.socket.sendall(head + mask + masked)

    def receive(self):
        """The next whole message."""
        message = b""
        while True:
            first, second = self.read(2)
            size = second & 0x7F
            if size == 126:
                size = struct.unpack("!H", self.read(2))[0]
            elif size == 127:
                size = struct.unpack("!Q", self.read(8))[0]
            data = self.read(size)
            opcode = first & 0x0F
            if opcode == 8:
                raise ExpectationFailed("the browser has closed the connection")
            if opcode == 9:
                self.send(data, opcode=10)
            elif opcode in (0, 1, 2):
                message += data
                if first & 0x80:
                    return message.decode()


class Page:
    """One page of the browser, by the Chrome DevTools Protocol."""

    def __init__(self, port):
        with urllib.request.urlopen("http://127.0.0.1:%d/json/list" % port, timeout=10) as answer:
            pages = [each for each in json.load(answer) if each["type"] == "page"]
        path = "/" + pages[0]["webSocketDebuggerUrl"].split("/", 3)[3]
        self.channel = WebSocket(port, path)
        self.number = 0

    def call(self, method, **parameters):
        self.number += 1
        self.channel.send(
            json.dumps({"id": self.number, "method": method, "params": parameters})
        )
        while True:
            answer = json.loads(self.channel.receive())
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise ExpectationFailed("%s: %s" % (method, answer["error"]))
                return answer["result"]

    def evaluate(self, script):
        """The value of a script; None while a page is being left."""
        try:
            answer = self.call("Runtime.evaluate", expression=script, returnByValue=True)
        except ExpectationFailed as failure:
            if "context" in str(failure):
                return None
            raise
        return answer["result"].get("value")

    def text(self):
        return self.evaluate("document.body ? document.body.innerText : ''") or ""

    def click(self, element):
        """Clicks into the middle of the element that a script finds, once it is there."""
        script = (
            "(() => { const it = %s; if (!it) return null; it.scrollIntoView({block: 'center'});"
            " const box = it.getBoundingClientRect();"
            " return [box.x + box.width / 2, box.y + box.height / 2]; })()" % element
        )
        x, y = wait_for("an element to click, " + element, lambda: self.evaluate(script), 30)
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def fill(self, element, text):
        """Types over what is in a field."""
        self.click(element)
        self.evaluate("%s.select()" % element)
        self.call("Input.insertText", text=text)


USER = "document.querySelector('input[name=pf-login-username-id], #pf-login-username-id')"
SECRET = "document.querySelector('input[type=password]')"
ENTER = "document.querySelector('button[type=submit]')"
HAS_FORM = "!!document.querySelector('input[type=password]')"


def element_with_text(selector, text):
    return "[...document.querySelectorAll('%s')].find(e => e.innerText.trim() === '%s')" % (
        selector,
        text,
    )


def log_in(page, password):
    page.fill(USER, "admin")
    page.fill(SECRET, password)
    page.click(ENTER)


def listeners(port):
    """The addresses at which this port listens, as the kernel writes them."""
    found = []
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        if os.path.exists(table):
            with open(table) as lines:
                for line in list(lines)[1:]:
                    fields = line.split()
                    address, number = fields[1].split(":")
                    if fields[3] == "0A" and int(number, 16) == port:
                        found.append(address)
    return found


# 127.0.0.1, and the same within IPv6
LOOPBACK = ("0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000")


def check_loopback(port):
    found = listeners(port)
    others = [address for address in found if address not in LOOPBACK]
    if not found or others:
        raise ExpectationFailed("the port is not bound to loopback alone, but to %s" % (found or "nothing"))
    print("bound to loopback only")


def check(page, url):
    page.call("Page.enable")
    page.call("Page.navigate", url=url + "/camel")
    wait_for("the login page", lambda: page.evaluate(HAS_FORM))
    if any(route in page.text() for route in ROUTES):
        raise ExpectationFailed("routes are shown to whoever is not logged in")
    print("without login: the login page")

    log_in(page, "not " + PASSWORD)
    wait_for("a refusal of a wrong password", lambda: "Invalid login" in page.text(), 30)
    if not page.evaluate(HAS_FORM):
        raise ExpectationFailed("a wrong password leads away from the login page")
    print("wrong password: refused")

    log_in(page, PASSWORD)
    wait_for("a page behind the login", lambda: page.evaluate("!" + HAS_FORM) and "Camel" in page.text(), 30)
    page.click(element_with_text("nav a", "Camel"))
    page.click(element_with_text(".pf-v5-c-tree-view__node-text, .pf-v6-c-tree-view__node-text", "routes"))
    missing = lambda: [route for route in ROUTES if route not in table_cells(page)]
    try:
        wait_for("the routes", lambda: not missing(), 30)
    except ExpectationFailed:
        raise ExpectationFailed("the Camel page does not list " + ", ".join(missing())) from None
    print("right password: the Camel page lists " + ", ".join(ROUTES))


def table_cells(page):
    """The cells of the table, as words."""
    cells = page.evaluate("[...document.querySelectorAll('table td')].map(e => e.innerText.trim())")
    return cells or []


def save_screenshot(page, screenshot):
    shot = page.call("Page.captureScreenshot", format="png")
    with open(screenshot, "wb") as file:
        file.write(base64.b64decode(shot["data"]))
    print("saved: " + screenshot)


def is_responding(url, process, log):
    if process.poll() is not None:
        with open(log) as lines:
            raise ExpectationFailed("the program has ended with %d:\n%s" % (process.returncode, lines.read()))
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def debugging_port(profile, process):
    """The browser picks a port and writes it down."""
    if process.poll() is not None:
        raise ExpectationFailed("the browser has ended with %d" % process.returncode)
    path = os.path.join(profile, "DevToolsActivePort")
    if not os.path.exists(path):
        return None
    with open(path) as lines:
        return int(lines.readline() or 0)


def start(command, log):
    """In a group of its own, so that ending the group ends its children too."""
    with open(log, "wb") as out:
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
        )


def has_ended(group):
    try:
        os.killpg(group, 0)
        return False
    except ProcessLookupError:
        return True


def end(process):
    """Asks the group to end, and makes it end where it does not."""
    for how, timeout in ((signal.SIGTERM, 30), (signal.SIGKILL, 10)):
        try:
            os.killpg(process.pid, how)
        except ProcessLookupError:
            break
        limit = time.monotonic() + timeout
        while time.monotonic() < limit and not (process.poll() is not None and has_ended(process.pid)):
            time.sleep(0.1)
    process.wait()


def check_console(browser, screenshot, home, started):
    port = free_port()
    url = "http://127.0.0.1:%d/hawtio" % port
    with open(home + "/password", "w", opener=lambda p, f: os.open(p, f, 0o600)) as file:
        file.write(PASSWORD + "\n")
    with open(home + "/attestor.yaml", "w") as file:
        file.write(CONFIGURATION.format(home=home, port=port, metrics=free_port()))
    log = home + "/run.log"
    program = start(["bin/stella", "attestor", "run", "--config", home + "/attestor.yaml"], log)
    started.append(program)
    wait_for("an answer of the console", lambda: is_responding(url + "/", program, log))
    check_loopback(port)

    profile = home + "/profile"
    command = [browser, "--headless=new", "--remote-debugging-port=0", "--user-data-dir=" + profile]
    command += ["--no-first-run", "--disable-gpu", "about:blank"]
    if os.geteuid() == 0:
        # its sandbox does not work for root, and it sees nothing here but our own console
        command.insert(1, "--no-sandbox")
    chromium = start(command, home + "/browser.log")
    started.append(chromium)
    found = wait_for("the port of the browser", lambda: debugging_port(profile, chromium), 60)
    page = Page(found)
    page.call("Emulation.setDeviceMetricsOverride", **WINDOW)
    try:
        check(page, url)
    finally:
        save_screenshot(page, screenshot)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    started = []
    # what ends this ends with it what it has started
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        try:
            check_console(sys.argv[1], sys.argv[2], home, started)
        except (ExpectationFailed, OSError) as failure:
            sys.exit("console: FAILED: %s" % failure)
        finally:
            for process in reversed(started):
                end(process)
    print("console: as it is to be")


if __name__ == "__main__":
    main()
