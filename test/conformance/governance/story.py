"""The registry of the story, by MLflow's own client. story.py register COMMIT FOLDER | read | by-hand VERSION | again: one JSON on stdout."""
import json
import os
import sys
import tempfile

from mlflow.tracking import MlflowClient

client = MlflowClient()
verb, *rest = sys.argv[1:]
name = "scorer"
if verb == "register":
    commit, folder = rest
    experiment = client.create_experiment("story", artifact_location="file://" + folder)
    client.create_registered_model(name)
    for number, auc in enumerate([0.91, 0.92], 1):
        run = client.create_run(experiment, tags={"mlflow.user": "ada", "mlflow.source.git.commit": commit}).info.run_id
        client.log_param(run, "lr", 0.1 * number)
        client.log_metric(run, "auc", auc)
        with tempfile.TemporaryDirectory() as place:
            with open(os.path.join(place, "weights.bin"), "w") as file:
                file.write("weights %d" % number)
            client.log_artifacts(run, place, "model")
        client.set_terminated(run)
        client.create_model_version(name, client.get_run(run).info.artifact_uri + "/model", run_id=run)
elif verb == "by-hand":
    client.set_registered_model_alias(name, "staging", rest[0])
elif verb == "again":
    client.log_metric(client.get_model_version(name, "1").run_id, "auc", 0.99, step=1)
aliases = client.get_registered_model(name).aliases
tags = {number: client.get_model_version(name, number).tags for number in ("1", "2")}
print(json.dumps({"aliases": {key: str(value) for key, value in aliases.items()}, "tags": tags}))
