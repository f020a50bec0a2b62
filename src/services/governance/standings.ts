import { fail, toFault, type Fault } from '../../core/base/fault.ts';
import { liveEntries } from '../../core/governance/ledger/caseOf.ts';
import { earlierIn, neverRanIn, runningIn, type Deployment } from '../../core/governance/ledger/running.ts';
import type { GateReport } from '../../core/model/gate.ts';
import type { Machine } from '../../core/port/machine.ts';
import type { Governance } from './governance.ts';
import { requireWhole } from './gate.ts';
import type { LedgerView, Trusted } from './trusted.ts';

/** How a version stands before one environment. */
export interface EnvironmentStanding {
  readonly env: string;
  /** What runs there now; null before the first. */
  readonly running: Deployment | null;
  /** What the gate says by what is written in the ledger; the version's bytes were not read. The fault says why it says nothing. */
  readonly gate: { readonly report: GateReport } | { readonly fault: Fault };
  /** The environment that it must run in first; null where none is skipped. */
  readonly skips: string | null;
}

/** What an environment can go back to. */
export interface WaysBack {
  readonly env: string;
  readonly running: Deployment | null;
  /** The last first; empty where there is nothing to go back to. */
  readonly targets: readonly Deployment[];
}

/** What a look was made from. */
interface Read {
  readonly trusted: Trusted;
  readonly view: LedgerView;
}

interface Parts {
  readonly machine: Pick<Machine, 'clock'>;
  readonly governance: Governance;
}

/** Every environment of a model in the order of promotion. The remote is asked. Throws where nothing can be decided by. */
export async function environmentsFor({ machine, governance }: Parts, written: string, model: string, signal: AbortSignal): Promise<EnvironmentStanding[]> {
  const read = await readNow(governance, signal);
  const live = liveEntries(read.view.weighed, machine.clock.nowMs());
  const environments = environmentsOf(read, model);
  const standings: EnvironmentStanding[] = [];
  for (const env of environments) {
    const running = runningIn(live, model, env);
    try {
      const { report, found } = await governance.gate(written, env, { fetches: false, trustsRequest: true, read }, signal);
      standings.push({ env, running, gate: { report }, skips: found === null ? null : neverRanIn(live, environments, found.candidate) });
    } catch (error) {
      signal.throwIfAborted();
      standings.push({ env, running, gate: { fault: toFault(error) }, skips: null });
    }
  }
  return standings;
}

/** Where a model can be rolled back, and to what. The remote is asked. */
export async function waysBack({ machine, governance }: Parts, model: string, signal: AbortSignal): Promise<Read & { readonly ways: readonly WaysBack[] }> {
  const read = await readNow(governance, signal);
  const live = liveEntries(read.view.weighed, machine.clock.nowMs());
  return { ...read, ways: environmentsOf(read, model).map((env) => ({ env, running: runningIn(live, model, env), targets: earlierIn(live, model, env) })) };
}

async function readNow(governance: Governance, signal: AbortSignal): Promise<Read> {
  const { trusted, ref } = await governance.trusted({ fetches: true }, signal);
  if ('unknown' in trusted) throw fail('invalid', trusted.unknown, { hint: trusted.hint });
  const view = await governance.ledger(trusted, { fetches: true, fetched: ref.ledger }, signal);
  if ('unknown' in view) throw fail('invalid', view.unknown, { hint: view.hint });
  const { repository } = await governance.place(signal);
  requireWhole(view.weighed, await governance.memory.path(repository.root, view.genesis));
  return { trusted, view };
}

function environmentsOf({ trusted: { policy } }: Read, model: string): readonly string[] {
  const environments = policy.models.get(model)?.environments ?? [];
  if (environments.length === 0) throw fail('invalid', `The policy names no model “${model}”.`, { hint: 'Add it to .mlops/policy.yaml on the protected branch.' });
  return environments;
}
