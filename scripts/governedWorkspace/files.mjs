// What the governed sample repository holds: a pipeline of seconds, a policy with a rule of most kinds, workflows that gate.

const train = (rate) => `import csv, json, pathlib, random
import yaml

params = yaml.safe_load(pathlib.Path("params.yaml").read_text())
rows = list(csv.DictReader(open("customers.csv")))
random.seed(7)
pathlib.Path("model.bin").write_text(json.dumps({"rate": params["learning_rate"], "depth": params["depth"], "rows": len(rows)}))
metrics = {"auc": ${rate}, "logloss": round(0.61 - ${rate} / 3, 6), "samples": 6000}
pathlib.Path("metrics.json").write_text(json.dumps({"test": metrics}))
`;

const dvcYaml = `stages:
  train:
    cmd: python train.py
    deps: [train.py, customers.csv]
    params: [learning_rate, depth]
    outs: [model.bin]
    metrics:
      - metrics.json: { cache: false }
artifacts:
  churn: { path: model.bin, type: model }
  uplift: { path: model.bin, type: model }
`;

const workflow = `name: release
on:
  push:
    tags: ["churn@*"]
jobs:
  staging:
    runs-on: ubuntu-latest
    environment: staging
    steps:
      - run: mlops gate churn:v0.0.2 --env staging
      - run: mlops promote churn:v0.0.2 --env staging --yes
  production:
    needs: staging
    runs-on: ubuntu-latest
    environment: production
    steps:
      - run: mlops gate churn:v0.0.2 --env production
      - run: mlops promote churn:v0.0.2 --env production --yes
`;

const service = `apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: churn
  namespace: production
spec:
  predictor:
    canaryTrafficPercent: 10
    model:
      modelFormat: { name: sklearn }
      storageUri: models:/churn@production
`;

/** @param {1 | 2} version */
export function trainedFiles(version) {
  const rows = version === 1 ? 400 : 640;
  return {
    'params.yaml': version === 1 ? 'learning_rate: 0.1\ndepth: 6\n' : 'learning_rate: 0.05\ndepth: 6\n',
    'train.py': train(version === 1 ? 0.873148 : 0.891262),
    'customers.csv': ['age,region,spent', ...Array.from({ length: rows }, (_, at) => `${18 + (at * 7) % 60},${at % 3 ? 'north' : 'south'},${(at * 13) % 97}`)].join('\n'),
    'requirements.txt': 'numpy==1.26.4\nscikit-learn==1.5.2\n',
    'dvc.yaml': dvcYaml,
    '.github/workflows/release.yml': workflow,
    'deploy/churn.yaml': service,
    ...(version === 1 ? {} : { 'features.py': '"""Features of a customer."""\n\nWINDOW_DAYS = 90\n' }),
  };
}

export const policy = (genesis) => `version: 1
genesis: ${genesis}
anchor: optional
models:
  churn: { environments: [staging, production] }
  uplift: { environments: [staging] }
rules:
  - id: beats-champion
    env: production
    champion: { metric: auc, direction: higher, min_gain: 0.005, on: test, min_samples: 5000 }
    first_release: { metric: auc, min: 0.80 }
  - id: good-enough
    env: staging
    metric: { path: metrics.test.auc, min: 0.8 }
  - id: one-person
    env: staging
    approvals: { require: [{ role: ml-lead }], not: [author, trainer, requester] }
  - id: two-people
    env: production
    approvals: { require: [{ role: ml-lead }, { role: risk }], not: [author, trainer, requester] }
  - id: fair-across-groups
    env: production
    slice_gap: { metric: recall, by: [age_band, region], max: 0.05, min_samples: 200 }
  - id: calm-inputs
    env: production
    drift: { max_share_drifted: 0.5, max_age: 7d }
  - id: card-complete
    env: production
    card: { required: [intended_use, limitations], min_words: { limitations: 8 } }
  - id: pinned-inputs
    pinned: { data: dvc, code: clean-commit, params: true, environment: lockfile }
waivers: { max_days: 30, approved_by: risk, not_waivable: [one-person, two-people, pinned-inputs] }
`;

/** Predictions on people of two columns: in the south fewer of those who left are found. */
export function predictions() {
  const lines = ['label,predicted,age_band,region'];
  for (let at = 0; at < 3_000; at += 1) {
    const [region, age] = [at % 3 ? 'north' : 'south', ['18–29', '30–49', '50+'][Math.floor(at / 3) % 3]];
    const left = at % 2 === 0;
    const found = (at * 37) % 100 < (region === 'south' ? 74 : 81) + (age === '50+' ? 2 : 0);
    lines.push(`${left ? 1 : 0},${left === found ? 1 : 0},${age},${region}`);
  }
  return lines.join('\n');
}

/** Rows whose last is of `endMs`, a row every ten seconds before it. */
export function measured(endMs, shift = 0) {
  const lines = ['ts,spent,age'];
  let state = 20_251;
  const next = () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
  for (let at = 0; at < 4_000; at += 1) lines.push(`${new Date(endMs - at * 10_000).toISOString()},${Math.round(next() * 1000)},${Math.round(18 + next() * 60 + shift)}`);
  return lines.join('\n');
}
