import { toFault } from '../../../core/base/fault.ts';
import type { StageChange, StageState } from '../../../core/model/pipeline.ts';
import type { DvcContext } from '../context.ts';
import { isPresent } from '../datasets/content.ts';
import { isOutside } from '../project/path.ts';
import type { ResolvedDep, ResolvedOut, ResolvedStage } from '../project/model.ts';
import type { HashBudget } from './fileHash.ts';
import { paramChanges, type ReadParams } from './paramValues.ts';
import type { WorkspaceHash } from './workspaceHash.ts';

export interface StateInputs {
  readonly ctx: DvcContext;
  readonly hash: WorkspaceHash;
  readonly budget: HashBudget;
  readonly readParams: ReadParams;
  readonly signal: AbortSignal;
}

/** How a stage stands to its last run, by the rules of `dvc status`, from files alone. */
export async function stageState(stage: ResolvedStage, inputs: StateInputs): Promise<StageState> {
  if (stage.lockedCommand === null) {
    return { state: stage.isFrozen ? 'frozen' : 'never-run', changes: [], reason: 'dvc.lock has no record of it' };
  }
  const changes: StageChange[] = commandChange(stage);
  const unknown: string[] = [];
  const look = async (work: () => Promise<StageChange[]>) => {
    try {
      changes.push(...(await work()));
    } catch (error) {
      const { code, message } = toFault(error);
      if (code !== 'tooLarge' && code !== 'corrupt' && code !== 'forbidden' && code !== 'unsupported') throw error;
      unknown.push(message);
    }
  };
  if (!stage.isFrozen) {
    await look(() => paramChanges(stage, inputs.readParams));
    for (const dep of stage.deps) await look(() => depChange(dep, inputs, unknown));
  }
  for (const out of stage.outs) await look(() => outChange(out, inputs));
  if (stage.isAlwaysChanged || isCallback(stage)) changes.push({ kind: 'command', name: 'always_changed', detail: 'runs every time' });
  const state = stage.isFrozen ? 'frozen' : changes.length > 0 ? 'stale' : unknown.length > 0 ? 'unknown' : 'fresh';
  return { state, changes, reason: unknown[0] ?? null };
}

/** Without a dependency and an output nothing tells that it ran, so DVC runs it every time. */
function isCallback({ deps, params, outs }: ResolvedStage): boolean {
  return deps.length === 0 && params.length === 0 && outs.length === 0;
}

function commandChange({ command, lockedCommand }: ResolvedStage): StageChange[] {
  const locked = typeof lockedCommand === 'string' ? [lockedCommand] : (lockedCommand ?? []);
  if (command.length === locked.length && command.every((line, index) => line === locked[index])) return [];
  return [{ kind: 'command', name: 'cmd', detail: `was: ${locked.join(' && ')}` }];
}

async function depChange(dep: ResolvedDep, inputs: StateInputs, unknown: string[]): Promise<StageChange[]> {
  const change = (detail: string): StageChange[] => [{ kind: 'dependency', name: dep.path, detail }];
  if (dep.repo) return []; // An import is what it locked; only `dvc update` changes it.
  if (isOutside(dep.path) || dep.path.startsWith('..')) {
    unknown.push(`${dep.path} lies outside of the project and is not looked at.`);
    return [];
  }
  const now = await inputs.hash.digest(dep.path, dep.lock, inputs.budget, inputs.signal);
  if (now === undefined) return change('removed');
  if (!dep.lock?.digest) return change('new');
  return now === dep.lock.digest ? [] : change('modified');
}

async function outChange(out: ResolvedOut, inputs: StateInputs): Promise<StageChange[]> {
  const change = (detail: string): StageChange[] => [{ kind: 'output', name: out.path, detail }];
  if (isOutside(out.path) || out.path.startsWith('..')) return [];
  if (out.lock && out.isCached && (await isPresent(inputs.ctx.cache, inputs.ctx.machine.files, out.lock)) === false) {
    return change('not in cache');
  }
  const now = await inputs.hash.digest(out.path, out.lock, inputs.budget, inputs.signal);
  if (now === undefined) return change('removed');
  if (!out.lock?.digest) return change('new');
  return now === out.lock.digest ? [] : change('modified');
}

/** A stage whose own record is fresh is still behind while one that makes its inputs is stale. */
export function withUpstream(
  stages: ReadonlyArray<{ readonly stage: ResolvedStage; readonly state: StageState }>,
): StageState[] {
  const states = stages.map(({ state }) => state);
  let isSettled = false;
  while (!isSettled) {
    isSettled = true;
    stages.forEach(({ stage }, index) => {
      if (states[index]?.state !== 'fresh') return;
      const behind = stages.find(
        ({ stage: other }, at) =>
          isBehind(states[at]) && other.outs.some((out) => stage.deps.some((dep) => overlaps(dep.path, out.path))),
      );
      if (!behind) return;
      states[index] = {
        state: 'stale',
        changes: [{ kind: 'upstream', name: behind.stage.name, detail: 'runs first and may change what this stage reads' }],
        reason: null,
      };
      isSettled = false;
    });
  }
  return states;
}

function isBehind(state: StageState | undefined): boolean {
  if (state?.state === 'never-run') return true;
  // An output that only is not pulled comes back unchanged.
  return state?.state === 'stale' && state.changes.some((change) => change.kind !== 'output' || change.detail !== 'not in cache');
}

function overlaps(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
}
