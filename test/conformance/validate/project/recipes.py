"""Recipes and models of a small project, as a person would write them."""
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
