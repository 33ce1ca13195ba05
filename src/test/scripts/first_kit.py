#!/usr/bin/env python3
"""first_kit.py STELLA DOCUMENT

Types the commands of the section "From an empty directory", in order, in two empty directories:
the first block on the connected side, the second on the isolated side. The log is that of
"stella attestor demo". Each command must succeed, and both sides must report the same state.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile

from demo_log import start_demo

SECTION = "From an empty directory"
URL = "http://127.0.0.1:46435/"


def blocks(document):
    section = document.split("\n## " + SECTION + "\n", 1)[1].split("\n## ", 1)[0]
    found = re.findall(r"^```\n(.*?)^```$", section, re.M | re.S)
    return [[line[2:] for line in block.splitlines() if line.startswith("$ ")] for block in found]


def run(command, directory, environment):
    result = subprocess.run(
        command, shell=True, cwd=directory, env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, timeout=180)
    print("$ %s\n%s" % (command, result.stdout))
    if result.returncode:
        sys.exit("exit status %d of: %s" % (result.returncode, command))
    return result.stdout


def main(stella, document):
    stella = os.path.abspath(stella)
    connected_commands, isolated_commands = blocks(open(document).read())
    if len(connected_commands) + len(isolated_commands) != 11:
        sys.exit("%s: not eleven commands below '%s'" % (document, SECTION))
    scratch = tempfile.mkdtemp(prefix="first-kit-")
    os.chmod(scratch, 0o755)
    connected, isolated, bin_directory, other = [os.path.join(scratch, name) for name in
                                          ("connected", "isolated", "bin", "demo")]
    for directory in (connected, isolated, bin_directory, other):
        os.mkdir(directory)
    os.symlink(stella, os.path.join(bin_directory, "stella"))
    environment = dict(os.environ, PATH=bin_directory + ":" + os.environ["PATH"])
    environment.pop("STELLA_ATTESTOR_CONFIG", None)
    demo, url, key = start_demo(stella, other)
    try:
        with open(os.path.join(connected, "log.pub"), "w") as file:
            file.write(key + "\n")
        outputs = {}
        for command in connected_commands:
            outputs[command] = run(command.replace(URL, url), connected, environment)
    finally:
        demo.send_signal(signal.SIGTERM)
        demo.communicate(timeout=60)
    for name in ("kit.tar.gz", "kit.tar.gz.sha256", "log.pub"):
        shutil.copy(os.path.join(connected, name), isolated)
    for command in isolated_commands:
        output = run(command, isolated, environment)
    mirrored = [re.search(r"mirrored ([\d,]*\d)", text).group(1)
                for text in outputs.values() if "mirrored" in text]
    if not mirrored or mirrored[0] not in output:
        sys.exit("the isolated side has another size than " + str(mirrored))
    shutil.rmtree(scratch)
    print("first-kit: %d commands, imported %s entries" % (11, mirrored[0]))


main(*sys.argv[1:])
