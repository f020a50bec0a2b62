"""Writes tables into folders with pandas and pyarrow, and says as JSON how these read them. Arguments: folder and seed, again and again."""
import csv
import datetime
import decimal
import io
import json
import random
import sys
import uuid

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from pandas._libs.parsers import STR_NA_VALUES

folder = ''
chance = random.Random()
EPOCH = datetime.datetime(1970, 1, 1)


def number(value):
    """Every digit, as text; None where there is no value."""
    return None if value is None or value is pd.NA or value != value else repr(float(value))


def moment(value):
    """Nanoseconds since the epoch, as text."""
    return None if value is pd.NaT or value is None else str(pd.Timestamp(value).as_unit('ns').value)


def text(value):
    return None if value is None or value is pd.NA or value != value else str(value)


def flag(value):
    return None if value is None or value is pd.NA or value != value else ('true' if value else 'false')


# --- delimited text

def some_text():
    return ''.join(chance.choice('abcxyz ,;|\t"\n\'éß€#0') for _ in range(chance.randint(1, 12)))


def some_float():
    return chance.choice([
        lambda: repr(chance.gauss(0, 1)), lambda: repr(chance.uniform(-1e308, 1e308)), lambda: f'{chance.gauss(0, 1):.3f}',
        lambda: f'{chance.gauss(0, 1):.5e}', lambda: f'{chance.random():.2f}'.lstrip('0') or '0', lambda: str(chance.randint(-9, 9)) + '.',
        lambda: '+' + str(chance.random()), lambda: repr(5e-324 * chance.randint(1, 9)), lambda: ' ' + str(chance.random()) + ' ',
    ])()


MISSING = sorted(STR_NA_VALUES)
CELLS = {
    'integer': lambda: str(chance.randint(-10**6, 10**6)),
    'float': some_float,
    'infinite': lambda: chance.choice(['inf', '-inf', 'Infinity', '-INF', '+inf', '1.5', '2']),
    'boolean': lambda: chance.choice(['True', 'False', 'TRUE', 'false', 'tRuE']),
    'text': some_text,
    'few': lambda: chance.choice(['red', 'green', 'blue']),
    'oddNumber': lambda: chance.choice(['0x1F', '1,5', '1_000', '--1', '1e', '1 2', 'x']),
    'iso': lambda: chance.choice([
        lambda: str(datetime.date(1950, 1, 1) + datetime.timedelta(chance.randint(0, 40000))),
        lambda: (EPOCH + datetime.timedelta(microseconds=chance.randint(0, 2 * 10**15))).isoformat(),
        lambda: (EPOCH + datetime.timedelta(seconds=chance.randint(-10**9, 2 * 10**9))).isoformat(' '),
    ])(),
    'isoZone': lambda: (EPOCH + datetime.timedelta(seconds=chance.randint(0, 2 * 10**9))).isoformat() + chance.choice(['Z', '+02:00', '-0530']),
    'missing': lambda: chance.choice(MISSING),
}
READ = {'integer': 'numeric', 'float': 'numeric', 'infinite': 'numeric', 'boolean': 'boolean', 'text': 'categorical', 'few': 'categorical',
        'oddNumber': 'categorical', 'iso': 'datetime', 'isoZone': 'datetime', 'missing': 'empty'}


def csv_case(at):
    rows = chance.choice([0, 1, 2, 3, 40, 400])
    kinds = ['few', *chance.choices(list(CELLS), k=chance.randint(1, 6))]
    delimiter, ending = chance.choice([',', ';', '\t', '|']), chance.choice(['\n', '\r\n'])
    encoding = chance.choice(['utf-8', 'utf-8-sig', 'utf-16', 'utf-16-le', 'utf-16-be', 'cp1252'])
    share = chance.choice([0, 0, 0.1, 0.5])
    out = io.StringIO(newline='')
    quoting = chance.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])
    writer = csv.writer(out, delimiter=delimiter, lineterminator=ending, quoting=quoting)
    writer.writerow([f'{kind} {i}' for i, kind in enumerate(kinds)])
    for _ in range(rows):
        writer.writerow([chance.choice(MISSING) if chance.random() < share else CELLS[kind]() for kind in kinds])
    content = out.getvalue()
    name = f'{at}.csv'
    with open(f'{folder}/{name}', 'wb') as file:
        file.write(content.encode(encoding))
    frame = pd.read_csv(f'{folder}/{name}', sep=delimiter, encoding=encoding)
    columns = [csv_column(column, READ[kind], frame[column]) for column, kind in zip(frame.columns, kinds)]
    return {'file': name, 'about': f'{encoding} {delimiter!r} {ending!r} {rows} rows', 'rows': len(frame), 'columns': columns}


