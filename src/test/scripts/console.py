#!/usr/bin/env python3
"""Uses the Hawtio console as a person would: with a browser, which is Chromium without a window.

    console.py BROWSER SCREENSHOT [PROGRAM]

It starts "PROGRAM attestor run" (default: bin/stella) on a data directory of its own, with a password
from a file, and checks: the port is bound to loopback and nothing else; / leads to the login page for
whoever is not logged in; a wrong password is refused; the right one leads to the routes; the operator
pauses and resumes a backend on its page. Then, with the operator logged in, pages of other sites
try to read and to act: a foreign name, another port of this host, and a name of the foreign site
that has come to mean the console itself (DNS rebinding). It saves a picture of the routes. It speaks
the Chrome DevTools Protocol over a WebSocket (RFC 6455), with the standard library alone. It prints
one line per check, and ends with 1 if one fails.
"""

import base64
import http.server
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

TIMEOUT_SECONDS = 120
PASSWORD = "open sesame"
ROUTES = ("sync-log", "sync-backend", "receive-checkpoint", "prove-consistency")
WINDOW = {"width": 1500, "height": 900, "deviceScaleFactor": 1, "mobile": False}
CONFIGURATION = """attestor:
  dataDir: {home}/data
  rekorSync:
    enabled: false
    backends:
      - id: demo
        origin: acceptance.example/log
        baseUrl: http://127.0.0.1:1/
        type: tlog-tiles
        publicKey: "acceptance.example/log+fcc88ac2+AXuAG+nUCFQvmBToz1mDWcO9g9W7QiVbUd20w7ZOfdjB"
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
    page.call("Page.navigate", url=url + "/")
    wait_for("the login page", lambda: page.evaluate(HAS_FORM))
    if any(route in page.text() for route in ROUTES):
        raise ExpectationFailed("routes are shown to whoever is not logged in")
    print("/ without login: the login page")

    log_in(page, "not " + PASSWORD)
    wait_for("a refusal of a wrong password", lambda: "Invalid login" in page.text(), 30)
    if not page.evaluate(HAS_FORM):
        raise ExpectationFailed("a wrong password leads away from the login page")
    print("wrong password: refused")

    log_in(page, PASSWORD)
    wait_for("a page behind the login", lambda: page.evaluate("!" + HAS_FORM) and "Camel" in page.text(), 30)
    wait_for("the Camel page", lambda: "/hawtio/camel" in (page.evaluate("location.pathname") or ""), 30)
    page.click(element_with_text(".pf-v5-c-tree-view__node-text, .pf-v6-c-tree-view__node-text", "routes"))
    missing = lambda: [route for route in ROUTES if route not in table_cells(page)]
    try:
        wait_for("the routes", lambda: not missing(), 30)
    except ExpectationFailed:
        raise ExpectationFailed("the Camel page does not list " + ", ".join(missing())) from None
    print("right password: the Camel page, which lists " + ", ".join(ROUTES))


# the operator, on the console's own page

BEAN = "org.stellaops.attestor:type=Backend,name=demo"
OWN_REQUEST = """fetch('/hawtio/jolokia/', {method: 'POST', headers: {'Content-Type': 'application/json'},
  body: JSON.stringify(%s)}).then(r => r.json()).then(a => JSON.stringify(a)).catch(e => '' + e)"""


def ask(page, request):
    answer = page.call(
        "Runtime.evaluate", expression=OWN_REQUEST % json.dumps(request), awaitPromise=True, returnByValue=True
    )
    return json.loads(answer["result"]["value"])


def is_paused(page):
    return ask(page, {"type": "read", "mbean": BEAN, "attribute": "Paused"})["value"]


def check_operator(page):
    for operation, expected in (("pause", True), ("resume", False), ("pause", True), ("resume", False)):
        answer = ask(page, {"type": "exec", "mbean": BEAN, "operation": operation})
        if answer["status"] != 200 or is_paused(page) is not expected:
            raise ExpectationFailed("the operator cannot %s: %s" % (operation, answer))
    print("operator: pauses and resumes the backend")


def check_logout(page, url):
    page.call("Page.navigate", url=url + "/auth/logout")
    wait_for("the login page after the logout", lambda: page.evaluate(HAS_FORM), 30)
    status = "fetch('/hawtio/jolokia/', {method: 'POST', headers: {'Content-Type': 'application/json'}, body: '{}'})"
    answer = page.call("Runtime.evaluate", expression=status + ".then(r => r.status)", awaitPromise=True, returnByValue=True)
    if answer["result"]["value"] != 403:
        raise ExpectationFailed("the session goes on after the logout: %s" % answer)
    print("operator: logs out, and the session has ended")


# pages of other sites; each attack resolves to what it could read, or to its error

EXEC = "/hawtio/jolokia/exec/" + BEAN + "/pause"
ATTACKS = """
const CONSOLE = '%(console)s', METRICS = '%(metrics)s', EXEC = CONSOLE + '%(exec)s';
const PAUSE = JSON.stringify({type: 'exec', mbean: '%(bean)s', operation: 'pause'});
const read = (url, options) => fetch(url, {credentials: 'include', ...options})
  .then(r => r.text().then(t => r.type + ' ' + r.status + ' ' + t));
