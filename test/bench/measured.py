"""Runs a program and says what it took. Arguments: file for its stdout, then the program. Answers JSON on stdout."""
import json
import resource
import subprocess
import sys
import time

with open(sys.argv[1], 'wb') as out:
    began = time.monotonic()
    code = subprocess.run(sys.argv[2:], stdout=out, check=False).returncode
    wall = time.monotonic() - began
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({'code': code, 'wallMs': 1000 * wall, 'cpuMs': 1000 * (used.ru_utime + used.ru_stime), 'peakBytes': 1024 * used.ru_maxrss}))
