"""The same folds, metrics and intervals by scikit-learn, scipy and numpy alone. One line of JSON in, one out."""
import json
import os
import sys

import numpy as np
import pandas as pd
from scipy import stats
from sklearn import model_selection as ms
from sklearn.metrics import roc_auc_score

# A recipe prints, and what it prints is no answer.
answers_out = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
ask = json.load(sys.stdin)
sys.path.insert(0, ask["folder"])
import recipes  # noqa: E402


def splitter(told):
    k, seed = told["k"], told.get("seed", 0)
    return {
        "kfold": lambda: ms.KFold(k, shuffle=True, random_state=seed) if "repeats" not in told else ms.RepeatedKFold(n_splits=k, n_repeats=told["repeats"], random_state=seed),
        "stratified": lambda: ms.StratifiedKFold(k, shuffle=True, random_state=seed) if "repeats" not in told else ms.RepeatedStratifiedKFold(n_splits=k, n_repeats=told["repeats"], random_state=seed),
        "group": lambda: ms.GroupKFold(k),
        "time-series": lambda: ms.TimeSeriesSplit(k, gap=told.get("gap", 0)),
    }[told["kind"]]()


def folds(case):
    frame = pd.read_csv(ask["data"]).dropna(subset=[case["target"]])
    if "time" in case["splitter"]:
        frame = frame.sort_values(case["splitter"]["time"], kind="stable")
    others = {"y", "cost", "team", "at"} if "features" not in case else set(frame.columns) - set(case["features"])
    table, target = frame.drop(columns=[c for c in frame.columns if c in others]), frame[case["target"]]
    groups = frame["team"] if case["splitter"]["kind"] == "group" else None
    np.random.seed(case["splitter"].get("seed", 0))
    scores = ms.cross_validate(getattr(recipes, case["recipe"])(), table, target, groups=groups, cv=splitter(case["splitter"]), scoring=case["scoring"], return_indices=True)
    sizes = [(len(train), len(test)) for train, test in zip(scores["indices"]["train"], scores["indices"]["test"])]
    told = {"train": [n for n, _ in sizes], "test": [n for _, n in sizes]}
    for name in case["scoring"]:
        values = scores["test_" + name] * (-1 if name.startswith("neg_") else 1)
        ratio = np.mean([test / train for train, test in sizes])
        error = np.sqrt((1 / len(values) + ratio) * np.var(values, ddof=1))
        low, high = stats.t.interval(0.95, len(values) - 1, loc=np.mean(values), scale=error) if error > 0 else (None, None)
        told[name] = {"values": values.tolist(), "mean": np.mean(values), "low": low, "high": high}
    return told


def de_long(truth, first, second):
    """Every pair of a positive and a negative row, without ranks."""
    truth, scores = np.array(truth), [np.array(first), np.array(second)]
    wins = [np.where(a > b, 1.0, np.where(a == b, 0.5, 0.0)) for s in scores for a, b in [(s[truth == 1][:, None], s[truth == 0][None, :])]]
    m, n = wins[0].shape
    by_positive, by_negative = [w.mean(axis=1) for w in wins], [w.mean(axis=0) for w in wins]
    cov = np.cov(np.array(by_positive)) / m + np.cov(np.array(by_negative)) / n
    variance = cov[0, 0] + cov[1, 1] - 2 * cov[0, 1]
    areas = [roc_auc_score(truth, s) for s in scores]
    difference = areas[0] - areas[1]
    p = 2 * stats.norm.sf(abs(difference) / np.sqrt(variance)) if variance > 1e-20 else None
    return {"candidate": areas[0], "champion": areas[1], "variance": max(0.0, variance), "p": p}


def student(t, degrees):
    return {"tail": stats.t.sf(t, degrees), "quantile": stats.t.isf(min(0.5, abs(t) / 100 + 1e-6), degrees)}


def corrected(candidate, champion, train, test):
    d = np.array(candidate) - np.array(champion)
    error = np.sqrt((1 / len(d) + np.mean(np.array(test) / np.array(train))) * d.var(ddof=1))
    p = 2 * stats.t.sf(abs(d.mean()) / error, len(d) - 1) if error > 0 else None
    return {"difference": d.mean(), "p": p}


answers = {"folds": folds, "deLong": de_long, "student": student, "corrected": corrected}
json.dump([answers[name](*rest) for name, *rest in ask["questions"]], answers_out)
answers_out.close()
