"""One training run in MLflow: params, a point per epoch, the data it saw, an image and the model."""

from pathlib import Path

import mlflow
import pandas as pd
import yaml
from matplotlib.figure import Figure
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import accuracy_score, log_loss, recall_score, roc_auc_score


def connect():
    if not mlflow.active_run() and not mlflow.environment_variables.MLFLOW_TRACKING_URI.get():
        mlflow.set_tracking_uri("sqlite:///mlflow.db")
    if not mlflow.environment_variables.MLFLOW_RUN_ID.get():
        name = "screening"
        if mlflow.get_experiment_by_name(name) is None:
            mlflow.create_experiment(name, artifact_location=Path("mlartifacts").resolve().as_uri())
        mlflow.set_experiment(name)


def data_digest():
    """The md5 that DVC keeps for data/samples: the same digest joins the runs of both trackers."""
    return yaml.safe_load(Path("data/samples.dvc").read_text())["outs"][0]["md5"].removesuffix(".dir")


def load(part):
    table = pd.read_csv(f"data/prepared/{part}.csv")
    return table.drop(columns="malignant"), table["malignant"]


def train(learning_rate, alpha, epochs, figure_name="importance.png"):
    train_x, train_y = load("train")
    test_x, test_y = load("test")
    mlflow.log_params({"learning_rate": learning_rate, "alpha": alpha, "epochs": epochs, "model": "SGDClassifier"})
    whole = pd.concat([train_x, train_y], axis=1)
    dataset = mlflow.data.from_pandas(whole, source="data/samples", name="samples", targets="malignant", digest=data_digest())
    mlflow.log_input(dataset, context="training")

    model = SGDClassifier(loss="log_loss", learning_rate="constant", eta0=learning_rate, alpha=alpha, random_state=1)
    for epoch in range(1, epochs + 1):
        model.partial_fit(train_x, train_y, classes=[0, 1])
        chance = model.predict_proba(test_x)[:, 1]
        metrics = {
            "train_loss": log_loss(train_y, model.predict_proba(train_x)[:, 1]),
            "test_loss": log_loss(test_y, chance),
            "accuracy": accuracy_score(test_y, chance >= 0.5),
            "recall": recall_score(test_y, chance >= 0.5),
            "roc_auc": roc_auc_score(test_y, chance),
        }
        mlflow.log_metrics(metrics, step=epoch)
        print(f"epoch {epoch:>3}/{epochs} test loss {metrics['test_loss']:.4f}", flush=True)

    weights = pd.Series(model.coef_[0], index=train_x.columns).sort_values()
    figure = Figure(figsize=(6, 0.25 * len(weights) + 1.2), dpi=100, layout="tight")
    axes = figure.subplots()
    axes.barh(weights.index, weights, color=["#c33" if weight > 0 else "#38c" for weight in weights])
    axes.set_title("What speaks for malignant (red) and benign (blue)")
    mlflow.log_figure(figure, figure_name)
    info = mlflow.sklearn.log_model(
        model,
        name="model",
        pip_requirements=["scikit-learn"],
        serialization_format="cloudpickle",
    )
    return metrics, info
