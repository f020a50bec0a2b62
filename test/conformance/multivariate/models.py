"""Answers [name, arguments…] read as JSON from stdin by numpy and scikit-learn."""
import json
import sys

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import RidgeClassifier
from sklearn.metrics import roc_auc_score


def eigen(matrix):
    values, vectors = np.linalg.eigh(np.array(matrix))
    return {'values': values[::-1].tolist(), 'vectors': vectors.T[::-1].tolist()}


def cholesky(matrix, right):
    a = np.array(matrix)
    return {'factor': np.linalg.cholesky(a).ravel().tolist(), 'solution': np.linalg.solve(a, np.array(right)).tolist()}


def areas(features, raw, side, fold, penalty, with_trees):
    """The same ridge classifier on the same folds; and boosted trees, another kind of model, on the columns themselves."""
    x, y, fold, raw = np.array(features), np.array(side), np.array(fold), np.array(raw, float)
    ridge, trees = [], []
    for one in sorted(set(fold)):
        out = fold == one
        model = RidgeClassifier(alpha=penalty * (~out).sum()).fit(x[~out], y[~out])
        ridge.append(roc_auc_score(y[out], model.decision_function(x[out])))
        if not with_trees:
            continue
        boosted = HistGradientBoostingClassifier(max_iter=50, max_depth=3, learning_rate=0.1, max_leaf_nodes=None, early_stopping=False)
        trees.append(roc_auc_score(y[out], boosted.fit(raw[~out], y[~out]).predict_proba(raw[out])[:, 1]))
    return {'ridge': float(np.mean(ridge)), 'trees': float(np.mean(trees)) if trees else None}


json.dump([globals()[name](*arguments) for name, *arguments in json.load(sys.stdin)], sys.stdout)
