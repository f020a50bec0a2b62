"""What NannyML, river and fairlearn say of a model's rows in two CSV files: [reference, current, chunk period] as JSON from stdin."""
import json
import logging
import os
import sys
import warnings

os.environ['NML_DISABLE_USAGE_LOGGING'] = '1'
warnings.simplefilter('ignore')
logging.disable(logging.CRITICAL)

import nannyml
import pandas as pd
from fairlearn import metrics as fair
from river import drift
from river.drift import binary

reference, current, period = json.load(sys.stdin)
sides = [pd.read_csv(path, parse_dates=['when']) for path in (reference, current)]
names = ['accuracy', 'precision', 'recall', 'specificity', 'f1', 'roc_auc']
how = {'metrics': names, 'y_true': 'y', 'y_pred': 'said', 'y_pred_proba': 'score', 'problem_type': 'classification_binary',
       'timestamp_column_name': 'when', 'chunk_period': period}
estimator = nannyml.CBPE(**how).fit(sides[0])
estimated = estimator.estimate(sides[1]).to_df()
realised = nannyml.PerformanceCalculator(**how).fit(sides[0]).calculate(sides[1]).to_df()


def curve(of, name, column):
    return [None if pd.isna(value) else float(value) for value in of[(name, column)]]


def detected(detector, errors):
    found = []
    for index, error in enumerate(errors):
        detector.update(error)
        if detector.drift_detected:
            found.append(index)
    return found


labelled = pd.concat([side.sort_values('when', kind='stable') for side in sides]).dropna(subset=['y'])
errors = (labelled['y'] != labelled['said']).astype(int).tolist()
detectors = {'ddm': binary.DDM(), 'eddm': binary.EDDM(), 'hddm-a': binary.HDDMA(), 'hddm-w': binary.HDDMW(), 'adwin': drift.ADWIN(), 'page-hinkley': drift.PageHinkley()}

known = sides[1].dropna(subset=['y'])
frame = fair.MetricFrame(
    metrics={'selection_rate': fair.selection_rate, 'true_positive_rate': fair.true_positive_rate, 'false_positive_rate': fair.false_positive_rate},
    y_true=known['y'].astype(int), y_pred=known['said'], sensitive_features=known['sex'])

json.dump([{
    'calibrated': bool(estimator.needs_calibration),
    'keys': [*estimated[('chunk', 'key')]],
    'estimated': {name: curve(estimated, name, 'value') for name in names},
    'estimatedAlert': {name: [bool(value) for value in estimated[(name, 'alert')]] for name in names},
    'realised': {name: curve(realised, name, 'value') for name in names},
    'realisedAlert': {name: [bool(value) for value in realised[(name, 'alert')]] for name in names},
    'low': {name: float(realised[(name, 'lower_threshold')].iloc[0]) for name in names},
    'high': {name: float(realised[(name, 'upper_threshold')].iloc[0]) for name in names},
    'drifts': {name: detected(detector, errors) for name, detector in detectors.items()},
    'groups': {name: {group: float(value) for group, value in frame.by_group[name].items()} for name in frame.by_group},
    'parity': float(fair.demographic_parity_difference(known['y'].astype(int), known['said'], sensitive_features=known['sex'])),
    'odds': float(fair.equalized_odds_difference(known['y'].astype(int), known['said'], sensitive_features=known['sex'])),
}], sys.stdout)
