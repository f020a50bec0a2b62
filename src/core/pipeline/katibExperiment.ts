import { isYamlOrJson } from './fileNames.ts';
import { gpuFacts, kubeObjects, objectStage, together } from './kubeObject.ts';
import type { KindRow } from './recognised.ts';

/** A hyper-parameter search of Katib. */
export const katibExperiment: KindRow = {
  kind: 'katib-experiment',
  syntax: 'yaml',
  isNamed: isYamlOrJson,
  words: ['kubeflow.org/'],
  recognise(file) {
    const own = kubeObjects(file).filter(({ group, kind }) => group === 'kubeflow.org' && kind === 'Experiment');
    return together('katib-experiment', own.map((object) => ({ stages: [objectStage(file, object)], facts: gpuFacts(file, object) })));
  },
};
