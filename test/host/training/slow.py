"""A training of a known number of lines with a helper process beside it; told to MLflow as it goes."""

import os
import pathlib
import subprocess
import sys
import time

import mlflow

lines = int(sys.argv[1])
helper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(900)"])
# Whoever waits for the file must never see it without its text.
part = pathlib.Path(f"pids-{lines}.part")
part.write_text(f"{os.getpid()} {helper.pid}")
part.rename(f"pids-{lines}.txt")
with mlflow.start_run():
    for line in range(lines):
        if line % 20 == 0:
            mlflow.log_metric("loss", 1 / (line + 1), step=line)
        print(f"line {line} of {lines}", flush=True)
        time.sleep(0.05)
helper.kill()
