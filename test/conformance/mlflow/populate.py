"""Fills a store with everything that is hard to read back, through MLflow's own client. argv: tracking URI."""
import os
import sys
import tempfile

import mlflow
from mlflow.entities import Dataset, DatasetInput, InputTag, LoggedModelOutput, Metric, Param, RunTag
from mlflow.tracking import MlflowClient

uri = sys.argv[1]
mlflow.set_tracking_uri(uri)
client = MlflowClient(uri, uri)
START = 1_700_000_000_000

experiments = [
    client.create_experiment("alpha", tags={"team": "α β", "note": "two\nlines"}),
    client.create_experiment("<script>alert(1)</script>"),
    client.create_experiment("$(touch pwned) `id` & co"),
]
gone = client.create_experiment("gone")

names = ["plain", "<script>alert('x')</script>", "two\nlines", "\x1b[31mred\x1b[0m", "../../etc/passwd", "$(touch pwned)", "ünïcödé 模型", "'\"`;--"]
runs = []
for index in range(24):
    experiment = experiments[index % 3]
    run = client.create_run(
        experiment, start_time=START + index * 1000, run_name=names[index % len(names)],
        tags={"mlflow.user": "user %d" % index, "hostile": names[index % len(names)], "mlops.dirty": "true" if index % 2 else "false"},
    ).info.run_id
    runs.append(run)
    values = [0.1 + index, float("nan"), float("inf"), float("-inf"), 1e-300, -0.5, 123456789.123]
    metrics = [Metric("m%d" % key, value, START + index * 1000 + key, 0) for key, value in enumerate(values)]
    metrics += [Metric("nested/curve", (step * 37 % 11) / 7, START + step, step) for step in range(30)]
    metrics += [Metric("back in time", float(step), START - step, 5 - step) for step in range(6)]
    metrics += [Metric("same step", value, START, 1) for value in (2.0, 3.0, 1.0)]
    metrics += [Metric("far steps", 0.5, START, step) for step in (2**62, -(2**62), -1)]
    client.log_batch(run, metrics, [Param("p%d" % key, "%.17g" % (key / 3)) for key in range(20)], [RunTag("t%d" % key, "v") for key in range(60)])
    client.log_batch(run, [], [Param("lr/decay", "0.01"), Param("text", names[(index + 3) % len(names)]), Param("long", "x" * 5900)], [])
    dataset = Dataset("iris", "digest%d" % (index % 2), "local", '{"uri": "data/iris.csv"}', None, '{"num_rows": 150}')
    other = Dataset("<b>wine</b>", "w", "code", "{}", None, None)
    client.log_inputs(run, [DatasetInput(dataset, [InputTag("mlflow.data.context", "training")]), DatasetInput(other, [])])

client.set_tag(runs[0], "mlflow.source.git.commit", "0123456789abcdef0123456789abcdef01234567")
for child in (3, 6, 9):
    client.set_tag(runs[child], "mlflow.parentRunId", runs[0])
for index, status in enumerate(["FINISHED", "FAILED", "KILLED", "FINISHED", "SCHEDULED"]):
    client.set_terminated(runs[index], status=status, end_time=START + 500_000 + index) if status != "SCHEDULED" else client.update_run(runs[index], status=status)
client.delete_run(runs[23])
client.delete_run(runs[22])

if os.environ.get("WITH_MODELS", "1") == "1":
    for index in (0, 1):
        model = client.create_logged_model(experiments[index], name="net", source_run_id=runs[index], params={"depth": "3"})
        client.finalize_logged_model(model.model_id, "READY")
        client.log_outputs(runs[index], [LoggedModelOutput(model.model_id, 0)])
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "weights.txt"), "w") as file:
                file.write("0123456789" * 20)
            client.log_artifacts(runs[index], folder, "model/sub")
            client.log_text(runs[index], "hello", "notes.txt")
        client.create_registered_model("net %d" % index, tags={"owner": "a\nb"}, description="the <b>net</b>")
        for version in range(3):
            source = client.get_run(runs[index]).info.artifact_uri + "/model"
            client.create_model_version("net %d" % index, source, run_id=runs[index], tags={"n": str(version)}, await_creation_for=0)
        client.set_registered_model_alias("net %d" % index, "champion", "2")
        client.set_registered_model_alias("net %d" % index, "best-so-far", "2")
        client.set_registered_model_alias("net %d" % index, "next", "3")
    client.transition_model_version_stage("net 0", "1", "Production")
    client.create_registered_model("net without versions")
    client.delete_model_version("net 1", "1")
    mlflow.register_prompt("greeting", "Hello {{name}}")

lost = client.create_run(gone, run_name="in a deleted experiment").info.run_id
client.delete_experiment(gone)
