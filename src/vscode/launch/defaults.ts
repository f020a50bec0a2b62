import { fail } from '../../core/base/fault.ts';
import type { Target } from '../../core/model/target.ts';
import type { Workbench } from '../../services/workbench.ts';

/** The target that holds these GPUs; without any, the one that needs none. */
export async function defaultTarget(workbench: Workbench, gpus: readonly string[] | null, signal: AbortSignal): Promise<string> {
  const { items, problems } = await workbench.targets.list(signal);
  const target = pickTarget(items, gpus ?? []);
  if (target) return target.id;
  const why = problems[0];
  throw fail('notFound', why?.message ?? 'No place to run was found.', why?.hint ? { hint: why.hint } : {});
}

export function pickTarget(targets: readonly Target[], gpus: readonly string[]): Target | undefined {
  if (gpus.length === 0) return targets.find((target) => target.gpus.length === 0) ?? targets[0];
  // Several GPUs of one machine may each be a target; the first one's target takes the others as resources.
  return targets.find((target) => target.gpus.some((gpu) => gpu.uuid === gpus[0]));
}
