"""Writes the samples that scikit-learn ships as batches: `samples.py FOLDER BATCHES`."""

import json
import sys
from pathlib import Path

from sklearn.datasets import load_breast_cancer

folder, batches = Path(sys.argv[1]), int(sys.argv[2])
table = load_breast_cancer(as_frame=True).frame
table["malignant"] = 1 - table.pop("target")
parts = [table[:300], table[300:]][:batches]
folder.mkdir(parents=True, exist_ok=True)
for number, part in enumerate(parts, start=1):
    part.to_csv(folder / f"batch-{number}.csv", index=False)
rows = sum(len(part) for part in parts)
malignant = int(sum(part["malignant"].sum() for part in parts))
(folder / "summary.json").write_text(json.dumps({"rows": rows, "malignant": malignant}, indent=2) + "\n")
