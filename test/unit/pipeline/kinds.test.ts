import { describe, expect, it } from 'vitest';
import type { TextRange } from '../../../src/core/model/pipeline.ts';
import { parseYamlSyntax } from '../../../src/io/yamlSyntax.ts';
import { recogniseText } from './corpus.ts';

/** What stands at a range. */
function at(text: string, { start, end }: TextRange): string {
  const lines = text.split('\n');
  const first = lines[start.line] ?? '';
  return start.line === end.line ? first.slice(start.character, end.character) : first.slice(start.character);
}

function only(path: string, text: string) {
  const found = recogniseText(path, text);
  expect(found.map(({ kind }) => kind)).toHaveLength(1);
  const [one] = found;
  if (!one) throw new Error('nothing was found');
  // Every name stands where its range says.
  for (const stage of one.stages) expect([stage.name, at(text, stage.range)]).toEqual([stage.name, expect.stringContaining(stage.name) as string]);
  return { ...one, names: one.stages.map(({ name }) => name), at: (range: TextRange) => at(text, range) };
}

describe('jobs of continuous integration', () => {
  it('GitHub: jobs, environments, the model of a job and its gates', () => {
    const text = `name: release
on: push
jobs:
  train:
    steps:
      - run: dvc repro
  deploy:
    environment: { name: production, url: "https://example.org" }
    steps:
      - name: gate
        run: |
          # mlops gate old:1 --env production
          poetry run mlops gate churn:7 --env production --policy-ref origin/main
          mlops gate "$MODEL" --env=staging
      - run: curl -d 'models:/churn/7' https://example.org
`;
    const found = only('/w/.github/workflows/release.yml', text);
    expect(found.kind).toBe('github-actions');
    expect(found.names).toEqual(['train', 'deploy']);
    expect(found.deploys).toMatchObject([{ env: 'production', model: 'churn', version: '7', alias: null, reference: 'models:/churn/7', stage: 'deploy' }]);
    expect(found.deploys.map(({ range }) => found.at(range))).toEqual(['production']);
    expect(found.gates).toMatchObject([
      { model: 'churn', version: '7', env: 'production', stage: 'deploy' },
      { model: null, env: 'staging', stage: 'deploy' },
    ]);
    expect(found.gates.map(({ range }) => [range.start.line, found.at(range)])).toEqual([[12, 'mlops gate'], [13, 'mlops gate']]);
  });

  it('GitLab: jobs without templates, environments, and what waits for a person', () => {
    const text = `spec: {inputs: {env: {default: staging}}}
---
stages: [train, deploy]
.base: {script: [echo]}
train:
  script:
    - mlflow run .
release:
  extends: .base
  script: [[mlops gate churn@challenger --env production], deploy]
  environment: {name: production}
  rules:
    - if: $CI
      when: manual
`;
    const found = only('/w/.gitlab-ci.yml', text);
    expect(found.names).toEqual(['train', 'release']);
    expect(found.deploys).toMatchObject([{ env: 'production', model: 'churn', alias: 'challenger', version: null }]);
    expect(found.gates).toMatchObject([{ model: 'churn', alias: 'challenger', env: 'production', stage: 'release' }]);
    expect(found.facts.map(({ fact, range }) => [fact, found.at(range)])).toEqual([['by-hand', 'manual']]);
  });

  it('Azure: stages, or jobs; the environment of a deployment without its resource', () => {
    const text = `pool: { vmImage: ubuntu-latest }
stages:
  - stage: Build
    jobs: [{ job: one, steps: [{ script: dvc pull }] }]
  - \${{ if eq(variables.go, 'yes') }}:
    - stage: Deploy
      jobs:
        - deployment: live
          environment: production.cluster
          strategy: { runOnce: { deploy: { steps: [{ script: mlops gate churn:3 --env production }] } } }
`;
    const found = only('/w/ci/release.yml', text);
    expect(found.kind).toBe('azure-pipelines');
    expect(found.names).toEqual(['Build', 'Deploy']);
    expect(found.deploys).toMatchObject([{ env: 'production', model: 'churn', version: '3', stage: 'live' }]);
    expect(found.gates).toMatchObject([{ model: 'churn', env: 'production', stage: 'live' }]);
    expect(only('/w/azure-pipelines-one.yml', 'steps:\n- script: echo\n  displayName: Say it\n').names).toEqual(['Say it']);
  });
});

