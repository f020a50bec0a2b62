"""Answers questions [name, arguments…] read as JSON from stdin, by scipy and numpy; what they lack is written out here."""
import json
import math
import sys
import warnings
from decimal import Decimal, localcontext

import numpy as np
from scipy import optimize, special, stats
from scipy.spatial import distance

warnings.simplefilter('ignore')
ABOVE = 10_000


def log_gamma_40(x):
    """In a context of 40 digits and more."""
    shift = Decimal(1)
    while x < 100:
        shift *= x
        x += 1
    terms = [Decimal(1) / 12, Decimal(-1) / 360, Decimal(1) / 1260, Decimal(-1) / 1680, Decimal(1) / 1188, Decimal(-691) / 360360]
    series = sum(term / x ** (2 * at + 1) for at, term in enumerate(terms))
    pi = Decimal('3.14159265358979323846264338327950288419717')
    return series + (x - Decimal('0.5')) * x.ln() - x + (2 * pi).ln() / 2 - shift.ln()


def lower_gamma_large(a, x):
    """By the series in 40 digits: scipy ends its own after 2,000 terms, which is too early from a = 1e5 on."""
    with localcontext() as context:
        context.prec = 40
        a, x = Decimal(a), Decimal(x)
        total = term = Decimal(1)
        at = a
        while term > total * Decimal('1e-25'):
            at += 1
            term *= x / at
            total += term
        return {'lowerTail': (a * x.ln() - x - log_gamma_40(a + 1)).exp() * total}


def lower_beta(a, b, x):
    """Far out by the series in 40 digits: there scipy was seen to be off by 5e-7, and 0 at 7e-293."""
    value = special.betainc(a, b, x)
    if value > 1e-100 or x == 0:
        return value
    with localcontext() as context:
        context.prec = 40
        a, b, x = Decimal(a), Decimal(b), Decimal(x)
        total = term = Decimal(1)
        at = 0
        while term > total * Decimal('1e-25'):
            term *= (a + b + at) * x / (a + 1 + at)
            at += 1
            total += term
        return (log_gamma_40(a + b) - log_gamma_40(a + 1) - log_gamma_40(b) + a * x.ln() + b * (1 - x).ln()).exp() * total


def upper_beta(a, b, x):
    value = special.betaincc(a, b, x)
    return value if value > 1e-100 else lower_beta(b, a, 1 - x)


def ks(x, y):
    n, m = len(x), len(y)
    if max(n, m) <= ABOVE:
        result = stats.ks_2samp(x, y, method='exact')
        # Nothing is nearer than one step, so p is 1; scipy may get 1 + 2e-16 and then turns to an approximation.
        is_nearest = n == m and round(result.statistic * n) == 1
        return {'statistic': result.statistic, 'p': 1.0 if is_nearest else result.pvalue}
    statistic = stats.ks_2samp(x, y, method='asymp').statistic
    return {'statistic': statistic, 'p': special.kolmogorov(math.sqrt(n * m / (n + m)) * statistic)}


def ks_grid(n, m, shift):
    return ks(np.arange(n) / n, np.arange(m) / m + shift)


def table(reference, current):
    rows = np.array([reference, current], float)
    if min(rows.sum(axis=1)) == 0:
        raise ValueError('a row is empty')
    return rows[:, rows.sum(axis=0) > 0]


def table_test(reference, current, lambda_):
    rows = np.array([reference, current], float)
    result = stats.chi2_contingency(rows[:, rows.sum(axis=0) > 0], correction=False, lambda_=lambda_)
    return {'statistic': result.statistic, 'degrees': result.dof, 'p': result.pvalue}


def share_test(a, n, c, m):
    rows = [[a, n - a], [c, m - c]]
    if a + c == 0 or a + c == n + m:
        return {'p': 1.0}
    if stats.contingency.expected_freq(rows).min() < 5:
        return {'p': stats.fisher_exact(rows).pvalue}
    return {'p': stats.chi2_contingency(rows, correction=False).pvalue}


def quantile_bins(reference, current, bins):
    """By masks over all values, one bin after another."""
    x, y = np.array(reference), np.array(current)
    cuts = [(x.min(), False)]
    before = lambda values, at, inside: int((values <= at).sum() if inside else (values < at).sum())
    for share in range(1, bins):
        at = np.quantile(x, share / bins)
        if (x == at).sum() * bins >= len(x) >= bins:
            cuts += [(at, False), (at, True)]
        elif at < x.max() and before(x, at, True) > before(x, *max(cuts)):
            cuts.append((at, True))
    cuts = sorted({*cuts, (x.max(), True)})
    counts = lambda values: np.diff([0, *(before(values, *cut) for cut in cuts), len(values)]).tolist()
    return counts(x), counts(y)


