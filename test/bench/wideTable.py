"""Two Parquet files of the same table: ROWS x COLUMNS, the second with some columns moved.

Usage: wideTable.py FOLDER ROWS COLUMNS
Seven of ten columns hold numbers of mixed shapes (some with nulls), two texts of 2 to 50 levels, one a truth value.
"""
import os
import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

folder, rows, columns = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])


def numbers(random, at, moved):
    shift = 0.3 if moved and at % 11 == 3 else 0.0
    shape = at % 5
    if shape == 0:
        values = random.normal(shift, 1, rows)
    elif shape == 1:
        values = random.lognormal(shift, 1, rows)
    elif shape == 2:
        values = random.exponential(1 + shift, rows)
    elif shape == 3:
        return pa.array(random.poisson(200 * (1 + shift), rows), pa.int64())
    else:
        values = np.where(random.random(rows) < 0.3, 0.0, random.gamma(2 + shift, 1, rows))
    missing = random.random(rows) < (0.05 if moved and at % 13 == 6 else 0.02) if at % 3 == 0 else None
    return pa.array(values, pa.float64(), mask=missing)


def column(random, at, moved):
    if at % 10 < 7:
        return numbers(random, at, moved)
    if at % 10 == 9:
        return pa.array(random.random(rows) < (0.4 if moved else 0.35))
    levels = 2 + (at * 7) % 49
    weights = 1 / np.arange(1, levels + 1)
    if moved and at % 20 == 7:
        weights = weights[::-1]
    codes = random.choice(levels, rows, p=weights / weights.sum()).astype(np.int32)
    return pa.DictionaryArray.from_arrays(codes, pa.array([f"level_{one}" for one in range(levels)])).cast(pa.string())


for side, moved in (("reference", False), ("current", True)):
    table = pa.table({f"column_{at:03d}": column(np.random.default_rng(1000 * at + moved), at, moved) for at in range(columns)})
    path = os.path.join(folder, f"{side}.parquet")
    pq.write_table(table, path + ".new", row_group_size=131072)
    os.replace(path + ".new", path)
