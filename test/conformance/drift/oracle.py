"""Pairs of columns read as JSON from stdin; what scipy and pandas say of each, and the adjusted p of each table."""
import json
import math
import sys
import warnings

import numpy as np
import pandas as pd
from scipy import special, stats
from scipy.spatial import distance

warnings.simplefilter('ignore')


def table_of(left, right):
    """Counts over the union of levels, by pandas."""
    both = pd.concat([left.value_counts(), right.value_counts()], axis=1).fillna(0)
    return both.to_numpy().T


def merged(rows):
    """Levels expected below 5 in the smaller row become one, with further ones, rarest first, until it is large enough."""
    pooled = rows.sum(axis=0)
    share = rows.sum(axis=1).min() / rows.sum()
    order = np.argsort(pooled, kind='stable')
    rare = int((pooled * share < 5).sum())
    while 0 < rare < len(pooled) and pooled[order[:rare]].sum() * share < 5:
        rare += 1
    if rare < 2:
        return rows
    return np.column_stack([rows[:, order[rare:]], rows[:, order[:rare]].sum(axis=1)])


def share_p(rows):
    if min(rows.sum(axis=0)) == 0:
        return 1.0
    if stats.contingency.expected_freq(rows).min() < 5:
        return stats.fisher_exact(rows).pvalue
    return stats.chi2_contingency(rows, correction=False).pvalue


def corrected_v(statistic, k, n):
    phi = max(0.0, statistic / n - (k - 1) / (n - 1))
    scale = min(k - (k - 1) ** 2 / (n - 1), 2 - 1 / (n - 1)) - 1
    v = 0.0 if scale <= 0 else min(1.0, math.sqrt(phi / scale))
    # The root of what should be 0 is 1e-9.
    return v if v > 1e-7 else 0.0


def table_facts(rows):
    """The test of a 2 x k table as the rules say, and what is measured on the table that was tested."""
    used = rows
    if rows.shape[1] > 2:
        used = merged(rows)
        if used.shape[1] < 2:
            top = int(np.argmax(rows.sum(axis=0)))
            if rows.sum(axis=0)[top] * rows.sum(axis=1).min() / rows.sum() < 5:
                return {'p': 1.0}
            used = np.column_stack([rows[:, top], rows.sum(axis=1) - rows[:, top]])
    if used.shape[1] == 1:
        return {'p': 1.0, 'chi2': 0.0, 'v': 0.0}
    result = stats.chi2_contingency(used, correction=False)
    g = stats.chi2_contingency(used, correction=False, lambda_='log-likelihood')
    p = share_p(used) if used.shape[1] == 2 else result.pvalue
    return {'p': p, 'chi2': result.statistic, 'g': g.statistic, 'v': corrected_v(result.statistic, used.shape[1], rows.sum())}


def share_facts(rows):
    p, q = rows[0] / rows[0].sum(), rows[1] / rows[1].sum()
    return {
        'js': distance.jensenshannon(p, q),
        'jsBase2': distance.jensenshannon(p, q, base=2),
        'hellinger': distance.euclidean(np.sqrt(p), np.sqrt(q)) / math.sqrt(2),
        'tv': distance.cityblock(p, q) / 2,
    }


def numeric_facts(left, right):
    x, y = left.to_numpy(), right.to_numpy()
    w1 = stats.wasserstein_distance(x, y)
    constant = x.min() == x.max()
    spread = np.std(np.concatenate([x, y])) if constant else np.std(x)
    quartiles = np.subtract(*np.quantile(x, [0.75, 0.25]))
    named = {'w1': w1, 'effect': 0.0 if w1 == 0 else w1 / spread, 'ks': stats.ks_2samp(x, y, method='asymp').statistic}
    if quartiles > 0:
        named['w1Iqr'] = w1 / quartiles
    values = pd.unique(pd.concat([left, right]))
    if len(values) <= 10 and (len(values) <= 2 or len(values) * 5 <= len(x) + len(y)):
        return {**named, **table_facts(table_of(left, right))}
    n, m = len(x), len(y)
    if max(n, m) > 10_000:
        return {**named, 'p': special.kolmogorov(math.sqrt(n * m / (n + m)) * named['ks'])}
    # Where nothing is nearer than one step p is 1; scipy may get 1 + 2e-16 and then turns to an approximation.
    nearest = n == m and round(named['ks'] * n) == 1
    return {**named, 'p': 1.0 if nearest else stats.ks_2samp(x, y, method='exact').pvalue}


def column(kind, left, right):
    dtype = float if kind == 'numeric' else object
    left, right = pd.Series(left, dtype=dtype), pd.Series(right, dtype=dtype)
    nulls = np.array([[s.isna().sum(), s.notna().sum()] for s in (left, right)], float)
    named = {'nullReference': nulls[0, 0] / len(left), 'nullCurrent': nulls[1, 0] / len(right)}
    if nulls[:, 0].sum() > 0:
        named['null p'] = share_p(nulls)
    a, b = left.dropna(), right.dropna()
    if len(a) == 0 or len(b) == 0:
        return named
    if kind == 'numeric':
        return {**named, **numeric_facts(a, b)}
    rows = table_of(a, b)
    new = sorted(set(b) - set(a))
    # A report lists the hundred commonest.
    listed = {'newLevels': len(new), 'newRows': int(b.isin(new).sum())} if len(new) <= 100 else {}
    return {**named, **share_facts(rows), **table_facts(rows), **listed}


def table(columns):
    found = [column(*one) for one in columns]
    ps = [(at, key, one[key]) for at, one in enumerate(found) for key in ('p', 'null p') if key in one]
    for (at, key, _), adjusted in zip(ps, stats.false_discovery_control([min(1.0, p) for *_, p in ps])):
        found[at]['adjusted ' + key] = adjusted
    return [{key: repr(float(value)) for key, value in one.items()} for one in found]


json.dump([table(one) for one in json.load(sys.stdin)], sys.stdout)