def csv_column(name, kind, series):
    """The kind is pandas' own, but that it keeps dates as texts and has no kind for a column without a value."""
    if series.notna().sum() == 0:
        return {'name': name, 'kind': 'empty', 'values': [None] * len(series)}
    if kind == 'datetime':
        return {'name': name, 'kind': kind, 'values': [moment(value) for value in pd.to_datetime(series, format='ISO8601', utc=True)]}
    if pd.api.types.is_bool_dtype(series) or (series.dtype == object and series.dropna().map(lambda value: isinstance(value, bool)).all()):
        return {'name': name, 'kind': 'boolean', 'values': [flag(value) for value in series]}
    if pd.api.types.is_numeric_dtype(series):
        return {'name': name, 'kind': 'numeric', 'values': [number(value) for value in series]}
    return {'name': name, 'kind': 'categorical', 'values': [text(value) for value in series]}


# --- Parquet

def maybe(make, rows, nulls):
    return [None if chance.random() < nulls else make() for _ in range(rows)]


def parquet_table(rows, nulls):
    whole = lambda bits, signed: (lambda: chance.randint(-2**(bits - 1) if signed else 0, 2**(bits - (1 if signed else 0)) - 1))
    seconds = lambda: chance.randint(-10**9, 2 * 10**9)
    columns = {}
    for bits in (8, 16, 32, 64):
        columns[f'int{bits}'] = pa.array(maybe(whole(bits, True), rows, nulls), getattr(pa, f'int{bits}')())
        columns[f'uint{bits}'] = pa.array(maybe(whole(bits, False), rows, nulls), getattr(pa, f'uint{bits}')())
    columns['small64'] = pa.array(maybe(lambda: chance.randint(-2**53, 2**53), rows, nulls), pa.int64())
    columns['float64'] = pa.array(maybe(lambda: chance.choice([chance.gauss(0, 1), float('inf'), float('nan'), -0.0, 5e-324]), rows, nulls), pa.float64())
    columns['float32'] = pa.array(maybe(lambda: float(np.float32(chance.gauss(0, 1))), rows, nulls), pa.float32())
    columns['float16'] = pa.array([None if v is None else np.float16(v) for v in maybe(lambda: chance.gauss(0, 9), rows, nulls)], pa.float16())
    columns['few'] = pa.array(maybe(lambda: chance.choice([1.5, 2.5, 3.5]), rows, nulls), pa.float64())
    columns['decimal9'] = pa.array(maybe(lambda: decimal.Decimal(chance.randint(-10**8, 10**8)).scaleb(-2), rows, nulls), pa.decimal128(9, 2))
    columns['decimal18'] = pa.array(maybe(lambda: decimal.Decimal(chance.randint(-10**15, 10**15)).scaleb(-4), rows, nulls), pa.decimal128(18, 4))
    columns['decimal38'] = pa.array(maybe(lambda: decimal.Decimal(chance.randint(-10**15, 10**15)), rows, nulls), pa.decimal128(38, 0))
    columns['boolean'] = pa.array(maybe(lambda: chance.random() < 0.5, rows, nulls), pa.bool_())
    columns['text'] = pa.array(maybe(some_text, rows, nulls), pa.string())
    columns['largeText'] = pa.array(maybe(some_text, rows, nulls), pa.large_string())
    columns['category'] = pa.array(maybe(lambda: chance.choice(['é', 'b', '', 'NA']), rows, nulls), pa.string()).dictionary_encode()
    columns['utf8bytes'] = pa.array(maybe(lambda: chance.choice([b'ab', b'']), rows, nulls), pa.binary())
    columns['uuid'] = pa.array(maybe(lambda: uuid.UUID(int=chance.getrandbits(128)).bytes, rows, nulls), pa.uuid())
    for unit, factor in (('s', 1), ('ms', 10**3), ('us', 10**6), ('ns', 10**9)):
        stamps = maybe(lambda: seconds() * factor + chance.randrange(factor), rows, nulls)
        columns[f'stamp_{unit}'] = pa.array(stamps, pa.timestamp(unit))
        columns[f'zoned_{unit}'] = pa.array(stamps, pa.timestamp(unit, tz='Europe/Vienna'))
    columns['date32'] = pa.array(maybe(lambda: chance.randint(-30000, 30000), rows, nulls), pa.date32())
    columns['date64'] = pa.array(maybe(lambda: 86_400_000 * chance.randint(-30000, 30000), rows, nulls), pa.date64())
    columns['time_ms'] = pa.array(maybe(lambda: chance.randrange(86_400_000), rows, nulls), pa.time32('ms'))
    columns['time_us'] = pa.array(maybe(lambda: chance.randrange(86_400_000_000), rows, nulls), pa.time64('us'))
    columns['none'] = pa.nulls(rows)
    columns['allNull'] = pa.nulls(rows, pa.float64())
    columns['list'] = pa.array(maybe(lambda: [chance.randint(0, 9) for _ in range(chance.randint(0, 3))], rows, nulls), pa.list_(pa.int32()))
    columns['record'] = pa.array(maybe(lambda: {'a': chance.randint(0, 9), 'b': chance.choice(['x', None])}, rows, nulls),
                                 pa.struct([('a', pa.int32()), ('b', pa.string())]))
    return pa.table(columns)


