import { isYamlOrJson } from './fileNames.ts';
import { gpuFacts, kubeObjects, objectStage, together } from './kubeObject.ts';
import type { KindRow } from './recognised.ts';

const kinds = ['RayJob', 'RayCluster', 'RayService', 'RayCronJob'] as const;

/** Objects of Ray on Kubernetes, a row each: `ray-rayjob`. */
export const rayObjects: readonly KindRow[] = kinds.map((rayKind) => {
  const name = `ray-${rayKind.toLowerCase()}`;
  return {
    kind: name,
    syntax: 'yaml',
    isNamed: isYamlOrJson,
    words: [rayKind],
    recognise(file) {
      const own = kubeObjects(file).filter(({ group, kind }) => group === 'ray.io' && kind === rayKind);
      return together(name, own.map((object) => ({ stages: [objectStage(file, object)], facts: gpuFacts(file, object) })));
    },
  };
});