const element = (tag, url) => new Promise(done => {
  const it = document.createElement(tag);
  it.onload = () => done('loaded'); it.onerror = () => done('error');
  if (tag === 'link') { it.rel = 'stylesheet'; it.href = url; } else if (tag === 'object') it.data = url;
  else it.src = url;
  document.body.append(it); setTimeout(() => done('nothing'), 3000); });
const frame = url => new Promise(done => {
  const it = document.createElement('iframe');
  it.onload = () => { try { done('' + it.contentDocument.body.innerText); } catch (e) { done('error ' + e); } };
  it.src = url; document.body.append(it); setTimeout(() => done('nothing'), 3000); });
const form = (url, type) => new Promise(done => {
  const it = document.createElement('form'), field = document.createElement('input');
  const target = document.createElement('iframe'); target.name = 'target' + Math.random();
  target.onload = () => { try { done('' + target.contentDocument.body.innerText); } catch (e) { done('error ' + e); } };
  it.method = 'POST'; it.enctype = type; it.action = url; it.target = target.name;
  field.name = PAUSE.slice(0, -1) + ',"x":"'; field.value = '"}'; it.append(field);
  document.body.append(target, it); it.submit(); setTimeout(() => done('nothing'), 3000); });
const socket = url => new Promise(done => {
  const it = new WebSocket(url.replace('http', 'ws'));
  it.onopen = () => done('open'); it.onerror = () => done('error'); setTimeout(() => done('nothing'), 3000); });
const ATTACKS = {
  'fetch of the routes': () => read(CONSOLE + '/hawtio/jolokia/list'),
  'fetch of a backend': () => read(CONSOLE + '/hawtio/jolokia/read/%(bean)s'),
  'fetch of the user': () => read(CONSOLE + '/hawtio/user'),
  'fetch of the page': () => read(CONSOLE + '/hawtio/index.html'),
  'fetch of the metrics': () => read(METRICS + '/metrics'),
  'fetch of the health': () => read(METRICS + '/health'),
  'GET that pauses': () => read(EXEC),
  'no-cors GET that pauses': () => read(EXEC, {mode: 'no-cors'}),
  'JSON that pauses': () => read(CONSOLE + '/hawtio/jolokia/',
    {method: 'POST', headers: {'Content-Type': 'application/json'}, body: PAUSE}),
  'text that pauses': () => read(CONSOLE + '/hawtio/jolokia/', {method: 'POST', body: PAUSE}),
  'no-cors text that pauses': () => read(CONSOLE + '/hawtio/jolokia/', {method: 'POST', mode: 'no-cors', body: PAUSE}),
  'beacon that pauses': async () => '' + navigator.sendBeacon(CONSOLE + '/hawtio/jolokia/', new Blob([PAUSE])) && '',
  'forged proxy header': () => read(CONSOLE + '/hawtio/jolokia/',
    {method: 'POST', headers: {'Content-Type': 'application/json', 'X-Forwarded-Host': location.host}, body: PAUSE}),
  'login of the attacker': () => read(CONSOLE + '/hawtio/auth/login',
    {method: 'POST', mode: 'no-cors', body: '{"username":"admin","password":"guess"}'}),
  'logout': () => read(CONSOLE + '/hawtio/auth/logout', {mode: 'no-cors'}),
  'form that pauses': () => form(CONSOLE + '/hawtio/jolokia/', 'text/plain'),
  'encoded form that pauses': () => form(CONSOLE + '/hawtio/jolokia/', 'application/x-www-form-urlencoded'),
  'image that pauses': () => element('img', EXEC),
  'image of the console': () => element('img', CONSOLE + '/hawtio/favicon.ico'),
  'script that pauses': () => element('script', EXEC),
  'style that pauses': () => element('link', EXEC),
  'object that pauses': () => element('object', EXEC),
  'frame that pauses': () => frame(EXEC),
  'frame of the console': () => frame(CONSOLE + '/hawtio/'),
  'WebSocket': () => socket(CONSOLE + '/hawtio/jolokia/'),
  'WebSocket to the metrics': () => socket(METRICS + '/metrics'),
};
(async () => { const seen = {};
  for (const [name, attack] of Object.entries(ATTACKS)) {
    try { seen[name] = ('' + await attack()).slice(0, 300); } catch (e) { seen[name] = 'error ' + e; } }
  return JSON.stringify(seen); })()
