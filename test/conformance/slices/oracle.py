"""Slices by definition, with numpy: reads [{'kind', 'columns', 'split', 'outcome', 'least', 'permutations', 'seed'}…] from stdin."""
import itertools
import json
import sys

import numpy as np


def slices_of(columns):
    found = {}
    for name, values in columns.items():
        for level in sorted(set(values)):
            found[f'{name}={level}'] = np.array(values) == level
    for (left, first), (right, second) in itertools.combinations(columns.items(), 2):
        for one, other in itertools.product(sorted(set(first)), sorted(set(second))):
            inside = (np.array(first) == one) & (np.array(second) == other)
            if inside.any():
                found[f'{left}={one} {right}={other}'] = inside
    return found


def residuals(outcome, split, columns):
    sides = [slice(0, split), slice(split, None)]
    centred = outcome.copy()
    for side in sides:
        centred[side] -= centred[side].mean()
    design = [np.arange(len(outcome)) < split, np.arange(len(outcome)) >= split]
    fitted = 2
    for values in columns.values():
        levels = sorted(set(values))
        fitted += len(levels) - 1
        design += [np.array(values) == level for level in levels]
    design = np.array(design, float).T
    left = centred
    for _ in range(3):
        weight = np.concatenate([np.full(len(left[side]), 1 / np.sqrt((left[side] ** 2).mean())) for side in sides])
        solution = np.linalg.lstsq(design * weight[:, None], centred * weight, rcond=None)[0]
        left = centred - design @ solution
    for side in sides:
        left[side] /= np.sqrt((left[side] ** 2).mean())
    return left, fitted


def strata_of(side, columns):
    design = [np.ones(len(side))] + [np.array(values) == level for values in columns.values() for level in sorted(set(values))]
    design = np.array(design, float).T
    chance = np.round(design @ np.linalg.lstsq(design, side, rcond=None)[0], 4)
    return np.floor(8 * np.searchsorted(np.sort(chance), chance, 'left') / len(side))


def change(members, left, current, least):
    """members: slices × rows; current: rows × draws of 0/1."""
    counts = members.sum(1)[:, None]
    inside = members @ current
    sums = members @ (current * left[:, None])
    total, drawn, drawn_sum = len(left), current.sum(0), left @ current
    here = (members @ left)[:, None]
    k, n = inside, counts
    outside, others = drawn - k, total - drawn - (n - k)
    variance = np.array([left[row == 1].var(ddof=1) for row in members])[:, None]
    rest = np.array([left[row == 0].var(ddof=1) for row in members])[:, None]
    with np.errstate(all='ignore'):
        moved = sums / k - (here - sums) / (n - k)
        elsewhere = (drawn_sum - sums) / outside - (left.sum() - drawn_sum - (here - sums)) / others
        z = (moved - elsewhere) / np.sqrt(variance * (1 / k + 1 / (n - k)) + rest * (1 / outside + 1 / others))
    z[(k < least) | (n - k < least) | (outside < least) | (others < least)] = np.nan
    return z


def answer(case):
    random = np.random.default_rng(case['seed'])
    slices = slices_of(case['columns'])
    members = np.array(list(slices.values()), float)
    rows, least, draws = members.shape[1], case['least'], case['permutations']
    counts = members.sum(1)[:, None]
    if case['kind'] == 'worst':
        y = np.array(case['outcome'])
        drawn = np.array([random.permutation(y) for _ in range(draws)]).T

        def score(values):
            inside = members @ values
            mean, other = inside / counts, (values.sum(0) - inside) / (rows - counts)
            z = (mean - other) / np.sqrt(y.var() * (1 / counts + 1 / (rows - counts)))
            z[((counts < least) | (rows - counts < least))[:, 0]] = np.nan
            return z
        observed, null = score(y[:, None])[:, 0], score(drawn)
    else:
        side = (np.arange(rows) >= case['split']).astype(float)
        drawn = np.array([random.permutation(side) for _ in range(draws)]).T
        if case['kind'] == 'share':
            def score(current):
                p = counts / rows
                k, here = current.sum(0), members @ current
                z = (here / k - (counts - here) / (rows - k)) / np.sqrt(p * (1 - p) * (1 / k + 1 / (rows - k)))
                smaller = min(case['split'], rows - case['split']) / rows
                z[((counts * smaller < least) | ((rows - counts) * smaller < least))[:, 0]] = np.nan
                return z
            observed, null = score(side[:, None])[:, 0], score(drawn)
        else:
            strata = strata_of(side, case['columns'])
            for stratum in set(strata):
                rows_of = np.flatnonzero(strata == stratum)
                drawn[rows_of] = np.array([random.permutation(side[rows_of]) for _ in range(draws)]).T
            left, fitted = residuals(np.array(case['outcome'], float), case['split'], case['columns'])
            observed = change(members, left, side[:, None], least)[:, 0] * np.sqrt(1 - fitted / rows)
            null = change(members, left, drawn, least)
    maxima = np.nanmax(np.abs(null), axis=0)
    return {
        name: {'z': float(z), 'p': float((1 + (maxima >= abs(z) * (1 - 1e-10)).sum()) / (1 + draws))}
        for name, z in zip(slices, observed) if not np.isnan(z)
    }


json.dump([answer(case) for case in json.load(sys.stdin)], sys.stdout)