describe('objects of Kubernetes', () => {
  it('several kinds in one text are told one by one', () => {
    const text = `apiVersion: v1
kind: Secret
metadata: {name: s}
---
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: churn, namespace: production}
spec:
  predictor:
    canaryTrafficPercent: 10
    model: {modelFormat: {name: sklearn}, storageUri: "models:/churn@champion", resources: {limits: {nvidia.com/gpu: 2}}}
---
apiVersion: ray.io/v1
kind: RayJob
metadata: {name: tune}
`;
    const found = recogniseText('/w/all.yaml', text);
    expect(found.map(({ kind, stages }) => [kind, stages.map(({ name }) => name)])).toEqual([['kserve-inferenceservice', ['churn']], ['ray-rayjob', ['tune']]]);
    expect(found[0]?.deploys).toMatchObject([{ env: 'production', model: 'churn', alias: 'champion', reference: 'models:/churn@champion', stage: 'churn' }]);
    expect(found[0]?.facts).toMatchObject([{ fact: 'canary', percent: 10 }, { fact: 'gpus', count: 2 }]);
  });

  it('counts GPUs of every copy, a limit and its request once', () => {
    const gpus = (path: string, text: string) => only(path, text).facts.filter(({ fact }) => fact === 'gpus');
    const container = '{resources: {limits: {nvidia.com/gpu: 2}, requests: {nvidia.com/gpu: 2}}}';
    const pod = `{template: {spec: {containers: [${container}]}}, replicas: 3}`;
    expect(gpus('/w/a.yaml', `apiVersion: kubeflow.org/v1\nkind: PyTorchJob\nmetadata: {name: a}\nspec: {pytorchReplicaSpecs: {Master: {template: {spec: {containers: [${container}]}}}, Worker: ${pod}}}`)).toMatchObject([{ count: 8 }]);
    expect(gpus('/w/b.yaml', 'apiVersion: trainer.kubeflow.org/v1alpha1\nkind: TrainJob\nmetadata: {name: b}\nspec: {trainer: {numNodes: 4, resourcesPerNode: {limits: {nvidia.com/gpu: 1}}}}')).toMatchObject([{ count: 4 }]);
    expect(gpus('/w/c.yaml', 'name: c\nresources: {accelerators: {H100: 8}}\nnum_nodes: 2\nrun: x')).toMatchObject([{ count: 16 }]);
    expect(gpus('/w/d.yaml', 'name: d\nresources: {accelerators: [A100:1, V100:1]}\nrun: x')).toEqual([]);
  });

  it('Argo: tasks of the entry template, and where a person has to go on', () => {
    const text = `apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: flow-}
spec:
  entrypoint: main
  templates:
    - name: main
      dag: {tasks: [{name: train, template: t}, {name: ask, template: wait}]}
    - name: t
      container: {args: ["{{inputs.parameters.a}}"]}
    - name: wait
      suspend: {}
`;
    const found = only('/w/flow.yaml', text);
    expect([found.kind, found.names, found.facts.map(({ fact }) => fact)]).toEqual(['argo-workflow', ['train', 'ask'], ['by-hand']]);
    const compiled = text.replace('{generateName: flow-}', '{generateName: flow-, annotations: {pipelines.kubeflow.org/kfp_sdk_version: 1.8.9}}');
    const older = only('/w/flow.yaml', compiled);
    expect([older.kind, older.names, older.facts.map(({ fact }) => fact)]).toEqual(['kfp-v1', ['train', 'ask'], ['superseded']]);
  });
});

