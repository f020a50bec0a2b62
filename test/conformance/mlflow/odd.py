"""Fills a file store with what is text to MLflow and looks like something else, then dumps it. argv: its folder."""
import os
import runpy
import sys

from mlflow.entities import Dataset, DatasetInput, InputTag, Param
from mlflow.tracking import MlflowClient

START = 1_700_000_000_000
# YAML 1.2 and 1.1 read many of these differently, and MLflow's file store keeps names and digests as YAML 1.1.
LOOKS = ["1e5", "0o17", "1_000", ".5e3", "0x1f", "yes", "12:30:45", "2024-01-01", "~", "null", "=", "<<", "08", "+1", "- a", "{x: 1}",
         "#h", "a: b", "*a", "!!int", "\x85nel\u2028", "trailing\n", "tab\t", "\ufeffmark", "two  spaces " * 20, "line\n\n  line\n"]

client = MlflowClient(sys.argv[1], sys.argv[1])
for name in LOOKS:
    experiment = client.create_experiment(name)
    run = client.create_run(experiment, start_time=START, run_name=name).info.run_id
    client.log_batch(run, [], [Param("value", name)], [])
    dataset = Dataset(name, name[:36], "local", name, None, None)
    client.log_inputs(run, [DatasetInput(dataset, [InputTag("mlflow.data.context", name)])])
    if ":" not in name and name.strip() == name:
        client.create_registered_model(name, description=name * 20)
plain = client.create_run("0", start_time=START, run_name="no context").info.run_id
client.log_inputs(plain, [DatasetInput(Dataset("d", "1e234567", "local", "{}"), [InputTag("mlflow.data.context", "")])])
gone = client.create_experiment("gone")
lost = client.create_run(gone, run_name="lost").info.run_id
client.log_metric(lost, "acc", 0.5)
client.delete_experiment(gone)
print("\nLOST:" + client.get_run(lost).info.run_id)

sys.argv[0] = "dump.py"
runpy.run_path(os.path.join(os.path.dirname(__file__), "dump.py"))
