"""NannyML's data reconstruction of [{reference, current, categorical}…] read as JSON from stdin: mean errors of both sides."""
import json
import os
import sys
import warnings

import pandas as pd

warnings.simplefilter('ignore')
# It reports its use to its makers otherwise.
os.environ['NML_DISABLE_USAGE_LOGGING'] = '1'
from nannyml.drift.multivariate.data_reconstruction import DataReconstructionDriftCalculator  # noqa: E402


def side(columns):
    return pd.DataFrame({name: pd.Series(values, dtype='float64' if name.startswith('x') else 'object') for name, values in columns.items()})


def answer(case):
    reference, current = side(case['reference']), side(case['current'])
    calculator = DataReconstructionDriftCalculator(column_names=list(reference.columns), chunk_number=1)
    calculator.fit(reference.copy())
    result = calculator.calculate(current.copy()).to_df(multilevel=False)
    value = result.set_index('chunk_period')['reconstruction_error_value']
    return {'reference': float(value['reference']), 'current': float(value['analysis']), 'components': int(calculator._pca.n_components_)}


json.dump([answer(case) for case in json.load(sys.stdin)], sys.stdout)
