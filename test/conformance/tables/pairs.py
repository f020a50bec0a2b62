"""Two Parquet files of one schema, a shifted one among them. Arguments: folder and seed."""
import datetime
import decimal
import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

folder, seed = sys.argv[1], int(sys.argv[2])
ROWS = 12_000
start = datetime.datetime(2024, 1, 1)


def side(rng, shift):
    nulls = lambda share: rng.random(ROWS) < share
    some = rng.normal(shift, 1, ROWS)
    heavy = rng.standard_t(2, ROWS)
    heavy[:3] = [np.inf, -np.inf, np.nan]
    words = np.array(['é', 'b\0c', '\ufeffbom', '', "it's", 'long enough not to lie within', 'NA', 'x' * 300], dtype=object)
    many = rng.integers(0, 4_000, ROWS)
    return pa.table({
        'at': pa.array([start + datetime.timedelta(minutes=at) for at in range(ROWS)], pa.timestamp('us')),
        'float64': pa.array(some, mask=nulls(0.1)),
        'float32': pa.array(some.astype('float32')),
        'heavy': pa.array(heavy, mask=nulls(0.02)),
        'zeros': pa.array(np.where(rng.random(ROWS) < 0.3, -0.0, some)),
        'int32': pa.array((some * 1000).astype('int32'), mask=nulls(0.05)),
        'int64': pa.array((some * 1e12).astype('int64')),
        'huge64': pa.array(rng.integers(-2**62, 2**62, ROWS)),
        'uint8': pa.array(rng.integers(0, 250, ROWS).astype('uint8')),
        'uint64': pa.array(rng.integers(0, 2**50, ROWS).astype('uint64')),
        'few': pa.array(rng.choice([1.0, 2.0, 3.5], ROWS)),
        'decimal': pa.array([decimal.Decimal(int(value * 1000)).scaleb(-3) for value in some], pa.decimal128(12, 3)),
        'date': pa.array((rng.integers(0, 3_000, ROWS)).astype('int32')).cast(pa.date32()),
        'stamp': pa.array(rng.integers(10**17, 2 * 10**17, ROWS), pa.timestamp('ns')),
        'boolean': pa.array(rng.random(ROWS) < 0.4 + shift / 5, mask=nulls(0.05)),
        'text': pa.array(words[rng.integers(0, len(words), ROWS)], mask=nulls(0.05)),
        'many': pa.array([f'level {value}' for value in many]),
        'category': pa.array(words[rng.integers(0, 4, ROWS)], pa.string()).dictionary_encode(),
        'bytes': pa.array([bytes([value % 256, 255]) for value in many]),
        'list': pa.array([[int(value % 3)] for value in many]),
        'allNull': pa.nulls(ROWS, pa.float64()),
        'odd "name\n': pa.array(some + 1),
        'ODD "NAME\n': pa.array(some - 1),
    })


rng = np.random.default_rng(seed)
for name, shift, options in (('reference', 0, {}), ('current', 0.3, {'row_group_size': 5_000, 'compression': 'zstd'})):
    pq.write_table(side(rng, shift), f'{folder}/{name}.parquet', **options)
