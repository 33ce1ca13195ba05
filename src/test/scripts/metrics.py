#!/usr/bin/env python3
"""metrics.py STELLA DOCUMENT

Starts a daemon that follows the log of "stella attestor demo" and four logs that cannot be reached, waits until
each has ended a cycle, and gives the metrics page to "promtool check metrics". No log may have more series than
the number in DOCUMENT.
"""

import collections
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

from demo_log import start_demo

BOUND = re.compile(r"has (\d+) series at the start")
CONFIGURATION = """attestor:
  dataDir: "{directory}/data"
  rekorSync:
    syncInterval: 1s
    backends:
      - {{id: demo, origin: demo.example/log, baseUrl: "{url}", type: tlog-tiles, publicKey: "{key}"}}
{others}
  monitoring: {{port: {port}}}
"""
OTHER = '      - {{id: other{0}, origin: other{0}.example, keyName: acceptance.example/log, baseUrl: "http://127.0.0.1:1/", type: tlog-tiles, publicKey: "{1}"}}'
OTHER_KEY = "acceptance.example/log+fcc88ac2+AXuAG+nUCFQvmBToz1mDWcO9g9W7QiVbUd20w7ZOfdjB"


def scrape(port, daemon, log):
    """The metrics page, once the demo is mirrored and each other log has failed."""
    page = ""
    end = time.monotonic() + 120
    while time.monotonic() < end and daemon.poll() is None:
        try:
            with urllib.request.urlopen("http://127.0.0.1:%d/metrics" % port, timeout=30) as answer:
                page = answer.read().decode()
        except OSError:
            page = ""
        failed = set(re.findall(r'^attestor_rekor_sync_errors_total\{backend="(other\d)"', page, re.M))
        if len(failed) == 4 and re.search(r'^attestor_rekor_sync_mirrored_size\{backend="demo"\} [1-9]', page, re.M):
            return page
        time.sleep(0.2)
    sys.exit("metrics: no complete page\n%s\n%s" % (page, open(log).read()))


def check(page, document):
    result = subprocess.run(
        ["promtool", "check", "metrics"], input=page, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if result.returncode or result.stdout.strip():
        sys.exit("metrics: promtool: exit status %d\n%s" % (result.returncode, result.stdout))
    bound = int(BOUND.search(open(document).read()).group(1))
    series = collections.Counter(re.findall(r'^\w+\{[^}]*backend="([^"]+)"', page, re.M))
    total = sum(1 for line in page.splitlines() if line and not line.startswith("#"))
    for backend, count in sorted(series.items()):
        if count > bound:
            sys.exit("metrics: %s has %d series, more than %d" % (backend, count, bound))
    print("metrics: promtool has no complaint; %d series, at most %d of a log" % (total, max(series.values())))


def main(stella, document):
    stella = os.path.abspath(stella)
    scratch = tempfile.mkdtemp(prefix="metrics-")
    os.chmod(scratch, 0o755)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    demo, url, key = start_demo(stella, scratch)
    daemon = None
    try:
        configuration = os.path.join(scratch, "attestor.yaml")
        with open(configuration, "w") as file:
            others = "\n".join(OTHER.format(number, OTHER_KEY) for number in range(4))
            file.write(CONFIGURATION.format(directory=scratch, url=url, key=key, others=others, port=port))
        log = os.path.join(scratch, "log.txt")
        with open(log, "w") as output:
            daemon = subprocess.Popen(
                [stella, "attestor", "run", "--config", configuration], stdout=output, stderr=output, cwd=scratch)
        check(scrape(port, daemon, log), document)
    finally:
        for process in filter(None, (daemon, demo)):
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)
    shutil.rmtree(scratch, ignore_errors=True)


main(*sys.argv[1:])
