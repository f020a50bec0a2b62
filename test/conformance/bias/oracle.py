"""Answers each case read as JSON from stdin, by fairlearn, scikit-learn, statsmodels and scipy. null = not defined."""
import json
import math
import sys
import warnings

import numpy as np
import pandas as pd
from fairlearn import metrics as fair
from scipy import stats
import sklearn
from sklearn import metrics as skm
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

warnings.simplefilter('ignore')
sklearn.set_config(skip_parameter_validation=True)
NAN = float('nan')


def defined(where, metric):
    """fairlearn calls a rate without rows 0; here it is no value."""
    return lambda t, p: metric(t, p) if where(np.asarray(t), np.asarray(p)) else NAN


RATES = {
    'selection_rate': fair.selection_rate,
    'base_rate': lambda t, p: fair.selection_rate(p, t),
    'true_positive_rate': defined(lambda t, p: (t == 1).any(), lambda t, p: fair.true_positive_rate(t, p, pos_label=1)),
    'false_negative_rate': defined(lambda t, p: (t == 1).any(), lambda t, p: fair.false_negative_rate(t, p, pos_label=1)),
    'false_positive_rate': defined(lambda t, p: (t == 0).any(), lambda t, p: fair.false_positive_rate(t, p, pos_label=1)),
    'true_negative_rate': defined(lambda t, p: (t == 0).any(), lambda t, p: fair.true_negative_rate(t, p, pos_label=1)),
    'positive_predictive_value': lambda t, p: skm.precision_score(t, p, labels=[0, 1], average=None, zero_division=np.nan)[1],
    'negative_predictive_value': lambda t, p: skm.precision_score(t, p, labels=[0, 1], average=None, zero_division=np.nan)[0],
    'accuracy': skm.accuracy_score,
}
CORE = {name: RATES[name] for name in ('selection_rate', 'true_positive_rate', 'false_positive_rate', 'positive_predictive_value', 'accuracy')}
SINGLE = {
    'demographic_parity': 'selection_rate',
    'equal_opportunity': 'true_positive_rate',
    'false_positive_rate': 'false_positive_rate',
    'predictive_parity': 'positive_predictive_value',
    'accuracy': 'accuracy',
}
NAMED = {
    'demographic_parity_difference': fair.demographic_parity_difference,
    'demographic_parity_ratio': fair.demographic_parity_ratio,
    'equal_opportunity_difference': fair.equal_opportunity_difference,
    'equal_opportunity_ratio': fair.equal_opportunity_ratio,
    'equalized_odds_difference': fair.equalized_odds_difference,
    'equalized_odds_ratio': fair.equalized_odds_ratio,
    'mean_odds_difference': lambda *args, **more: fair.equalized_odds_difference(*args, **more, agg='mean'),
    'mean_odds_ratio': lambda *args, **more: fair.equalized_odds_ratio(*args, **more, agg='mean'),
}
METHODS = ('between_groups', 'to_overall')


ERRORS = {
    'mean_prediction': fair.mean_prediction,
    'mean_error': lambda t, p: float(np.mean(p - t)),
    'mae': skm.mean_absolute_error,
    'rmse': skm.root_mean_squared_error,
    'r2': lambda t, p: skm.r2_score(t, p) if len(set(t)) > 1 else NAN,
}


def frames(rates, singles, is_ratio, columns):
    """One MetricFrame for many cases, each a level of its control feature: [truth, predicted, groups] of each."""
    joined = lambda at: np.concatenate([np.asarray(one[at]) for one in columns])
    case = pd.Series(np.concatenate([np.full(len(one[0]), at) for at, one in enumerate(columns)]))
    frame = fair.MetricFrame(metrics=rates, y_true=joined(0), y_pred=joined(1), sensitive_features=pd.Series(joined(2)), control_features=case)
    tables = {(form, method): getattr(frame, form)(method=method) for form in ('difference', 'ratio') for method in METHODS}
    answers = []
    for at in range(len(columns)):
        groups = frame.by_group.loc[at].loc[sorted(set(columns[at][2]))]
        found = {f'{name}|{group}': value for name, column in groups.items() for group, value in column.items()}
        found.update({f'{name}|all': value for name, value in frame.overall.loc[at].items()})
        for (form, method), table in tables.items():
            for name, rate in singles.items():
                if form == 'difference' or is_ratio(name):
                    found[f'{name}_{form}|{method}'] = table.loc[at, rate] if groups[rate].notna().sum() >= 2 else NAN
        answers.append(found)
    return answers


def with_odds(found):
    for method in METHODS:
        for form, worst in (('difference', max), ('ratio', min)):
            parts = [found[f'{name}_{form}|{method}'] for name in ('equal_opportunity', 'false_positive_rate')]
            is_defined = not any(map(math.isnan, parts))
            found[f'equalized_odds_{form}|{method}'] = worst(parts) if is_defined else NAN
            found[f'mean_odds_{form}|{method}'] = sum(parts) / 2 if is_defined else NAN
    return found


def named(found, truth, predicted, groups):
    """By fairlearn's functions of these names, where no group has a rate without rows, which they would take as 0."""
    for name, metric in NAMED.items():
        for method in METHODS:
            if not any(math.isnan(value) for key, value in found.items() if key.startswith(('true_positive_rate|', 'false_positive_rate|'))):
                found[f'{name}|{method}'] = metric(np.array(truth), np.array(predicted), sensitive_features=pd.Series(groups), method=method)
    return found


