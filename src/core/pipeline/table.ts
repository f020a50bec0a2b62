import { argoWorkflow } from './argoWorkflow.ts';
import { azureml } from './azureml.ts';
import { azurePipelines } from './azurePipelines.ts';
import { dvcFile } from './dvcFile.ts';
import { dvcLock } from './dvcLock.ts';
import { dvcYamlRow } from './dvcYamlRow.ts';
import { isForeign } from './fileNames.ts';
import { githubActions } from './githubActions.ts';
import { gitlabCi } from './gitlabCi.ts';
import { katibExperiment } from './katibExperiment.ts';
import { kfpPython } from './kfpPython.ts';
import { kfpV1 } from './kfpV1.ts';
import { kfpV2 } from './kfpV2.ts';
import { kserveInferenceService } from './kserveInferenceService.ts';
import { kubeflowJobs } from './kubeflowJob.ts';
import { kubeflowTrainjob } from './kubeflowTrainjob.ts';
import { mlmodel } from './mlmodel.ts';
import { mlprojectRow } from './mlproject.ts';
import { params } from './params.ts';
import { rayObjects } from './rayObjects.ts';
import { rayServe } from './rayServe.ts';
import type { KindRow, PipelineText, Recognised } from './recognised.ts';
import { sagemakerDefinition } from './sagemakerDefinition.ts';
import { sagemakerPython } from './sagemakerPython.ts';
import { skypilot } from './skypilot.ts';
import { vertexJob } from './vertexJob.ts';

/** Every kind of pipeline file the product knows from its text alone. A new kind is one file and one row here. */
export const kindRows: readonly KindRow[] = [
  dvcYamlRow,
  dvcLock,
  dvcFile,
  mlprojectRow,
  mlmodel,
  githubActions,
  gitlabCi,
  azurePipelines,
  azureml,
  kfpV2,
  kfpV1,
  kfpPython,
  sagemakerPython,
  sagemakerDefinition,
  vertexJob,
  argoWorkflow,
  kubeflowTrainjob,
  ...kubeflowJobs,
  katibExperiment,
  kserveInferenceService,
  ...rayObjects,
  rayServe,
  skypilot,
  params,
];

/** Rows that a path alone does not rule out; none below a folder that a tool filled. */
export function rowsFor(path: string): readonly KindRow[] {
  return isForeign(path) ? [] : kindRows.filter((row) => row.isNamed(path));
}

/** Rows that a text does not rule out either: nothing was parsed for this answer. */
export function rowsForText(path: string, text: string): readonly KindRow[] {
  return rowsFor(path).filter(({ words, mostCharacters = Infinity }) => text.length <= mostCharacters && (!words || words.some((word) => text.includes(word))));
}

/** Everything the file is; several where its documents are of several kinds, nothing where it is something else. */
export function recogniseWith(rows: readonly KindRow[], file: PipelineText): Recognised[] {
  return rows.flatMap((row) => row.recognise(file) ?? []);
}
