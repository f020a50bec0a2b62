"""Answers questions [name, arguments…] read as JSON from stdin, by scikit-learn. Numbers are written with every digit, nan too."""
import json
import math
import sys
import warnings

import numpy as np
from sklearn import isotonic, metrics

warnings.simplefilter('ignore')


def classification(truth, predicted):
    found = {'accuracy': metrics.accuracy_score(truth, predicted), 'balancedAccuracy': metrics.balanced_accuracy_score(truth, predicted)}
    many = metrics.multilabel_confusion_matrix(truth, predicted)
    # Of each class that is there, recall of what is not the class.
    others = {of: (int(matrix[0, 0]), int(matrix[0].sum())) for of, matrix in zip(sorted(set(truth) | set(predicted)), many)}
    one = ([int(t == 1) for t in truth], [int(p == 1) for p in predicted])
    for undefined in (0.0, math.nan):
        end = 'Nan' if math.isnan(undefined) else ''
        for average in ('binary', 'macro', 'micro', 'weighted'):
            # One class against the rest, whatever the number of classes.
            of = one if average == 'binary' else (truth, predicted)
            of_all = metrics.precision_recall_fscore_support(*of, average=average, zero_division=undefined)
            found |= {f'{name}.{average}{end}': value for name, value in zip(('precision', 'recall', 'f1'), of_all)}
        each = [part / whole if whole else undefined for part, whole in others.values()]
        found[f'specificity.macro{end}'] = np.nanmean(each)
        found[f'specificity.binary{end}'] = dict(zip(others, each)).get(1, 1.0)
    return found


def scores(truth, score):
    truth = np.array(truth)
    return {
        'rocAuc': metrics.roc_auc_score(truth, score) if len(set(truth)) > 1 else math.nan,
        'averagePrecision': metrics.average_precision_score(truth, score),
    }


def probabilities(truth, probability):
    return {
        'logLoss': metrics.log_loss(truth, probability, labels=[0, 1]),
        'brierScore': metrics.brier_score_loss(truth, probability, pos_label=1),
    }


def multiclass(truth, rows):
    classes = list(range(len(rows[0])))
    found = {'multiclassLogLoss': metrics.log_loss(truth, rows, labels=classes)}
    if len(set(truth)) == len(classes):
        found['rocAucOneVsRest'] = metrics.roc_auc_score(truth, rows, multi_class='ovr', average='macro', labels=classes)
    return found


def regression(truth, predicted):
    return {
        'meanAbsoluteError': metrics.mean_absolute_error(truth, predicted),
        'rootMeanSquaredError': metrics.root_mean_squared_error(truth, predicted),
        'rSquared': metrics.r2_score(truth, predicted),
        'meanAbsolutePercentageError': metrics.mean_absolute_percentage_error(truth, predicted),
    }


def isotonic_regression(x, y, weights, rising, at):
    model = isotonic.IsotonicRegression(out_of_bounds='clip', increasing=rising).fit(x, y, sample_weight=weights)
    return {'knots': [*map(float, model.X_thresholds_)], 'levels': [*map(float, model.y_thresholds_)], 'values': [*map(float, model.predict(at))]}


answers = {
    'classification': classification,
    'scores': scores,
    'probabilities': probabilities,
    'multiclass': multiclass,
    'regression': regression,
    'isotonic': isotonic_regression,
}


def written(value):
    return [written(one) for one in value] if isinstance(value, list) else repr(float(value))


said = [{key: written(value) for key, value in answers[name](*arguments).items()} for name, *arguments in json.load(sys.stdin)]
json.dump(said, sys.stdout)
