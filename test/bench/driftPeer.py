"""Evidently's DataDriftPreset with its defaults, plots included (it makes them as it computes). Arguments: reference and current as Parquet, or --tables FILE: one JSON line of both sides' columns each; answers how many reports have a drifted column."""
import json
import sys
import warnings

warnings.filterwarnings('ignore')

import pandas as pd
from evidently import DataDefinition, Dataset, Report
from evidently.presets import DataDriftPreset


def drifted(reference, current):
    numbers = [name for name in reference if pd.api.types.is_numeric_dtype(reference[name]) and not pd.api.types.is_bool_dtype(reference[name])]
    texts = [name for name in reference if name not in numbers]
    definition = DataDefinition(numerical_columns=numbers, categorical_columns=texts)
    sides = [Dataset.from_pandas(side, data_definition=definition) for side in (current, reference)]
    report = Report([DataDriftPreset()]).run(*sides)
    metrics = report.dict()['metrics']
    return next(int(metric['value']['count']) for metric in metrics if isinstance(metric['value'], dict) and 'count' in metric['value'])


if sys.argv[1] == '--tables':
    hits = reports = 0
    for line in open(sys.argv[2]):
        pair = json.loads(line)
        hits += drifted(*(pd.DataFrame(pair[side]) for side in ('reference', 'current'))) > 0
        reports += 1
    print(json.dumps({'hits': hits, 'reports': reports}))
else:
    print(json.dumps({'drifted': drifted(pd.read_parquet(sys.argv[1]), pd.read_parquet(sys.argv[2]))}))
