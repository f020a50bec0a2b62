import { fail } from '../../../core/base/fault.ts';
import type { Action, ActionSource } from '../../../core/capability/actionSource.ts';
import { parseId } from '../../../core/model/id.ts';
import type { Run } from '../../../core/model/run.ts';
import type { DvcContext } from '../context.ts';
import { fetchRemote, listRemote } from '../remote/actions.ts';
import { undoSubject, type Perform } from './context.ts';
import { checkout, fetchData, pull, pullData, push, pushData } from './dataActions.ts';
import { apply, branch, pushExperiment, remove, rename } from './experimentActions.ts';
import { assign, register, unassign } from './modelActions.ts';
import { offers, type OfferId } from './offers.ts';
import { queue, removeTask, run, showLog, startQueue, stopQueue, stopTask } from './runActions.ts';
import { deleteRef, restoreRef } from './undoActions.ts';

const performers: Readonly<Record<string, Perform>> & Readonly<Record<OfferId, Perform>> = {
  restoreRef,
  deleteRef,
  run,
  queue,
  startQueue,
  stopQueue,
  stopTask,
  showLog,
  apply,
  branch,
  rename,
  remove,
  removeTask,
  pushExperiment,
  listRemote,
  fetchRemote,
  pull,
  push,
  checkout,
  fetchData,
  pullData,
  pushData,
  register,
  assign,
  unassign,
};

/** Ways back: part of an `Undo`, offered for their own subject alone and so in no menu. */
const undos: readonly Action[] = [
  undo('restoreRef', 'Bring Back Experiment'),
  undo('deleteRef', 'Delete What Was Made'),
];

const bySource: readonly OfferId[] = ['run', 'queue', 'startQueue', 'stopQueue', 'pull', 'push', 'checkout', 'listRemote', 'fetchRemote'];
const byExperiment: readonly OfferId[] = ['apply', 'branch', 'pushExperiment', 'rename', 'remove'];
const byQueued: readonly OfferId[] = ['startQueue', 'removeTask'];
const byRunning: readonly OfferId[] = ['showLog', 'stopTask'];
const byFailed: readonly OfferId[] = ['showLog', 'removeTask'];
/** A run that was never listed: which of these fits, the tool itself says. */
const byAnyRun: readonly OfferId[] = [...byExperiment, 'showLog', 'stopTask', 'removeTask'];
const byData: readonly OfferId[] = ['fetchData', 'pullData', 'pushData'];

export interface DvcActions extends ActionSource {
  /** Remembers what listed runs are, so that a menu offers only what fits them. */
  note(runs: readonly Run[]): void;
}

/** Changes to a DVC project, through the tools themselves. */
export function dvcActions(ctx: DvcContext): DvcActions {
  const offersByRun = new Map<string, readonly OfferId[]>();

  function offered(subject: string): readonly Action[] {
    return subject === undoSubject(ctx) ? undos : offersFor(subject).map((id) => offers[id]);
  }

  function offersFor(subject: string): readonly OfferId[] {
    switch (parseId(subject)?.kind) {
      case 'source':
        return bySource;
      case 'run':
        return offersByRun.get(subject) ?? byAnyRun;
      case 'stage':
        return ['run', 'queue'];
      case 'dataset':
        return byData;
      case 'datasetVersion':
        return ['fetchData', 'pushData'];
      case 'model':
        return ['register'];
      case 'modelVersion':
        return ['assign', 'unassign'];
      default:
        return [];
    }
  }

  return {
    note(runs) {
      for (const one of runs) offersByRun.set(one.id, offersOf(one));
    },
    actions: offered,
    perform(action, subject, inputs, signal) {
      if (!ctx.machine.trust.isTrusted) {
        throw fail('untrusted', 'Tools run only in a trusted workspace.', { hint: 'Trust this workspace first.' });
      }
      const perform = offered(subject).some((one) => one.id === action) ? performers[action] : undefined;
      if (!perform) throw fail('invalid', `${subject} offers no action “${action}”.`);
      return perform({ ctx, subject, inputs, signal });
    },
  };
}

/** By what a listed run is: a plain commit is no experiment, a queued entry has no commit of its own yet. */
function offersOf({ status, parentId }: Run): readonly OfferId[] {
  if (status === 'queued') return byQueued;
  if (status === 'running' || status === 'preparing') return byRunning;
  if (status === 'failed') return byFailed;
  return parentId === null ? [] : byExperiment;
}

function undo(id: string, title: string): Action {
  const inputs = { type: 'object', properties: { ref: { type: 'string' }, sha: { type: 'string' } }, required: ['ref', 'sha'] };
  return { id, title, group: '7_modification', inputs, effect: 'write', undoable: false };
}
