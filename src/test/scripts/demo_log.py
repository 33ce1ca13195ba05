"""The log of "stella attestor demo", for the trials that follow it."""

import os
import subprocess
import sys


def start_demo(stella, directory):
    """Starts the demo and returns its process, and the URL and the key of its log."""
    errors = os.path.join(directory, "demo.txt")
    with open(errors, "w") as output:
        process = subprocess.Popen(
            [stella, "attestor", "demo"], stdout=subprocess.PIPE, stderr=output, cwd=directory, text=True)
    url = key = None
    for line in process.stdout:
        url = line.split()[2].removesuffix("checkpoint") if line.startswith("the log ") else url
        key = line.split()[2] if line.startswith("its key ") else key
        if url and key:
            return process, url, key
    sys.exit("the demo did not start: " + open(errors).read())
