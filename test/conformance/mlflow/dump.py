"""What MLflow's own client says about a store, as JSON on stdout. argv: tracking URI."""
import json
import math
import sys

from mlflow.entities import ViewType
from mlflow.tracking import MlflowClient

uri = sys.argv[1]
client = MlflowClient(uri, uri)


def number(value):
    if isinstance(value, str):
        return value
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return value


def pages(read):
    token, found = None, []
    while True:
        page = read(token)
        found.extend(page)
        token = page.token
        if not token:
            return found


experiments = pages(lambda token: client.search_experiments(ViewType.ACTIVE_ONLY, page_token=token))
ids = [one.experiment_id for one in experiments]
runs = pages(lambda token: client.search_runs(ids, run_view_type=ViewType.ACTIVE_ONLY, max_results=10, page_token=token))
out = {"experiments": [], "runs": [], "models": [], "versions": [], "series": {}, "artifacts": {}}
for one in experiments:
    out["experiments"].append({"id": one.experiment_id, "name": one.name, "tags": dict(one.tags)})
for one in runs:
    info, data = one.info, one.data
    out["runs"].append({
        "id": info.run_id, "experiment": next(e.name for e in experiments if e.experiment_id == info.experiment_id),
        "name": info.run_name, "status": info.status, "start": info.start_time, "end": info.end_time, "user": info.user_id,
        "metrics": {key: number(value) for key, value in data.metrics.items()}, "params": dict(data.params), "tags": dict(data.tags),
        "datasets": sorted([d.dataset.name, d.dataset.digest, next((t.value for t in d.tags if t.key == "mlflow.data.context"), None)]
                           for d in one.inputs.dataset_inputs),
        "outputs": sorted(m.model_id for m in (one.outputs.model_outputs if one.outputs else [])),
    })
for run in runs[-2:]:
    for key in run.data.metrics:
        history = client.get_metric_history(run.info.run_id, key)
        out["series"][run.info.run_id + " " + key] = sorted([m.step, m.timestamp, number(m.value)] for m in history)
    out["artifacts"][run.info.run_id] = sorted(
        [a.path, a.is_dir, a.file_size] for folder in (None, "model", "model/sub") for a in client.list_artifacts(run.info.run_id, folder))
for one in pages(lambda token: client.search_registered_models(page_token=token)):
    out["models"].append({"name": one.name, "description": one.description, "tags": dict(one.tags), "aliases": {k: str(v) for k, v in one.aliases.items()}})
    # Version by version: a search leaves the aliases out.
    for found in client.search_model_versions("name = '%s'" % one.name):
        version = client.get_model_version(one.name, found.version)
        out["versions"].append({
            "name": version.name, "version": str(version.version), "aliases": sorted(version.aliases), "stage": version.current_stage,
            "run": version.run_id, "source": version.source, "status": version.status, "tags": dict(version.tags),
            "created": version.creation_timestamp, "description": version.description, "user": version.user_id})
print("\nDUMP:" + json.dumps(out))
