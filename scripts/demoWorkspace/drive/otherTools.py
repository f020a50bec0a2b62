"""What other tools say of the same windows, at their defaults: `otherTools.py TOOL DATA OUT`, TOOL one of evidently, nannyml.

Reads DATA/<name>/…, writes OUT/<name>/evidently-window-1.json … and OUT/<name>/nannyml.csv: the files that these tools save.
"""

import sys
import warnings
from pathlib import Path

import pandas as pd

warnings.filterwarnings("ignore")
times = {"census": "year", "stocks": "date"}


def read(folder, part):
    (file,) = folder.glob(f"{part}.*")
    return pd.read_parquet(file) if file.suffix == ".parquet" else pd.read_csv(file)


def evidently(folder, out, time):
    from evidently import Report
    from evidently.presets import DataDriftPreset

    reference = read(folder, "reference").drop(columns=time)
    for at in range(1, 7):
        window = read(folder, f"window-{at}").drop(columns=time)
        Report([DataDriftPreset()]).run(window, reference).save_json(str(out / f"evidently-window-{at}.json"))


def nannyml(folder, out, time):
    from nannyml import UnivariateDriftCalculator
    from nannyml.chunk import SizeBasedChunker

    reference, live = [read(folder, part).drop(columns=time) for part in ["reference", "live"]]
    size = len(read(folder, "window-1"))
    # A few rows left over at the end of the reference are no chunk: with one of two rows no limit would ever be reached.
    chunker = SizeBasedChunker(chunk_size=size, incomplete="drop")
    calculator = UnivariateDriftCalculator(column_names=list(reference), chunker=chunker).fit(reference)
    calculator.calculate(live).to_df().to_csv(out / "nannyml.csv")


tool, data, out = {"evidently": evidently, "nannyml": nannyml}[sys.argv[1]], Path(sys.argv[2]), Path(sys.argv[3])
for name, time in times.items():
    (out / name).mkdir(parents=True, exist_ok=True)
    tool(data / name, out / name, time)
