"""Split the samples into train and test and scale every measurement with the train part's mean and spread."""

from pathlib import Path

import pandas as pd
import yaml

params = yaml.safe_load(Path("params.yaml").read_text())["prepare"]
batches = sorted(Path("data/samples").glob("batch-*.csv"))
samples = pd.concat([pd.read_csv(batch) for batch in batches], ignore_index=True)
if params["columns"] == "mean":
    samples = samples[[name for name in samples if name.startswith("mean ") or name == "malignant"]]

shuffled = samples.sample(frac=1, random_state=params["seed"])
test_rows = round(len(shuffled) * params["test_fraction"])
test, train = shuffled[:test_rows], shuffled[test_rows:]

measurements = [name for name in samples if name != "malignant"]
mean, spread = train[measurements].mean(), train[measurements].std()
folder = Path("data/prepared")
folder.mkdir(parents=True, exist_ok=True)
for name, part in {"train": train, "test": test}.items():
    scaled = ((part[measurements] - mean) / spread).assign(malignant=part["malignant"])
    scaled.to_csv(folder / f"{name}.csv", index=False, float_format="%.6g")
print(f"{len(batches)} batches: {len(train)} samples to train on, {len(test)} to test on")
