"""Train a logistic regression by stochastic gradient descent; one point per epoch is logged with DVCLive."""

import os
import sys
import time
from pathlib import Path

import numpy as np
import yaml
from dvclive import Live

params = yaml.safe_load(Path("params.yaml").read_text())["train"]
if params["learning_rate"] <= 0:
    raise ValueError(f"train.learning_rate must be above 0, not {params['learning_rate']}")
# A pause after each epoch, so that a live run can be watched. It changes no result.
pause_seconds = float(os.environ.get("DEMO_EPOCH_SECONDS", "0.3"))


def load(path):
    table = np.loadtxt(path, delimiter=",", skiprows=1)
    return table[:, :-1], table[:, -1]


def probabilities(features):
    return 1 / (1 + np.exp(-np.clip(features @ weights + bias, -30, 30)))


def loss(features, labels):
    chance = np.clip(probabilities(features), 1e-9, 1 - 1e-9)
    return float(-np.mean(labels * np.log(chance) + (1 - labels) * np.log(1 - chance)))


def progress(epoch, batch, batches, validation_loss):
    done = 30 * batch // batches
    bar = "#" * done + "-" * (30 - done)
    sys.stdout.write(f"\repoch {epoch:>3}/{params['epochs']} [{bar}] validation loss {validation_loss:.4f}")
    sys.stdout.flush()


features, labels = load("data/prepared/train.csv")
random = np.random.default_rng(params["seed"])
held_back = len(labels) // 5
train_x, train_y = features[held_back:], labels[held_back:]
valid_x, valid_y = features[:held_back], labels[:held_back]
weights, bias = np.zeros(features.shape[1]), 0.0

with Live("dvclive", save_dvc_exp=False, report=None, dvcyaml=None) as live:
    for epoch in range(1, params["epochs"] + 1):
        order = random.permutation(len(train_y))
        batches = np.array_split(order, max(1, len(order) // params["batch_size"]))
        for number, batch in enumerate(batches, start=1):
            error = probabilities(train_x[batch]) - train_y[batch]
            gradient = train_x[batch].T @ error / len(batch) + params["l2"] * weights
            weights -= params["learning_rate"] * gradient
            bias -= params["learning_rate"] * float(error.mean())
            if number % 10 == 0 or number == len(batches):
                progress(epoch, number, len(batches), loss(valid_x, valid_y))
                time.sleep(pause_seconds * 10 / len(batches) if number % 10 == 0 else 0)
        live.log_metric("train/loss", loss(train_x, train_y))
        live.log_metric("valid/loss", loss(valid_x, valid_y))
        live.log_metric("valid/accuracy", float(np.mean((probabilities(valid_x) > 0.5) == valid_y)))
        live.next_step()
        print()

Path("models").mkdir(exist_ok=True)
np.savez("models/screening.npz", weights=weights, bias=bias)
