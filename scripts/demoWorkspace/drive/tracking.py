"""Runs the workspace's own tracking scripts in one process, then registers three versions of the model."""

import runpy
import sys

import mlflow

sys.path.insert(0, "src")
for script, *arguments in [
    ["src/grid.py", "--epochs", "12"],
    ["src/track.py", "--name", "longer", "--epochs", "40", "--learning-rate", "0.01"],
    ["src/track.py", "--name", "baseline"],
]:
    sys.argv = [script, *arguments]
    runpy.run_path(script, run_name="__main__")

mlflow.set_tracking_uri("sqlite:///mlflow.db")
client = mlflow.MlflowClient()
name = "tumour-screening"
client.create_registered_model(
    name,
    tags={"owner": "screening-team", "task": "classification"},
    description="Marks tissue samples that need a closer look.",
)
experiment = client.get_experiment_by_name("screening")
models = mlflow.search_logged_models(
    experiment_ids=[experiment.experiment_id],
    order_by=[{"field_name": "creation_time", "ascending": True}],
    output_format="list",
)
recall = {model.model_id: client.get_run(model.source_run_id).data.metrics["recall"] for model in models}
ranked = sorted(models, key=lambda model: recall[model.model_id])
chosen = [ranked[0], ranked[len(ranked) // 2], ranked[-1]]
for model in chosen:
    client.create_model_version(
        name, source=model.model_uri, run_id=model.source_run_id, model_id=model.model_id,
        tags={"recall": f"{recall[model.model_id]:.3f}"},
    )
client.set_registered_model_alias(name, "champion", "2")
client.set_registered_model_alias(name, "challenger", "3")
client.set_model_version_tag(name, "2", "validated", "yes")
