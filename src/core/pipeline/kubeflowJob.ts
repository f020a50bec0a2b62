import { isYamlOrJson } from './fileNames.ts';
import { gpuFacts, kubeObjects, objectStage, together } from './kubeObject.ts';
import type { KindRow } from './recognised.ts';

const kinds = ['PyTorchJob', 'TFJob', 'MPIJob', 'XGBoostJob', 'JAXJob', 'PaddleJob', 'MXJob'] as const;

/** Jobs of the training operators before Kubeflow Trainer, a row each: `kubeflow-pytorchjob`. */
export const kubeflowJobs: readonly KindRow[] = kinds.map((jobKind) => {
  const name = `kubeflow-${jobKind.toLowerCase()}`;
  return {
    kind: name,
    syntax: 'yaml',
    isNamed: isYamlOrJson,
    words: [jobKind],
    recognise(file) {
      const own = kubeObjects(file).filter(({ group, kind }) => group === 'kubeflow.org' && kind === jobKind);
      return together(name, own.map((object) => ({ stages: [objectStage(file, object)], facts: gpuFacts(file, object) })));
    },
  };
});