def of_scores(truth, groups, scores):
    truth, groups, scores = np.array(truth), np.array(groups), np.array(scores)
    found = {}
    for name in np.unique(groups):
        of = groups == name
        found[f'auc|{name}'] = skm.roc_auc_score(truth[of], scores[of]) if len(set(truth[of])) == 2 else NAN
        found[f'brier_score|{name}'] = skm.brier_score_loss(truth[of], scores[of], pos_label=1, labels=[0, 1])
        found[f'calibration_gap|{name}'] = scores[of].mean() - truth[of].mean()
    return found


def binary(cases):
    """All rates where it is asked by name, and those behind a disparity elsewhere: scikit-learn takes its time."""
    answers = {}
    for is_full, rates in ((True, RATES), (False, CORE)):
        places = [at for at, case in enumerate(cases) if case[4] == is_full]
        if places:
            answers.update(zip(places, frames(rates, SINGLE, lambda name: True, [cases[at][:3] for at in places])))
    answers = [answers[at] for at in range(len(cases))]
    for found, (truth, predicted, groups, scores, by_name) in zip(answers, cases):
        with_odds(found)
        if by_name:
            named(found, truth, predicted, groups)
        if scores is not None:
            found.update(of_scores(truth, groups, scores))
    return answers


def multiclass(cases):
    """Each class of each case against the rest."""
    columns = [[np.equal(t, one) * 1, np.equal(p, one) * 1, g] for t, p, g, classes in cases for one in classes]
    each = iter(frames(CORE, SINGLE, lambda name: True, columns))
    whole = frames({'accuracy': skm.accuracy_score}, {'accuracy': 'accuracy'}, lambda name: True, [case[:3] for case in cases])
    for found, (_, _, _, classes) in zip(whole, cases):
        for one in classes:
            found.update({f'{key}|{one}': value for key, value in with_odds(next(each)).items() if not key.startswith('accuracy')})
    return [{key: value for key, value in found.items() if '|all' not in key} for found in whole]


def regression(cases):
    answers = frames(ERRORS, {name: name for name in ERRORS}, lambda name: name in ('mae', 'rmse'), cases)
    return [{key: value for key, value in found.items() if '|all' not in key} for found in answers]


def shares(a, n, c, m, level):
    alpha = 1 - level
    named = {}
    named['wilson low'], named['wilson high'] = proportion_confint(a, n, alpha=alpha, method='wilson')
    named['newcombe low'], named['newcombe high'] = confint_proportions_2indep(a, n, c, m, method='newcomb', compare='diff', alpha=alpha)
    if 0 < a and 0 < c and not (a == n and c == m):
        named['ratio low'], named['ratio high'] = confint_proportions_2indep(a, n, c, m, method='log', compare='ratio', alpha=alpha)
    elif a > 0:
        named['ratio low'] = confint_proportions_2indep(a, n, c, m, method='log-adjusted', compare='ratio', alpha=alpha)[0] if c == 0 else None
    elif c > 0:
        named['ratio high'] = confint_proportions_2indep(a, n, c, m, method='log-adjusted', compare='ratio', alpha=alpha)[1]
    named = {key: value for key, value in named.items() if value is not None}
    rows = [[a, n - a], [c, m - c]]
    if a + c in (0, n + m):
        named['p'] = 1.0
    elif stats.contingency.expected_freq(rows).min() < 5:
        named['p'] = stats.fisher_exact(rows).pvalue
    else:
        named['p'] = stats.chi2_contingency(rows, correction=False).pvalue
    return named


def means(x, y, level):
    x, y = np.array(x), np.array(y)
    low, high = stats.t.interval(level, len(x) - 1, loc=x.mean(), scale=stats.sem(x))
    return {'mean': x.mean(), 't low': low, 't high': high, 'p': stats.ttest_ind(x, y, equal_var=False).pvalue}


def auc(truth, scores):
    """Every pair of a positive and a negative score, one by one."""
    truth, scores = np.array(truth), np.array(scores)
    pairs = (np.sign(scores[truth == 1][:, None] - scores[truth == 0][None, :]) + 1) / 2
    variance = pairs.mean(axis=1).var(ddof=1) / pairs.shape[0] + pairs.mean(axis=0).var(ddof=1) / pairs.shape[1]
    return {'auc': skm.roc_auc_score(truth, scores), 'error': math.sqrt(variance)}


def adjusted(ps):
    return {f'{at} p': p for at, p in enumerate(multipletests(ps, method='holm')[1])}


AT_ONCE = {one.__name__: one for one in (binary, multiclass, regression)}
ONE_BY_ONE = {one.__name__: one for one in (shares, means, auc, adjusted)}


def plain(value):
    return None if math.isnan(value) else repr(float(value))


asked = json.load(sys.stdin)
answers = [ONE_BY_ONE[name](*arguments) if name in ONE_BY_ONE else None for name, *arguments in asked]
for name, function in AT_ONCE.items():
    places = [at for at, one in enumerate(asked) if one[0] == name]
    for at, found in zip(places, function([asked[at][1:] for at in places])):
        answers[at] = found
json.dump([{key: plain(value) for key, value in one.items()} for one in answers], sys.stdout)
