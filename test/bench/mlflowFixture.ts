import { execFile } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { tools } from '../support/tools.ts';

/** The tables come from the real MLflow; only the mass of rows is written straight, because its API needs minutes. */
const program = String.raw`
import random, sqlite3, sys
path, runs = sys.argv[1], int(sys.argv[2])
from mlflow.tracking import MlflowClient
client = MlflowClient("sqlite:///" + path)
experiment = int(client.create_experiment("bench"))
db = sqlite3.connect(path)
rng = random.Random(7)
steps = 10
start = 1_700_000_000_000
for first in range(0, runs, 500):
    rows, latest, history, params, tags = [], [], [], [], []
    for index in range(first, min(first + 500, runs)):
        run = "%032x" % rng.getrandbits(128)
        began = start + index * 60_000
        rows.append((run, "run-%d" % index, "LOCAL", "train.py", "", "bench", "FINISHED", began, began + 50_000, "",
                     "active", "mlflow-artifacts:/%d/%s/artifacts" % (experiment, run), experiment))
        for key in range(20):
            for step in range(steps):
                value = rng.random()
                history.append(("metric_%d" % key, value, began + step * 1000, run, step, 0))
            latest.append(("metric_%d" % key, value, began + (steps - 1) * 1000, steps - 1, 0, run))
            params.append(("param_%d" % key, "%.6f" % rng.random(), run))
        tags.extend((("mlflow.runName", "run-%d" % index, run), ("mlflow.user", "bench", run),
                     ("mlflow.source.name", "train.py", run), ("mlflow.source.type", "LOCAL", run),
                     ("mlflow.source.git.commit", "%040x" % rng.getrandbits(160), run)))
    db.executemany("insert into runs (run_uuid,name,source_type,source_name,entry_point_name,user_id,status,start_time,"
                   "end_time,source_version,lifecycle_stage,artifact_uri,experiment_id) values (?,?,?,?,?,?,?,?,?,?,?,?,?)", rows)
    db.executemany("insert into metrics (key,value,timestamp,run_uuid,step,is_nan) values (?,?,?,?,?,?)", history)
    db.executemany("insert into latest_metrics (key,value,timestamp,step,is_nan,run_uuid) values (?,?,?,?,?,?)", latest)
    db.executemany("insert into params (key,value,run_uuid) values (?,?,?)", params)
    db.executemany("insert into tags (key,value,run_uuid) values (?,?,?)", tags)
    db.commit()
print(experiment)
`;

/**
 * A real MLflow SQLite store with `runs` runs of 20 metrics (10 steps each), 20 params and 5 tags. About 15 s plus 8 s
 * for 5,000 runs; a store that is already there is kept. Answers the experiment's native id.
 */
export async function makeMlflowBenchStore(storePath: string, runs: number): Promise<string> {
  if (existsSync(storePath)) return '1';
  mkdirSync(path.dirname(storePath), { recursive: true });
  const { stdout } = await promisify(execFile)(tools.python, ['-c', program, storePath, String(runs)], {
    env: { ...process.env, MLFLOW_DISABLE_TELEMETRY: 'true', DO_NOT_TRACK: '1' },
    maxBuffer: 16 * 1024 * 1024,
  });
  return stdout.trim().split('\n').at(-1) ?? '1';
}
