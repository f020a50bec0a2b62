"""Two versions of a scikit-learn model in a local store, and the run that trained the first with its input."""
import json
import sys

import mlflow
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

mlflow.set_tracking_uri(sys.argv[1])
frame = pd.read_csv("train.csv").dropna()
client = mlflow.MlflowClient()
client.create_registered_model("churn")
held = pd.read_csv("holdout.csv").dropna()
areas = {}
for version, weight in [("1", 1.0), ("2", 0.0)]:
    # The second one was trained without knowing b.
    table = frame[["a", "b"]].assign(b=frame["b"] * weight)
    model = LogisticRegression().fit(table, frame["y"].astype("int64"))
    with mlflow.start_run() as run:
        mlflow.log_input(mlflow.data.from_pandas(frame), context="training")
        info = mlflow.sklearn.log_model(model, name="model", pip_requirements=[], serialization_format="pickle")
    client.create_model_version("churn", info.model_uri, run.info.run_id, await_creation_for=0)
    client.set_registered_model_alias("churn", {"1": "live", "2": "old"}[version], version)
    areas["models:/churn/" + version] = roc_auc_score(held["y"].astype("int64"), model.predict_proba(held[["a", "b"]])[:, 1])
print(json.dumps(areas))