def parquet_column(name, column):
    kind = column.type
    values = column.to_pylist()
    if pa.types.is_timestamp(kind):
        unit = {'s': 10**9, 'ms': 10**6, 'us': 10**3, 'ns': 1}[kind.unit]
        read = 'datetime', [None if v is None else str(v * unit) for v in column.cast(pa.int64()).to_pylist()]
    elif pa.types.is_date(kind):
        read = 'datetime', [None if v is None else str((v - EPOCH.date()).days * 86_400 * 10**9) for v in values]
    elif pa.types.is_time(kind):
        factor = 1 if kind.unit == 'ms' else 1000
        read = 'numeric', [number(None if v is None else v / factor) for v in column.cast(pa.int32() if factor == 1 else pa.int64()).to_pylist()]
    elif pa.types.is_boolean(kind):
        read = 'boolean', [flag(v) for v in values]
    elif pa.types.is_nested(kind):
        read = 'categorical', [None if v is None else json.dumps(v, separators=(',', ':')) for v in values]
    elif pa.types.is_binary(kind):
        read = 'categorical', [None if v is None else v.decode() for v in values]
    elif pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        read = 'numeric', [number(v) for v in values]
    else:
        read = 'categorical', [text(v) for v in values]
    if all(value is None for value in read[1]):
        read = 'empty', read[1]
    return {'name': name, 'kind': read[0], 'values': read[1]}


def parquet_case(at, compression, options):
    rows = chance.choice([0, 1, 30, 300])
    table = parquet_table(rows, chance.choice([0, 0.2, 0.9]))
    name = f'{at}.parquet'
    pq.write_table(table, f'{folder}/{name}', compression=compression, **options)
    table = pq.read_table(f'{folder}/{name}')
    columns = [parquet_column(column, table[column]) for column in table.column_names]
    return {'file': name, 'about': f'{compression} {options} {rows} rows', 'rows': rows, 'columns': columns}


def parquet_cases():
    cases = []
    for compression in ('snappy', 'gzip', 'zstd', 'brotli', 'lz4', 'none'):
        for options in (
            {},
            {'row_group_size': 7, 'data_page_version': '2.0'},
            {'use_dictionary': False, 'row_group_size': 100, 'write_page_checksum': True},
            {'data_page_size': 64, 'write_batch_size': 8, 'version': '1.0', 'use_deprecated_int96_timestamps': True},
        ):
            cases.append(parquet_case(len(cases), compression, options))
    frame = pd.DataFrame({'a': [1, None, 3], 'b': pd.Categorical(['x', 'y', None]), 'c': pd.to_datetime(['2024-01-01', None, '2024-01-03'])}, index=[5, 6, 7])
    frame.to_parquet(f'{folder}/frame.parquet')
    table = pq.read_table(f'{folder}/frame.parquet')
    cases.append({'file': 'frame.parquet', 'about': 'a frame of pandas', 'rows': 3,
                  'columns': [parquet_column(column, table[column]) for column in table.column_names]})
    return cases


def answer(seed):
    chance.seed(seed)
    twice = pa.table([pa.array([1, 2]), pa.array(['x', 'y'])], names=['a', 'a'])
    pq.write_table(twice, f'{folder}/twice.parquet')
    whole = pa.table({f'c{i}': np.random.default_rng(seed).normal(size=20_000) for i in range(5)})
    pq.write_table(whole, f'{folder}/whole.parquet', compression='gzip', write_page_checksum=True, row_group_size=5_000)
    pq.write_table(whole, f'{folder}/plain.parquet', compression='none', use_dictionary=False, write_page_checksum=True)
    return {'missing': MISSING, 'csv': [csv_case(at) for at in range(40)], 'parquet': parquet_cases(),
            'whole': [number(value) for value in whole['c0'].to_pylist()]}


answers = []
for folder, seed in zip(sys.argv[1::2], sys.argv[2::2]):
    answers.append(answer(int(seed)))
print(json.dumps(answers))
