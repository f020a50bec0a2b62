"""Judge the model on the test samples. A missed malignant sample is the costly mistake, so it is counted by itself."""

import json
from pathlib import Path

import numpy as np
import yaml
from matplotlib.figure import Figure

threshold = yaml.safe_load(Path("params.yaml").read_text())["evaluate"]["threshold"]
table = np.loadtxt("data/prepared/test.csv", delimiter=",", skiprows=1)
features, malignant = table[:, :-1], table[:, -1].astype(bool)
model = np.load("models/screening.npz")
chance = 1 / (1 + np.exp(-np.clip(features @ model["weights"] + model["bias"], -30, 30)))
marked = chance >= threshold

counts = np.array(
    [
        [np.sum(~malignant & ~marked), np.sum(~malignant & marked)],
        [np.sum(malignant & ~marked), np.sum(malignant & marked)],
    ]
)
(_, false_alarms), (missed, found) = counts.tolist()

cuts = np.concatenate([[1.01], np.sort(np.unique(chance))[::-1]])
roc = [(float(np.mean(chance[~malignant] >= cut)), float(np.mean(chance[malignant] >= cut))) for cut in cuts]
area = float(np.trapezoid([y for _, y in roc], [x for x, _ in roc]))

Path("metrics.json").write_text(
    json.dumps(
        {
            "accuracy": float(np.mean(marked == malignant)),
            "recall": found / (found + missed),
            "precision": found / max(1, found + false_alarms),
            "roc_auc": area,
            "missed_malignant": missed,
            "false_alarms": false_alarms,
        },
        indent=2,
    )
    + "\n"
)

Path("plots").mkdir(exist_ok=True)
rows = "".join(f"{x:.5f},{y:.5f}\n" for x, y in roc)
Path("plots/roc.csv").write_text("false_alarms,found\n" + rows)
figure = Figure(figsize=(4, 3.4), dpi=110, layout="tight")
axes = figure.subplots()
axes.imshow(counts, cmap="Blues")
for (row, column), count in np.ndenumerate(counts):
    colour = "white" if count > counts.max() / 2 else "black"
    axes.text(column, row, str(count), ha="center", va="center", color=colour, fontsize=14)
axes.set_xticks([0, 1], ["benign", "malignant"])
axes.set_yticks([0, 1], ["benign", "malignant"])
axes.set_xlabel("model says")
axes.set_ylabel("sample is")
figure.savefig("plots/confusion.png", metadata={"Software": None})
print(f"accuracy {np.mean(marked == malignant):.3f}, {missed} malignant samples missed")
