"""Logs batches into one run until stdin closes; each batch has one value everywhere. argv: tracking URI. Prints what it waited."""
import json
import sys
import threading
import time

from mlflow.entities import Metric, RunTag
from mlflow.tracking import MlflowClient

client = MlflowClient(sys.argv[1], sys.argv[1])
run = client.create_run("0", run_name="busy").info.run_id
ended = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
slowest, count = 0.0, 0
print("READY " + run, flush=True)
while not ended.is_set():
    count += 1
    value = float(count)
    started = time.monotonic()
    client.log_batch(run, [Metric("m%d" % key, value, count, count) for key in range(30)], [], [RunTag("t%d" % key, str(count)) for key in range(30)])
    slowest = max(slowest, time.monotonic() - started)
print("DONE " + json.dumps({"batches": count, "slowestSeconds": slowest}), flush=True)
