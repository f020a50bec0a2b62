"""Ends processes in every way after they logged into the run that their environment names.

argv[1]: JSON, a list of {how, env}. MLflow is imported once and each process is a fork of that, so it ends for real and
by itself. On stdout: JSON, how each ended in the words of a parent: {how: exit code, or -signal}.
"""
import json
import os
import signal
import sys

import mlflow

ended = {}
for one in json.loads(sys.argv[1]):
    child = os.fork()
    if child == 0:
        how = one["how"]
        os.environ.update(one["env"])
        break
    ended[one["how"]] = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
else:
    print("\nENDED:" + json.dumps(ended), flush=True)
    sys.exit(0)

if how == "with-exception":
    with mlflow.start_run():
        mlflow.log_metric("loss", 1.0)
        raise RuntimeError("inside with")
mlflow.start_run()
mlflow.log_metric("loss", 1.0)
mlflow.log_param("lr", "0.10")
if how == "exception":
    raise RuntimeError("bare")
if how == "nested-kill":
    mlflow.start_run(nested=True)
    os.kill(os.getpid(), signal.SIGKILL)
if how == "exit-3":
    sys.exit(3)
if how == "interrupt":
    os.kill(os.getpid(), signal.SIGINT)
    signal.pause()
if how == "terminate":
    os.kill(os.getpid(), signal.SIGTERM)
    signal.pause()
if how == "kill":
    os.kill(os.getpid(), signal.SIGKILL)
if how == "hard-exit":
    os._exit(1)
sys.exit(0)
