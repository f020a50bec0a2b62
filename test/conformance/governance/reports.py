"""A gate's SARIF and JUnit, read by other parties' code: the schema of SARIF, and junitparser. JSON in, JSON out."""

import json
import sys

import jsonschema
from junitparser import JUnitXml

asked = json.load(sys.stdin)
with open(asked["schema"], encoding="utf-8") as file:
    validator = jsonschema.Draft7Validator(json.load(file), format_checker=jsonschema.FormatChecker())

answers = []
for report in asked["reports"]:
    suites = JUnitXml.fromstring(report["junit"].encode())
    answers.append(
        {
            "sarif": [f"{list(error.absolute_path)}: {error.message}" for error in validator.iter_errors(json.loads(report["sarif"]))],
            "sums": [suites.tests, suites.failures, suites.errors, suites.skipped],
            "cases": [{"suite": suite.name, "name": case.name, "results": [type(result).__name__ for result in case.result]} for suite in suites for case in suite],
        }
    )
# A check that finds nothing wrong with anything would prove nothing.
answers.append({"control": [error.message for error in validator.iter_errors({"version": "2.1.0", "runs": [{"tool": {}}]})]})
print(json.dumps(answers))
