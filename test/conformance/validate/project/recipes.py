"""Recipes and models of a small project, as a person would write them."""
import os
import subprocess
import sys
import time

from sklearn.compose import make_column_transformer
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler


def logistic():
    print("what a recipe prints is no answer")
    encoded = make_column_transformer((OneHotEncoder(handle_unknown="ignore"), ["city"]), remainder=StandardScaler())
    return make_pipeline(encoded, LogisticRegression())


def forest():
    encoded = make_column_transformer((OneHotEncoder(handle_unknown="ignore"), ["city"]), remainder="passthrough")
    return make_pipeline(encoded, RandomForestClassifier(n_estimators=10))


def linear():
    encoded = make_column_transformer((OneHotEncoder(handle_unknown="ignore"), ["city"]), remainder="passthrough")
    return make_pipeline(encoded, LinearRegression())


def dummy():
    return DummyClassifier()


def broken():
    raise RuntimeError("no such recipe")


def sleeping():
    """Starts a child of its own, says so, and waits."""
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    with open(os.environ["SLEEPING_PIDS"], "w") as file:
        file.write("%d %d" % (os.getpid(), child.pid))
    time.sleep(600)


def rule(rows):
    return [int(a + b > 0) for a, b in zip(rows["a"], rows["b"])]


def inverted(rows):
    return [1 - one for one in rule(rows)]
