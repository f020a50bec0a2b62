"""Cuts real tables that packages ship into windows, by the rule of docs/demo-drift.md: `realData.py FOLDER`.

Writes FOLDER/<name>/reference, live (all windows in one) and window-1 … window-6.
"""

import hashlib
import sys
from importlib.util import find_spec
from pathlib import Path

import pandas as pd


def shipped(package, *names):
    """A file of a package, without the seconds that importing the package takes."""
    return Path(find_spec(package).submodule_search_locations[0], "datasets", *names)


def census():
    """What `nannyml.datasets.load_us_census_ma_employment_data` reads."""
    names = ["reference", "analysis", "analysis_target"]
    reference, analysis, labels = [pd.read_parquet(shipped("nannyml", "data", f"employment_MA_{name}.pq")) for name in names]
    table = pd.concat([reference, analysis.merge(labels, on="id", validate="one_to_one")], ignore_index=True)
    codes = {name: str for name, kind in reference.dtypes.items() if kind == "category"}
    table["year"] = pd.to_datetime(table["year"].astype(str) + "-01-01")
    return table.astype(codes).drop(columns="id"), "year"


def stocks():
    """What `river.datasets.SP500Stocks` reads."""
    return pd.read_csv(shipped("river", "sp500.csv.gz"), parse_dates=["date"]), "date"


def in_order(table, time):
    """Rows of the same time go by the SHA-256 of their row number: a file's order must not pass for time."""
    drawn = [hashlib.sha256(str(row).encode()).hexdigest() for row in range(len(table))]
    return table.assign(drawn=drawn).sort_values([time, "drawn"], ignore_index=True).drop(columns="drawn")


def parts(table):
    start, size = len(table) * 4 // 10, len(table) // 10
    windows = [table[start + at * size : start + (at + 1) * size] for at in range(6)]
    return {"reference": table[:start], "live": pd.concat(windows), **{f"window-{at + 1}": one for at, one in enumerate(windows)}}


def write(table, file):
    file.parent.mkdir(parents=True, exist_ok=True)
    if len(table.columns) > 12:
        table.to_parquet(file.with_suffix(".parquet"), index=False)
    else:
        table.to_csv(file.with_suffix(".csv"), index=False, date_format="%Y-%m-%d")


for name, make in {"census": census, "stocks": stocks}.items():
    table, time = make()
    print(f"{name}: {len(table)} rows, {len(table.columns)} columns")
    ordered = in_order(table, time)
    for part, rows in parts(ordered).items():
        write(rows, Path(sys.argv[1]) / name / part)