describe('pipelines of the clouds', () => {
  it('KFP 2 and Vertex: tasks of the root graph', () => {
    const spec = { pipelineInfo: { name: 'p' }, root: { dag: { tasks: { load: {}, fit: {} } } }, schemaVersion: '2.1.0', sdkVersion: 'kfp-2.9.0' };
    expect(only('/w/p.yaml', `${JSON.stringify(spec, null, 1)}\n---\nplatforms: {kubernetes: {}}\n`)).toMatchObject({ kind: 'kfp-v2', names: ['load', 'fit'] });
    expect(only('/w/job.json', JSON.stringify({ pipelineSpec: spec, runtimeConfig: { gcsOutputDirectory: 'gs://b' } }, null, 1))).toMatchObject({ kind: 'vertex-job', names: ['load', 'fit'] });
    expect(only('/w/job.json', JSON.stringify({ displayName: 'tune', templateUri: 'https://us-kfp.pkg.dev/p/r/t/v1', runtimeConfig: {} }, null, 1))).toMatchObject({ kind: 'vertex-job', names: ['tune'] });
    expect(only('/w/native.yaml', `apiVersion: pipelines.kubeflow.org/v2beta1\nkind: PipelineVersion\nmetadata: {name: v}\nspec:\n  pipelineSpec: ${JSON.stringify(spec)}\n`)).toMatchObject({ kind: 'kfp-v2' });
  });

  it('SageMaker: steps, those of a condition too, and what is registered', () => {
    const text = JSON.stringify({ Version: '2020-12-01', Steps: [
      { Name: 'Fit', Type: 'Training' },
      { Name: 'Good', Type: 'Condition', Arguments: { IfSteps: [{ Name: 'Keep', Type: 'RegisterModel', Arguments: { ModelPackageGroupName: 'churn' } }], ElseSteps: [{ Name: 'Stop', Type: 'Fail' }] } },
    ] }, null, 1);
    const found = only('/w/definition.json', text);
    expect(found.names).toEqual(['Fit', 'Good', 'Keep', 'Stop']);
    expect(found.deploys).toMatchObject([{ env: null, model: 'churn', stage: 'Keep' }]);
  });

  it('Azure ML: the schema names the kind; a deployment names model and endpoint', () => {
    const base = 'https://azuremlschemas.azureedge.net/latest';
    const found = only('/w/d.yml', `$schema: ${base}/managedOnlineDeployment.schema.json\nname: blue\nendpoint_name: churn-live\nmodel: azureml:churn:7\n`);
    expect([found.kind, found.names]).toEqual(['azureml-managedOnlineDeployment', ['blue']]);
    expect(found.deploys).toMatchObject([{ env: 'churn-live', model: 'churn', version: '7', stage: 'blue' }]);
    expect(found.deploys.map(({ range }) => found.at(range))).toEqual(['azureml:churn:7']);
    expect(only('/w/e.yml', `$schema: ${base}/batchDeployment.schema.json\nname: b\nendpoint_name: e\nmodel: {name: churn, version: 2}\n`).deploys).toMatchObject([{ model: 'churn', version: '2' }]);
    expect(only('/w/p.yml', 'type: pipeline\njobs: {prep: {type: command}, fit: {component: x}}\n')).toMatchObject({ kind: 'azureml-pipelineJob', names: ['prep', 'fit'] });
    expect(only('/w/s.yml', 'name: nightly\ntrigger: {type: cron}\ncreate_job: ./p.yml\n')).toMatchObject({ kind: 'azureml-schedule', names: ['nightly'] });
  });
});