def merged(p, q):
    """Levels expected below 5 in the smaller row become one, with further ones, rarest first, until it is large enough."""
    pooled = p + q
    share = min(p.sum(), q.sum()) / pooled.sum()
    order = np.lexsort((np.arange(len(pooled)), pooled))
    rare = int((pooled * share < 5).sum())
    while 0 < rare < len(pooled) and pooled[order[:rare]].sum() * share < 5:
        rare += 1
    if rare < 2:
        return p, q
    rest, kept = order[:rare], np.sort(order[rare:])
    return np.append(p[kept], p[rest].sum()), np.append(q[kept], q[rest].sum())


def index_of(p, q):
    if len(p) == 1:
        return 0.0
    p, q = np.maximum(p, 0.5) / p.sum(), np.maximum(q, 0.5) / q.sum()
    return float(special.rel_entr(p, q).sum() + special.rel_entr(q, p).sum())


def stability(reference, current):
    p, q = table(reference, current)
    unit = 1 / p.sum() + 1 / q.sum()
    common = merged(p, q)
    tail = 1.0 if len(common[0]) == 1 else stats.chi2.sf(index_of(*common) / unit, len(common[0]) - 1)
    return {'index': index_of(p, q), 'p': tail, 'nullMean': unit * (len(p) - 1)}


def stability_of(reference, current, bins):
    return stability(*quantile_bins(reference, current, bins))


def shares(reference, current):
    p, q = table(reference, current)
    p, q = p / p.sum(), q / q.sum()
    return {
        'jensenShannon': distance.jensenshannon(p, q),
        'hellinger': distance.euclidean(np.sqrt(p), np.sqrt(q)) / math.sqrt(2),
        'totalVariation': distance.cityblock(p, q) / 2,
    }


def cramer(reference, current):
    rows = table(reference, current)
    r, k = rows.shape
    plain = 0.0 if k == 1 else stats.contingency.association(rows.astype(int), method='cramer')
    n = rows.sum()
    phi = max(0.0, stats.chi2_contingency(rows, correction=False).statistic / n - (k - 1) * (r - 1) / (n - 1))
    scale = min(k - (k - 1) ** 2 / (n - 1), r - (r - 1) ** 2 / (n - 1)) - 1
    # The root of what should be 0 is 1e-9: less than 1e-7 is compared as 0.
    corrected = 0.0 if k == 1 or scale <= 0 else min(1.0, math.sqrt(phi / scale))
    return {'plain': plain, 'corrected': corrected if corrected > 1e-7 else 0.0}


def ncx2(x, degrees, noncentrality):
    return {'lower': stats.ncx2.cdf(x, degrees, noncentrality), 'upper': stats.ncx2.sf(x, degrees, noncentrality)}


def root(at, low, high):
    if at(low) * at(high) > 0:
        return low if abs(at(low)) < abs(at(high)) else high
    return optimize.brentq(at, low, high, xtol=1e-13, rtol=1e-13)


def cramer_interval(statistic, levels, total, level):
    side = (1 - level) / 2
    far = 3 * statistic + 3 * levels + 300
    low = root(lambda one: stats.ncx2.sf(statistic, levels - 1, one) - side, 0, far) if stats.chi2.sf(statistic, levels - 1) < side else 0.0
    high = root(lambda one: stats.ncx2.cdf(statistic, levels - 1, one) - side, 0, far) if stats.chi2.cdf(statistic, levels - 1) > side else 0.0
    return {'low': min(1.0, math.sqrt(low / total)), 'high': min(1.0, math.sqrt(high / total))}


def wilson(hits, of, z):
    """As the roots of (share − x)² = z² x (1 − x) / of."""
    share, w = hits / of, z * z / of
    ends = sorted(np.roots([1 + w, -(2 * share + w), share * share]).real)
    return max(0.0, ends[0]), min(1.0, ends[1])


def newcombe(a, n, c, m, level):
    z = stats.norm.isf((1 - level) / 2)
    (l1, u1), (l2, u2) = wilson(a, n, z), wilson(c, m, z)
    p, q = a / n, c / m
    return {'low': q - p - math.sqrt((q - l2) ** 2 + (u1 - p) ** 2), 'high': q - p + math.sqrt((u2 - q) ** 2 + (p - l1) ** 2)}


def holm(ps):
    order = np.argsort(ps, kind='stable')
    steps = np.array(ps)[order] * np.arange(len(ps), 0, -1)
    adjusted = np.empty(len(ps))
    adjusted[order] = np.minimum(1, np.maximum.accumulate(steps))
    return adjusted.tolist()


def adjust(ps):
    ps = np.array(ps, float)
    named = {f'bh{i}p': p for i, p in enumerate(stats.false_discovery_control(ps))}
    named.update({f'holm{i}p': p for i, p in enumerate(holm(ps))})
    named.update({f'bonferroni{i}p': min(1.0, p * len(ps)) for i, p in enumerate(ps)})
    return named


