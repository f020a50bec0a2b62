import { suspensions, workflowSpec, workflowStages } from './argoTasks.ts';
import { isYamlOrJson } from './fileNames.ts';
import { isCompiled } from './kfpV1.ts';
import { gpuFacts, kubeObjects, objectStage, together } from './kubeObject.ts';
import type { KindRow } from './recognised.ts';

const kinds = new Set(['Workflow', 'WorkflowTemplate', 'ClusterWorkflowTemplate', 'CronWorkflow']);

/** Argo Workflows; those that a KFP compiler wrote are `kfp-v1`. */
export const argoWorkflow: KindRow = {
  kind: 'argo-workflow',
  syntax: 'yaml',
  isNamed: isYamlOrJson,
  words: ['argoproj.io/'],
  recognise(file) {
    const own = kubeObjects(file).filter(({ group, kind, root }) => group === 'argoproj.io' && kinds.has(kind) && !isCompiled(root));
    return together('argo-workflow', own.map((object) => {
      const spec = workflowSpec(object.root);
      const stages = workflowStages(file, spec);
      return { stages: stages.length > 0 ? stages : [objectStage(file, object)], facts: [...suspensions(file, spec), ...gpuFacts(file, object)] };
    }));
  },
};
