/**
 * The program that runs a person's recipes and models in their own Python. It is written to the cache folder before it is
 * started, so that anyone can read what runs. stdin: for each job one line of JSON, then tables, each one line of JSON and the
 * bytes of its columns, an empty line after the last where there may be several; stdout: lines of JSON. What their code prints
 * goes to stderr.
 */
export const pythonProgram = String.raw`"""Runs recipes over folds, and models over tables, for mlops validate."""
import importlib
import json
import math
import os
import random
import sys
import threading
import time
import traceback

answers = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
os.dup2(2, 1)


def say(**message):
    answers.write(json.dumps(message, allow_nan=False) + "\n")
    answers.flush()


def end_with_parent():
    """Whoever asked is gone, so nobody waits for the answer."""
    parent = os.getppid()
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def explained(error):
    """The error and where in the person's own code it was raised."""
    frames = [one for one in traceback.extract_tb(error.__traceback__) if one.filename != __file__ and os.sep + "site-packages" + os.sep not in one.filename]
    where = " (%s, line %s)" % (frames[-1].filename, frames[-1].lineno) if frames else ""
    text = str(error).strip()
    return ("%s%s%s" % (type(error).__name__, ": " + text if text else "", where))[:1000]


# The person's modules are found from the folder that this is started in.
sys.path[0] = os.getcwd()
ask = {}
if os.name == "posix":
    threading.Thread(target=end_with_parent, daemon=True).start()

try:
    import numpy as np
except ImportError as error:
    say(fault={"code": "missingTool", "message": "numpy cannot be imported by %s: %s" % (sys.executable, error)})
    sys.exit(0)
try:
    import pandas as pd
except ImportError:
    pd = None


def read_exactly(size):
    data = sys.stdin.buffer.read(size)
    if len(data) != size:
        sys.exit(1)
    return data


def read_column(told, rows):
    """As reading the file with pandas would give it."""
    kind = told["kind"]
    if kind == "empty":
        return np.full(rows, np.nan)
    if kind in ("numeric", "datetime"):
        values = np.frombuffer(read_exactly(8 * rows), "<f8")
        if kind == "datetime":
            return values if pd is None else pd.to_datetime(pd.Series(values), unit="ms")
        whole = np.isfinite(values).all() and (np.abs(values) < 2**53).all() and (values == np.floor(values)).all()
        return values.astype("int64") if whole else values.copy()
    codes = np.frombuffer(read_exactly(4 * rows), "<i4")
    if kind == "boolean":
        return codes == 1 if (codes >= 0).all() else np.array([None if code < 0 else bool(code) for code in codes], dtype=object)
    levels = told["levels"]
    return [math.nan if code < 0 else levels[code] for code in codes]


def read_table():
    line = sys.stdin.buffer.readline()
    if not line.strip():
        return None, None
    told = json.loads(line)
    return told, {one["name"]: read_column(one, told["rows"]) for one in told["columns"]}


def frame_of(columns, names):
    if pd is not None:
        return pd.DataFrame({name: columns[name] for name in names})
    return np.column_stack([np.asarray(columns[name], dtype=None) for name in names])


def array_of(values):
    return np.array(values, dtype=object) if isinstance(values, list) else np.asarray(values)


def rows_of(table, rows):
    return table.iloc[rows] if hasattr(table, "iloc") else table[rows]


def named(text):
    module, name = text.split(":")
    found = importlib.import_module(module)
    for part in name.split("."):
        found = getattr(found, part)
    return found


def plain(value):
    """One label as JSON has it; None for a missing one."""
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if value is None or isinstance(value, (str, int, float, bool)) else str(value)


def labels_of(answer, rows):
    if hasattr(answer, "iloc") and getattr(answer, "ndim", 1) == 2:
        answer = answer.iloc[:, 0] if answer.shape[1] == 1 else answer
    values = np.asarray(answer)
    if values.ndim == 2 and values.shape[1] == 1:
        values = values[:, 0]
    if values.ndim != 1 or len(values) != rows:
        raise ValueError("predict answered %s for %d rows: it must answer one label per row" % (values.shape, rows))
    return [plain(one) for one in values.tolist()]


def predicted(model, table, rows):
    told = {"labels": labels_of(model.predict(table), rows), "classes": None, "scores": None, "width": 0, "probabilities": False}
    classes = getattr(model, "classes_", None)
    if ask["scores"] and classes is not None:
        told["classes"] = [plain(one) for one in np.asarray(classes).tolist()]
        name = next((one for one in ("predict_proba", "decision_function") if hasattr(model, one)), None)
        if name is not None:
            scores = np.asarray(getattr(model, name)(table), dtype=float)
            told["width"] = 1 if scores.ndim == 1 else scores.shape[1]
            if np.isfinite(scores).all():
                told["scores"] = scores.ravel().tolist()
                told["probabilities"] = name == "predict_proba"
    return told


def seeded(seed):
    """Before each fit, for estimators without a random_state of their own."""
    random.seed(seed)
    np.random.seed(seed)


def splitter_of(told):
    from sklearn import model_selection as ms
    k, seed, repeats = told["k"], told["seed"], told["repeats"]
    state = seed if told["shuffle"] else None
    if told["kind"] == "kfold":
        return ms.RepeatedKFold(n_splits=k, n_repeats=repeats, random_state=seed) if repeats > 1 else ms.KFold(k, shuffle=told["shuffle"], random_state=state)
    if told["kind"] == "stratified":
        return ms.RepeatedStratifiedKFold(n_splits=k, n_repeats=repeats, random_state=seed) if repeats > 1 else ms.StratifiedKFold(k, shuffle=told["shuffle"], random_state=state)
    if told["kind"] == "group":
        return ms.GroupKFold(k)
    return ms.TimeSeriesSplit(n_splits=k, gap=told["gap"])


def cross_validate():
    told, columns = read_table()
    try:
        import sklearn
        splitter = splitter_of(ask["splitter"])
    except ImportError as error:
        say(fault={"code": "missingTool", "message": "scikit-learn cannot be imported by %s: %s" % (sys.executable, error)})
        return
    say(versions={"python": sys.version.split()[0], "scikit-learn": sklearn.__version__, "numpy": np.__version__})
    table, target = frame_of(columns, ask["features"]), array_of(columns[ask["target"]])
    groups = None if ask["group"] is None else array_of(columns[ask["group"]])
    try:
        recipes = [named(one) for one in ask["recipes"]]
    except Exception as error:
        say(failed=explained(error))
        return
    try:
        folds = list(splitter.split(table, target, groups))
    except ValueError as error:
        say(failed="These rows cannot be split so: %s" % error)
        return
    for fold, (train, test) in enumerate(folds):
        say(fold=fold, of=len(folds), trainRows=len(train), test=test.tolist())
        for recipe, make in enumerate(recipes):
            try:
                seeded(ask["splitter"]["seed"])
                model = make()
                model.fit(rows_of(table, train), target[train])
                say(fold=fold, recipe=recipe, **predicted(model, rows_of(table, test), len(test)))
            except Exception as error:
                traceback.print_exc()
                say(fold=fold, recipe=recipe, failed=explained(error))
    say(done=True)


class Called:
    """A function of the person's own as a model."""

    def __init__(self, function):
        self.predict = function


def loaded(told):
    os.environ.update(told["env"])
    if told["kind"] == "function":
        found = named(told["at"])
        return found if hasattr(found, "predict") else Called(found)
    if told["kind"] == "file":
        if told["at"].endswith(".joblib"):
            import joblib
            return joblib.load(told["at"])
        import pickle
        with open(told["at"], "rb") as file:
            return pickle.load(file)
    errors = []
    for loader in told["loaders"]:
        try:
            return named(loader)(told["at"])
        except Exception as error:
            errors.append("%s: %s" % (loader, explained(error)))
    raise RuntimeError("; ".join(errors))


def predict():
    environment, models = dict(os.environ), []
    for told in ask["models"]:
        try:
            models.append((loaded(told), None))
        except Exception as error:
            traceback.print_exc()
            models.append((None, "cannot be loaded: " + explained(error)))
        say(loaded=len(models), of=len(ask["models"]))
    while True:
        told, columns = read_table()
        if told is None:
            break
        table = frame_of(columns, [one["name"] for one in told["columns"]])
        for at, (model, failed) in enumerate(models):
            try:
                if failed is not None:
                    say(model=at, failed=failed)
                    continue
                seeded(ask["seed"])
                say(model=at, **predicted(model, table, told["rows"]))
            except Exception as error:
                traceback.print_exc()
                say(model=at, failed=explained(error))
    os.environ.clear()
    os.environ.update(environment)
    say(done=True)


jobs = {"crossValidate": cross_validate, "predict": predict}
while True:
    line = sys.stdin.buffer.readline()
    if not line.strip():
        break
    ask = json.loads(line)
    jobs[ask["job"]]()
`;
