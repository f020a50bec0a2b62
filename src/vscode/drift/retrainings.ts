import path from 'node:path';
import { toFault } from '../../core/base/fault.ts';
import type { Workbench } from '../../services/workbench.ts';
import type { NamedData } from '../../protocol/drift.ts';
import type { Choice } from '../forms/steps.ts';
import { stageEntries, type Entry } from '../launch/entries.ts';
import type { Params } from '../launch/paramText.ts';

export interface Retraining {
  readonly entry: Entry;
  readonly params: Params;
}

/**
 * Stages that read the reference through a parameter: the parameter's value names the reference's file. With the current
 * data in its place they train on this window. Where no stage says so, nothing can be prefilled.
 */
export async function retrainings(workbench: Workbench, reference: NamedData, current: NamedData, signal: AbortSignal): Promise<Array<Choice<Retraining>>> {
  const found: Array<Choice<Retraining>> = [];
  for (const choice of await stageEntries(workbench, signal)) {
    const entry = choice.value;
    const keys = entry.params.filter(({ value }) => typeof value === 'string' && samePath(value, reference.text)).map(({ key }) => key);
    if (keys.length > 0) found.push({ ...choice, value: { entry, params: Object.fromEntries(keys.map((key) => [key, current.text])) } });
  }
  return found;
}

/** A window that cannot be retrained on is no failure of the report. */
export async function canRetrain(workbench: Workbench, reference: NamedData, current: NamedData, signal: AbortSignal): Promise<boolean> {
  if (!workbench.machine.trust.isTrusted) return false;
  try {
    return (await retrainings(workbench, reference, current, signal)).length > 0;
  } catch (error) {
    workbench.machine.log.warn(`drift panel: ${toFault(error).message}`);
    return false;
  }
}

function samePath(left: string, right: string): boolean {
  return path.posix.normalize(left) === path.posix.normalize(right);
}
