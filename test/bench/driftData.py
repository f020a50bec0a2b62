"""One side of the drift bench: 20 columns of numbers in five shapes, some with nulls, 10 of 2 to 50 categories. Arguments: path, rows, seed."""
import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

path, rows, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
rng = np.random.default_rng(seed)
LEVELS = [2, 3, 5, 8, 10, 15, 20, 30, 40, 50]
SHAPES = [
    lambda at, n: rng.normal(at, 1 + at / 10, n),
    lambda at, n: rng.lognormal(0, 1, n),
    lambda at, n: rng.integers(0, 1000, n),
    lambda at, n: np.where(rng.random(n) < 0.3, 0, rng.exponential(2, n)),
    lambda at, n: rng.standard_t(3, n),
]


def piece(n):
    columns = {}
    for at in range(20):
        values = SHAPES[at % 5](at, n)
        columns[f'n{at:02}'] = pa.array(values, mask=(rng.random(n) < 0.02) if at % 4 == 0 else None)
    for at, count in enumerate(LEVELS):
        weights = 1 / np.arange(1, count + 1)
        codes = rng.choice(count, n, p=weights / weights.sum()).astype('int32')
        names = pa.array([f'level {at} number {level:05}' if at % 2 else f'l{level}' for level in range(count)])
        columns[f'c{at:02}'] = pa.DictionaryArray.from_arrays(pa.array(codes), names).cast(pa.string())
    return pa.table(columns)


writer = None
for start in range(0, rows, 1_000_000):
    table = piece(min(1_000_000, rows - start))
    writer = writer or pq.ParquetWriter(path, table.schema, compression='snappy')
    writer.write_table(table)
writer.close()
