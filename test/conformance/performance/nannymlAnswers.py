"""Answers questions [name, arguments…] read as JSON from stdin, by NannyML. Numbers are written with every digit, nan too."""
import json
import logging
import os
import sys
import warnings

os.environ['NML_DISABLE_USAGE_LOGGING'] = '1'
warnings.simplefilter('ignore')
logging.disable(logging.CRITICAL)

import numpy as np
import pandas as pd
import nannyml
from nannyml import calibration
from nannyml.performance_estimation.confidence_based import metrics as cbpe
from nannyml.sampling_error import binary_classification as sampling

names = ['accuracy', 'precision', 'recall', 'specificity', 'f1', 'roc_auc']


def estimates(predicted, probability, score):
    predicted, probability, score = np.array(predicted), np.array(probability), np.array(score)
    found = {name: getattr(cbpe, f'estimate_{name}')(predicted, probability) for name in names[:-1]}
    try:
        found['roc_auc'] = cbpe.estimate_roc_auc(probability, score)
    except ValueError:
        found['roc_auc'] = np.nan
    return found


def spreads(truth, predicted, score):
    truth, predicted, score = pd.Series(truth), pd.Series(predicted), pd.Series(score)
    found = {}
    for name in names:
        other = score if name == 'roc_auc' else predicted
        kind = 'auroc' if name == 'roc_auc' else name
        parts = getattr(sampling, f'{kind}_sampling_error_components')(truth, other)
        # What the parts make of a chunk of 100 rows.
        found[name] = getattr(sampling, f'{kind}_sampling_error')(parts, pd.DataFrame({'row': range(100)}))
    return found


def calibration_error(truth, probability, bins):
    edges = calibration._get_bin_index_edges(len(truth), bins)
    return {'error': calibration._calculate_expected_calibration_error(np.array(truth), np.array(probability), edges)}


def frame(side):
    return pd.DataFrame({
        'truth': pd.Series(side['truth'], dtype=float), 'predicted': side['predicted'], 'score': side['scores'],
        'time': pd.to_datetime(side['times'], unit='ms'),
    })


def report(reference, current, chunking):
    reference, current = frame(reference), frame(current)
    how = {'metrics': names, 'y_true': 'truth', 'y_pred': 'predicted', 'y_pred_proba': 'score', 'problem_type': 'classification_binary',
           'timestamp_column_name': 'time', **chunking}
    estimator = nannyml.CBPE(**how).fit(reference)
    estimated = estimator.estimate(current).to_df()
    realised = nannyml.PerformanceCalculator(**how).fit(reference).calculate(current).to_df()
    found = {'needsCalibration': estimator.needs_calibration, 'keys': [*estimated[('chunk', 'key')]]}
    found['targetsMissing'] = [*realised[('chunk', 'targets_missing_rate')]]
    for side, of in (('reference', reference), ('current', current)):
        # In order of time, as chunks are.
        score = of.sort_values('time')['score']
        found[f'{side}Probabilities'] = [*(estimator.calibrator.calibrate(score) if estimator.needs_calibration else score)]
    for name in names:
        columns = ['value', 'sampling_error', 'upper_confidence_boundary', 'lower_confidence_boundary', 'upper_threshold', 'lower_threshold', 'alert']
        found |= {f'{name}.{column}': [*estimated[(name, column)].astype(float)] for column in columns}
        found[f'{name}.realised'] = [*realised[(name, 'value')].astype(float)]
        # Of a chunk whose value is not defined it may say nothing: there is no alert.
        found[f'{name}.realisedAlert'] = [*realised[(name, 'alert')].astype(float).fillna(0.0)]
    return found


def regression(reference, current, chunking):
    sides = [pd.DataFrame({'truth': side['truth'], 'predicted': side['predicted']}) for side in (reference, current)]
    calculator = nannyml.PerformanceCalculator(
        metrics=['mae', 'rmse', 'mape'], y_true='truth', y_pred='predicted', problem_type='regression', **chunking)
    result = calculator.fit(sides[0]).calculate(sides[1]).to_df()
    columns = ['value', 'upper_threshold', 'lower_threshold', 'alert']
    return {f'{name}.{column}': [*result[(name, column)].astype(float)] for name in ('mae', 'rmse', 'mape') for column in columns}


def periods(times, offset):
    chunks = nannyml.chunk.PeriodBasedChunker(timestamp_column_name='time', offset=offset).split(pd.DataFrame({'time': pd.to_datetime(times, unit='ms')}))
    # The key as numbers: what both sides can compare.
    return {f'{chunk.key}.{part}': float(value) for chunk in chunks for part, value in
            (('rows', len(chunk.data)), ('from', chunk.start_datetime.value // 10**6), ('to', chunk.end_datetime.value // 10**6))}


answers = {'periods': periods, 'estimates': estimates, 'spreads': spreads, 'calibrationError': calibration_error, 'report': report, 'regression': regression}


def written(value):
    if isinstance(value, list):
        return [written(one) for one in value]
    return value if isinstance(value, str) else repr(float(value))


said = [{key: written(value) for key, value in answers[name](*arguments).items()} for name, *arguments in json.load(sys.stdin)]
json.dump(said, sys.stdout)
