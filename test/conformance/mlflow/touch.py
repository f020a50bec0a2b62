"""Makes a store with one run that nobody launched. argv: tracking URI."""
import sys

from mlflow.tracking import MlflowClient

MlflowClient(sys.argv[1], sys.argv[1]).create_run("0", run_name="foreign")
