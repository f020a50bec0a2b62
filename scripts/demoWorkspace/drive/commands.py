"""Runs many command lines of DVC and git in one process: starting Python once instead of thirty times.

Reads a JSON list of argument arrays from stdin; the first word is `dvc` or `git`. Stops at the first that fails.
"""

import json
import subprocess
import sys
import time

from dvc.cli import main

for arguments in json.load(sys.stdin):
    started = time.monotonic()
    program, *rest = arguments
    code = main(rest) if program == "dvc" else subprocess.run(arguments).returncode
    print(f"[{time.monotonic() - started:.1f} s] {' '.join(arguments)}", file=sys.stderr, flush=True)
    if code:
        sys.exit(f"{' '.join(arguments)}: exit code {code}")
