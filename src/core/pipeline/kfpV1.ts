import type { SyntaxNode } from '../port/syntax.ts';
import { workflowSpec, workflowStages } from './argoTasks.ts';
import { isYamlOrJson } from './fileNames.ts';
import { gpuFacts, kubeObjects, objectStage, together } from './kubeObject.ts';
import type { KindRow } from './recognised.ts';
import { entryAt, hasKey, valueAt } from './syntaxNodes.ts';

const sdkAnnotation = 'pipelines.kubeflow.org/kfp_sdk_version';

/** The compiler writes its version as an annotation, and later as a label too. */
export function isCompiled(root: SyntaxNode): boolean {
  return ['annotations', 'labels'].some((key) => hasKey(valueAt(root, 'metadata', key), sdkAnnotation));
}

/** What the compiler of KFP 1 wrote: an Argo Workflow that names its SDK. */
export const kfpV1: KindRow = {
  kind: 'kfp-v1',
  syntax: 'yaml',
  isNamed: isYamlOrJson,
  words: [sdkAnnotation],
  recognise(file) {
    const own = kubeObjects(file).filter(({ group, kind, root }) => group === 'argoproj.io' && kind === 'Workflow' && isCompiled(root));
    return together('kfp-v1', own.map((object) => {
      const stages = workflowStages(file, workflowSpec(object.root));
      const kind = entryAt(object.root, 'kind');
      return {
        stages: stages.length > 0 ? stages : [objectStage(file, object)],
        facts: [...(kind ? [{ fact: 'superseded' as const, range: file.places.range(kind.key) }] : []), ...gpuFacts(file, object)],
      };
    }));
  },
};
