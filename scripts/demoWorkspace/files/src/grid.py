"""A small grid: one parent run, one nested run for each pair of values."""

import argparse
from itertools import product

import mlflow

import tracked

parser = argparse.ArgumentParser()
parser.add_argument("--epochs", type=int, default=12)
arguments = parser.parse_args()

tracked.connect()
with mlflow.start_run(run_name="grid"):
    mlflow.set_tag("kind", "grid")
    best = 0.0
    for learning_rate, alpha in product([0.005, 0.02, 0.1], [0.0001, 0.01]):
        with mlflow.start_run(run_name=f"rate {learning_rate} alpha {alpha}", nested=True):
            metrics, _ = tracked.train(learning_rate, alpha, arguments.epochs)
        best = max(best, metrics["roc_auc"])
    mlflow.log_metric("best_roc_auc", best)