describe('pipelines in Python', () => {
  it('KFP: decorated functions by whatever name the decorator was imported', () => {
    const text = `import functools
import kfp.dsl as d
from kfp import dsl
from kfp.v2.dsl import (component, Input)
try:
    from kfp.dsl import pipeline as flow
except ImportError:
    flow = None

light = functools.partial(dsl.component, base_image='x')

@component
def one(): ...

@d.container_component
def two(): ...

@light
def three(): ...

@flow(name='p')
def four():
    one()

def not_one(): ...
`;
    expect(only('/w/p.py', text)).toMatchObject({ kind: 'kfp-python', names: ['one', 'two', 'three', 'four'] });
    expect(only('/w/s.py', 'from kfp.dsl import *\n@pipeline\ndef p(): ...\n').names).toEqual(['p']);
  });

  it('SageMaker: steps by name or variable, decorated functions, and what is registered', () => {
    const text = `from sagemaker.workflow.pipeline import Pipeline as P
from sagemaker.workflow import steps
from sagemaker.workflow.step_collections import RegisterModel
from sagemaker.workflow.function_step import step

@step(instance_type='ml.m5.large')
def prepare(): ...

fit = steps.TrainingStep("Fit", estimator=e)
score = steps.ProcessingStep(name=NAME, processor=p)
RegisterModel(name='Keep', model_package_group_name='churn')
P(name='whole', steps=[fit])
`;
    const found = only('/w/p.py', text);
    expect([found.kind, found.names]).toEqual(['sagemaker-python', ['Fit', 'score', 'Keep', 'prepare']]);
    expect(found.deploys).toMatchObject([{ model: 'churn', stage: 'Keep', env: null }]);
    expect(only('/w/q.py', 'import sagemaker.workflow.pipeline as wp\nwp.Pipeline(name="whole", steps=[])\n').names).toEqual(['whole']);
  });

  it('a broken text is read as far as it goes', () => {
    expect(only('/w/p.py', 'from kfp import dsl\n@dsl.pipeline(\n  name="x",\n)\ndef p(a={"k" = 1}):\n    pass\n').kind).toBe('kfp-python');
  });
});

describe('files of tracked projects', () => {
  const pipeline = (text: string) => [{ path: '/w/dvc.yaml', root: parseYamlSyntax(text).root }];

  it('parameters are those that a stage names', () => {
    const kinds = (path: string, text: string) => recogniseText(path, 'lr: 0.1\n', pipeline(text)).map(({ kind }) => kind);
    expect(kinds('/w/params.yaml', 'stages: {fit: {cmd: x, params: [lr]}}')).toEqual(['params']);
    expect(kinds('/w/params.yaml', 'stages: {fit: {cmd: "x ${lr}"}}')).toEqual(['params']);
    expect(kinds('/w/conf/fit.toml', 'stages: {fit: {cmd: x, wdir: conf, params: [{fit.toml: [lr]}]}}')).toEqual(['params']);
    expect(kinds('/w/fit.json', 'params: [fit.json]\nstages: {fit: {cmd: x}}')).toEqual(['params']);
    expect(kinds('/w/p.py', 'stages: {fit: {foreach: [1], do: {cmd: x, params: ["p.py:"]}}}')).toEqual(['params']);
    expect(kinds('/w/params.yaml', 'stages: {fit: {cmd: x, params: [{other.yaml: null}]}}')).toEqual([]);
    expect(kinds('/w/params.yaml', 'stages: {fit: {cmd: x}}')).toEqual([]);
    expect(kinds('/w/sub/params.yaml', 'stages: {fit: {cmd: x, params: [lr]}}')).toEqual([]);
  });

  it('a lock file of the first form, and an import without a digest', () => {
    expect(only('/w/dvc.lock', 'fit:\n  cmd: python fit.py\n  outs: [{path: m, md5: "0"}]\n').names).toEqual(['fit']);
    expect(only('/w/a.csv.dvc', 'deps: [{path: a.csv, repo: {url: u}}]\nouts: [{path: a.csv}]\n').names).toEqual(['a.csv']);
  });

  it('nothing below a folder that a tool filled', () => {
    for (const folder of ['node_modules', '.venv', '.git']) expect(recogniseText(`/w/${folder}/x/MLproject`, 'name: x\nentry_points: {main: {command: x}}\n')).toEqual([]);
  });
});
