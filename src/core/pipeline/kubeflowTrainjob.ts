import { isYamlOrJson } from './fileNames.ts';
import { gpuFacts, kubeObjects, objectStage, together } from './kubeObject.ts';
import type { KindRow } from './recognised.ts';

/** A job of Kubeflow Trainer. Its runtimes are no jobs. */
export const kubeflowTrainjob: KindRow = {
  kind: 'kubeflow-trainjob',
  syntax: 'yaml',
  isNamed: isYamlOrJson,
  words: ['trainer.kubeflow.org/'],
  recognise(file) {
    const own = kubeObjects(file).filter(({ group, kind }) => group === 'trainer.kubeflow.org' && kind === 'TrainJob');
    return together('kubeflow-trainjob', own.map((object) => ({ stages: [objectStage(file, object)], facts: gpuFacts(file, object) })));
  },
};
