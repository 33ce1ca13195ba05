#!/usr/bin/env python3
"""hostile_inbox.py STELLA KINDS STEP

Drops every STEP-th kind of the table KINDS into the inbox of a daemon, and a good bundle beside it, as the user
nobody if this is root. Each good bundle must be imported and no file outside the inbox may change.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from demo_log import start_demo

CONFIGURATION = """attestor:
  dataDir: "{directory}/data"
  rekorSync:
    enabled: false
    backends:
      - {{id: demo, origin: demo.example/log, baseUrl: "{url}", type: tlog-tiles, publicKey: "{key}"}}
  monitoring: {{enabled: false}}
"""
INBOX = '  airGap: {{inbox: "{inbox}", inboxInterval: 100ms, settleTime: 1s}}\n'


def run(command, cwd, **options):
    result = subprocess.run(
        command, cwd=cwd, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=180, **options)
    if result.returncode:
        sys.exit("exit status %d of %s:\n%s" % (result.returncode, command, result.stdout))


def make_kit(stella, directory):
    """Returns a bundle of the demo log, and the key of the log."""
    demo, url, key = start_demo(stella, directory)
    try:
        configuration = os.path.join(directory, "connected.yaml")
        with open(configuration, "w") as file:
            file.write(CONFIGURATION.format(directory=directory, url=url, key=key))
        kit = os.path.join(directory, "kit.tar.gz")
        for arguments in (["sync", "--backend", "demo", "--full-tiles"],
                          ["export", "--backend", "demo", "--output", kit, "--include-entries"]):
            run([stella, "attestor", *arguments, "--config", configuration], directory)
    finally:
        demo.send_signal(signal.SIGTERM)
        demo.communicate(timeout=60)
    return kit, key


def wait_for(path, daemon, what):
    end = time.monotonic() + 60
    while not os.path.exists(path):
        if time.monotonic() > end or daemon.poll() is not None:
            sys.exit("hostile-inbox: %s: %s is missing" % (what, path))
        time.sleep(0.02)


def state(directory):
    return sorted((name, os.lstat(os.path.join(directory, name)).st_mtime_ns,
                   open(os.path.join(directory, name), "rb").read()) for name in os.listdir(directory))


def main(stella, table, step):
    stella = os.path.abspath(stella)
    with open(table) as file:
        kinds = [line.rstrip("\n").split(" ", 2) for line in file if not line.startswith("#")][::int(step)]
    scratch = tempfile.mkdtemp(prefix="hostile-inbox-")
    os.chmod(scratch, 0o711)
    connected, isolated, inbox, outside = [
        os.path.join(scratch, name) for name in ("connected", "isolated", "inbox", "outside")]
    for directory in (connected, isolated, inbox, outside):
        os.mkdir(directory)
    os.chmod(inbox, 0o777)
    os.chmod(outside, 0o700)
    with open(os.path.join(outside, "key"), "w") as file:
        file.write("the daemon's key\n")
    before = state(outside)
    kit, key = make_kit(stella, connected)
    shutil.copy(kit, scratch)
    kit = os.path.join(scratch, "kit.tar.gz")
    os.chmod(kit, 0o644)
    configuration = os.path.join(isolated, "attestor.yaml")
    with open(configuration, "w") as file:
        file.write(CONFIGURATION.format(directory=isolated, url="http://127.0.0.1:1/", key=key))
        file.write(INBOX.format(inbox=inbox))
    other = []
    if os.geteuid() == 0 and shutil.which("setpriv"):
        other = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"]
    else:
        print("SKIPPED: another user, since this is not root or there is no setpriv")
    log = open(os.path.join(isolated, "log.txt"), "w+")
    daemon = subprocess.Popen(
        [stella, "attestor", "run", "--config", configuration], stdout=log, stderr=log, cwd=isolated)
    try:
        wait_for(os.path.join(inbox, "refused"), daemon, "start")
        for _, name, script in kinds:
            file = name + ".tar.gz"
            environment = dict(os.environ, N=file, S=".tar.gz", KIT=kit, OUT=outside)
            subprocess.run(
                other + ["sh", "-c", script], cwd=inbox, env=environment, timeout=60,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            run(other + ["sh", "-c", 'cp "$KIT" .good && mv .good "beside-$N"'], inbox, env=environment)
            wait_for(os.path.join(inbox, "imported", "beside-" + file), daemon, name)
            if state(outside) != before:
                sys.exit("hostile-inbox: %s: the files outside the inbox have changed" % name)
            print("%s: a good bundle beside it was imported" % name)
    finally:
        daemon.send_signal(signal.SIGTERM)
        daemon.wait(timeout=60)
        log.seek(0)
        lines = log.read().splitlines()
        log.close()
    traces = [line for line in lines if line.startswith("\tat ")]
    waits = [line for line in lines if " waits: " in line]
    names = set(line.split(" waits: ")[0].split(" ")[-1] for line in waits)
    if traces or not waits or len(waits) != len(names):
        sys.exit("hostile-inbox: %d lines of stack traces, %d of waiting files\n%s" % (
            len(traces), len(waits), "\n".join(waits[-20:])))
    subprocess.run(["chmod", "-R", "u+rwX", inbox], stderr=subprocess.DEVNULL)
    shutil.rmtree(scratch)
    print("hostile-inbox: %d kinds, %d good bundles imported, %d files wait, each in one line" % (
        len(kinds), len(kinds), len(waits)))


main(*sys.argv[1:])
