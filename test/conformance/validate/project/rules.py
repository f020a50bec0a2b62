"""Models that are plain functions: nothing heavy is imported."""
import os
import subprocess
import sys
import time


def rule(rows):
    return [int(a + b > 0) for a, b in zip(rows["a"], rows["b"])]


def inverted(rows):
    return [1 - one for one in rule(rows)]


def coin(rows):
    return [int(str(a)[-1] in "02468") for a in rows["a"]]


def failing(rows):
    raise ValueError("no rows for me")


def sleeping(rows):
    """Starts a child of its own that does not hear of a polite end, says so, and waits."""
    ignoring = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(600)"
    child = subprocess.Popen([sys.executable, "-c", ignoring], stdout=subprocess.PIPE)
    child.stdout.readline()
    with open("pids", "w") as file:
        file.write("%d %d" % (os.getpid(), child.pid))
    time.sleep(600)
