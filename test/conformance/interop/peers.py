"""Results of other tools in their own files, and what they themselves say of them."""
import json
import sys
import warnings

warnings.filterwarnings("ignore")
import numpy as np
import pandas as pd

folder, seed = sys.argv[1], int(sys.argv[2])
random = np.random.default_rng(seed)


def table(rows, shift):
    data = pd.DataFrame(
        {
            "age": random.normal(40 + shift, 10, rows),
            "plan": random.choice(["free", "pro", "team"], rows, p=[0.6, 0.3, 0.1] if shift else [0.3, 0.3, 0.4]),
            "n": random.integers(0, 4, rows),
            "a_b.c": random.normal(size=rows),
            "at": pd.date_range("2026-01-01", periods=rows, freq="h"),
        }
    )
    data.loc[: rows // 20, "age"] = None
    return data


def evidently(name, rows, **options):
    from evidently import Report
    from evidently.presets import DataDriftPreset

    plain = lambda shift: table(rows, shift).drop(columns="at")
    snapshot = Report([DataDriftPreset(**options)], include_tests=True).run(plain(4), plain(0))
    snapshot.save_json(f"{folder}/{name}.json")
    with open(f"{folder}/{name}-dump.json", "w") as file:
        json.dump(snapshot.dump_dict(), file, default=str)
    said = {}
    for test in snapshot.dict()["tests"]:
        column = test["metric_config"]["params"].get("column")
        said[column or ""] = getattr(test["status"], "value", test["status"]) == "FAIL"
    return said


def nannyml(name):
    import nannyml as nml

    calculator = nml.UnivariateDriftCalculator(
        column_names=["age", "plan", "n", "a_b.c"],
        timestamp_column_name="at",
        continuous_methods=["kolmogorov_smirnov", "jensen_shannon"],
        categorical_methods=["chi2", "jensen_shannon"],
        chunk_size=200,
    )
    calculator.fit(table(1000, 0))
    result = calculator.calculate(table(800, 4))
    result.to_df().to_csv(f"{folder}/{name}.csv")
    result.to_df().to_csv(f"{folder}/{name}-plain.csv", index=False)
    result.to_df(multilevel=False).to_csv(f"{folder}/{name}-flat.csv", index=False)
    frame = result.filter(period="analysis").to_df()
    return [
        {column: bool(frame[column].iloc[chunk].xs("alert", level=1).any()) for column in ["age", "plan", "n", "a_b.c"]}
        for chunk in range(len(frame))
    ]


print(
    json.dumps(
        {
            "small": evidently("small", 400),
            "large": evidently("large", 1500),
            "psi": evidently("psi", 500, num_method="psi", cat_method="jensenshannon"),
            "nannyml": nannyml("chunks"),
        }
    )
)
