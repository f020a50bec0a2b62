"""Logs what other tools found, and what MLflow itself evaluates, to the tracking URI given, and says the runs' ids and metrics."""
import json
import sys
import warnings

warnings.filterwarnings("ignore")
import mlflow
import numpy as np
import pandas as pd
from mlflow.metrics import MetricValue

uri, report = sys.argv[1], sys.argv[2]
mlflow.set_tracking_uri(uri)
random = np.random.default_rng(0)
frame = pd.DataFrame({"x": random.normal(size=120), "label": random.integers(0, 2, 120)})
frame["said"] = np.where(random.random(120) < 0.8, frame.label, 1 - frame.label)


def agree(predictions, targets):
    scores = [float(one == other) for one, other in zip(predictions, targets)]
    return MetricValue(scores=scores, aggregate_results={"mean": float(np.mean(scores))})


def evaluated(**options):
    with mlflow.start_run() as run:
        mlflow.log_metric("train_loss", 0.5)
        result = mlflow.models.evaluate(data=frame, targets="label", predictions="said", evaluators="default", **options)
    return {"run": run.info.run_id, "metrics": {name: float(value) for name, value in result.metrics.items()}}


with mlflow.start_run() as drift:
    mlflow.log_artifact(report, "evidently")
    mlflow.log_text("{\"not\": \"a result\"}", "drift_settings.json")
    mlflow.log_text("{\"broken\": ", "reports/drift.json")
    mlflow.log_text("nothing of the kind", "model/report.json")
    mlflow.log_text("flavors: {}", "model/MLmodel")

with mlflow.start_run() as nothing:
    mlflow.log_metric("loss", 1.0)

said = {
    "drift": drift.info.run_id,
    "nothing": nothing.info.run_id,
    "classifier": evaluated(model_type="classifier"),
    "regressor": evaluated(model_type="regressor"),
    "custom": evaluated(extra_metrics=[mlflow.models.make_metric(eval_fn=agree, greater_is_better=True, name="agree")]),
}
print("SAID:" + json.dumps(said))
