"""Logs tables in the ways MLflow has, to the tracking URI given, and says the run's id."""
import os
import sys

import mlflow
import pandas as pd

mlflow.set_tracking_uri(sys.argv[1])
frame = pd.DataFrame({'x': [1, 2, 3], 'label': ['a', 'b', None]})
frame.to_csv('train.csv', index=False)
frame.to_parquet('train.parquet')
with mlflow.start_run() as run:
    mlflow.log_artifact('train.csv', 'data/set')
    mlflow.log_artifact('train.parquet')
    mlflow.log_table(frame, 'logged.json')
    mlflow.log_input(mlflow.data.from_pandas(frame, source=os.path.abspath('train.csv'), name='taken'), context='training')
    mlflow.log_input(mlflow.data.from_pandas(frame, name='nowhere'))
print(f'RUN:{run.info.run_id}')