def shift_is_found(n, m, shift, alpha, power):
    """Draws samples that far apart and counts how often the test finds them different."""
    random, rounds = np.random.default_rng(7), 2_000
    both = np.hstack([random.normal(size=(rounds, n)), shift + random.normal(size=(rounds, m))])
    steps = np.where(both.argsort(axis=1) < n, 1 / n, -1 / m).cumsum(axis=1)
    found = np.mean(stats.kstwobign.sf(abs(steps).max(axis=1) * math.sqrt(n * m / (n + m))) < alpha)
    return {'isFound': float(abs(found - power) < 0.04)}


def detectable_v(levels, total, alpha, power):
    critical = stats.chi2.isf(alpha, levels - 1)
    return {'v': math.sqrt(root(lambda one: stats.ncx2.sf(critical, levels - 1, one) - power, 1e-9, 1e4) / total)}


def detectable_share(share, n, m, alpha, power):
    def short(rise):
        after = share + rise
        pooled = (n * share + m * after) / (n + m)
        line = stats.norm.isf(alpha / 2) * math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
        return stats.norm.sf((line - rise) / math.sqrt(share * (1 - share) / n + after * (1 - after) / m)) - power

    return {'rise': root(short, 1e-9, (1 - share) * (1 - 1e-12))}


def generator(seed, count):
    """xoshiro128** in Python's own integers."""
    full = 0xFFFFFFFF
    turn = lambda x, by: ((x << by) | (x >> (32 - by))) & full
    state = []
    for word in range(4):
        h = (0x811C9DC5 ^ ((word + 1) * 0x9E3779B9)) & full
        for digit in seed:
            h = ((h ^ ord(digit)) * 0x01000193) & full
        h = ((h ^ (h >> 16)) * 0x85EBCA6B) & full
        h = ((h ^ (h >> 13)) * 0xC2B2AE35) & full
        state.append(h ^ (h >> 16))
    drawn = {}
    for i in range(count):
        drawn[str(i)] = (turn((state[1] * 5) & full, 7) * 9) & full
        t = (state[1] << 9) & full
        state[2] ^= state[0]
        state[3] ^= state[1]
        state[1] ^= state[2]
        state[0] ^= state[3]
        state[2] ^= t
        state[3] = turn(state[3], 11)
    return drawn


def summary(x):
    named = {'mean': np.mean(x), 'variance': np.var(x)}
    named.update({str(q): np.quantile(x, q) for q in (0, 0.01, 0.1, 0.25, 1 / 3, 0.5, 0.75, 0.999, 1)})
    return named


def wasserstein(x, y):
    plain = stats.wasserstein_distance(x, y)
    quartiles = np.subtract(*np.quantile(x, [0.75, 0.25]))
    scaled = lambda by: 0.0 if plain == 0 else math.inf if by == 0 else plain / by
    return {'plain': plain, 'deviation': scaled(np.std(x)), 'quartiles': scaled(quartiles)}


ANSWERS = {
    'logGamma': lambda x: {'value': special.gammaln(x)},
    'lowerGammaLarge': lower_gamma_large,
    'gamma': lambda a, x: {'lowerTail': special.gammainc(a, x), 'upperTail': special.gammaincc(a, x)},
    'beta': lambda x, a, b: {'lowerTail': lower_beta(a, b, x), 'upperTail': upper_beta(a, b, x)},
    'normal': lambda x: {'erfcTail': special.erfc(x), 'normalTail': special.ndtr(-x)},
    'normalQuantile': lambda p: {'value': special.ndtri(p)},
    'kolmogorov': lambda x: {'p': special.kolmogorov(x)},
    'kolmogorovQuantile': lambda p: {'value': special.kolmogi(p)},
    'noncentral': ncx2,
    'logBinomial': lambda n, k: {'value': math.log(math.comb(n, k))},
    'ks': ks,
    'ksGrid': ks_grid,
    'chiSquare': lambda x, y: table_test(x, y, None),
    'g': lambda x, y: table_test(x, y, 'log-likelihood'),
    'fisher': lambda a, b, c, d: {'p': stats.fisher_exact([[a, b], [c, d]]).pvalue},
    'share': share_test,
    'wasserstein': wasserstein,
    'stability': stability,
    'stabilityOf': stability_of,
    'shares': shares,
    'cramer': cramer,
    'cramerInterval': cramer_interval,
    'newcombe': newcombe,
    'adjust': adjust,
    'kolmogorovWithin': lambda x, p: {'isWithin': float(abs(special.kolmogorov(x) - p) < 1e-6)},
    'shiftIsFound': shift_is_found,
    'detectableV': detectable_v,
    'detectableShare': detectable_share,
    'generator': generator,
    'isNormal': lambda x: {'isNormal': float(stats.kstest(x, 'norm').pvalue > 1e-5)},
    'summary': summary,
}


def answer(name, *arguments):
    try:
        return {key: repr(float(value)) for key, value in ANSWERS[name](*arguments).items()}
    except (ValueError, ZeroDivisionError) as error:
        return {'refused': str(error)}


json.dump([answer(*question) for question in json.load(sys.stdin)], sys.stdout)