"""
# what must not appear in what a foreign page has read
SECRETS = ("org.stellaops", "attestor_", "org.apache.camel", "status\":200", "Hawtio", "backend", "admin", "basic 200", "cors 200")


class ForeignSite(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        page = b"<!DOCTYPE html><title>foreign</title><body>foreign page</body>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_):
        pass


def attack(page, site, targets):
    page.call("Page.navigate", url=site)
    wait_for("the page of " + site, lambda: site.rstrip("/") == page.evaluate("location.origin"), 30)
    script = ATTACKS % dict(targets, exec=EXEC, bean=BEAN)
    answer = page.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
    seen = json.loads(answer["result"]["value"])
    for name, text in seen.items():
        if text in ("loaded", "open") or any(secret in text for secret in SECRETS):
            raise ExpectationFailed("%s: %s: the page of another site has read %r" % (site, name, text))
    return len(seen)


def check_foreign_pages(page, port, metrics):
    foreign = http.server.ThreadingHTTPServer(("127.0.0.1", 0), ForeignSite)
    threading.Thread(target=foreign.serve_forever, daemon=True).start()
    console = "http://127.0.0.1:%d" % port
    other = {"console": console, "metrics": "http://127.0.0.1:%d" % metrics}
    rebound = {"console": "http://evil.example:%d" % port, "metrics": "http://evil.example:%d" % metrics}
    sites = [("http://%s:%d/" % (host, foreign.server_port), other) for host in ("evil.example", "127.0.0.1")]
    sites += [("http://evil.example:%d/" % each, rebound) for each in (port, metrics)]
    try:
        for site, targets in sites:
            attempts = attack(page, site, targets)
            page.evaluate("location.href = %s" % json.dumps(targets["console"] + EXEC))
            time.sleep(1)
            text = page.text()
            if any(secret in text for secret in SECRETS):
                raise ExpectationFailed("%s: a link to the console shows %r" % (site, text[:300]))
            page.call("Page.navigate", url=console + "/hawtio/camel")
            wait_for("the console", lambda: page.evaluate("!" + HAS_FORM) and "Camel" in page.text(), 60)
            if is_paused(page):
                raise ExpectationFailed("%s has paused the backend" % site)
            print("%s: %d attempts have read nothing and done nothing" % (site, attempts + 1))
    finally:
        foreign.shutdown()


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


def check_console(browser, screenshot, home, started, launcher):
    port, metrics = free_port(), free_port()
    url = "http://127.0.0.1:%d/hawtio" % port
    with open(home + "/password", "w", opener=lambda p, f: os.open(p, f, 0o600)) as file:
        file.write(PASSWORD + "\n")
    with open(home + "/attestor.yaml", "w") as file:
        file.write(CONFIGURATION.format(home=home, port=port, metrics=metrics))
    log = home + "/run.log"
    program = start([launcher, "attestor", "run", "--config", home + "/attestor.yaml"], log)
    started.append(program)
    wait_for("an answer of the console", lambda: is_responding(url + "/", program, log))
    check_loopback(port)

    profile = home + "/profile"
    command = [browser, "--headless=new", "--remote-debugging-port=0", "--user-data-dir=" + profile]
    command += ["--no-first-run", "--disable-gpu", "--disable-quic", "--disable-sync"]
    command += ["--disable-background-networking", "--disable-component-update"]
    command += ["--host-resolver-rules=MAP evil.example 127.0.0.1", "about:blank"]
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
    check_operator(page)
    check_foreign_pages(page, port, metrics)
    check_operator(page)
    check_logout(page, url)


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    started = []
    # what ends this ends with it what it has started
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        try:
            check_console(sys.argv[1], sys.argv[2], home, started, (sys.argv + ["bin/stella"])[3])
        except (ExpectationFailed, OSError) as failure:
            sys.exit("console: FAILED: %s" % failure)
        finally:
            for process in reversed(started):
                end(process)
    print("console: passed")


if __name__ == "__main__":
    main()
