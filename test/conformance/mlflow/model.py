"""Makes a store with one finished run that has a model folder and a logged model. argv: tracking URI."""
import os
import sys
import tempfile

from mlflow.entities import LoggedModelOutput
from mlflow.tracking import MlflowClient

client = MlflowClient(sys.argv[1], sys.argv[1])
run = client.create_run("0", run_name="trained", tags={"stage": "old"})
client.log_text(run.info.run_id, "weights " * 100, "model/sub/weights.txt")
client.log_text(run.info.run_id, "name: net", "model/MLmodel")
client.log_text(run.info.run_id, "note", "notes.txt")
model = client.create_logged_model("0", name="net", source_run_id=run.info.run_id)
client.finalize_logged_model(model.model_id, "READY")
client.log_outputs(run.info.run_id, [LoggedModelOutput(model.model_id, 0)])
client.set_terminated(run.info.run_id)
