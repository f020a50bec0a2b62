import { fail } from '../../../core/base/fault.ts';
import { parseId } from '../../../core/model/id.ts';
import { expRunArguments } from '../pipeline/command.ts';
import { done, progress, type ActionCall, type Perform } from './context.ts';
import { knownExperiments, newExperiment } from './experimentActions.ts';
import { shaOf } from './experimentRefs.ts';
import { paramsFrom, refName } from './names.ts';
import { runPythonTool } from './tool.ts';

export const run: Perform = async function* (call) {
  const { ctx, signal } = call;
  const before = await knownExperiments(call);
  yield progress('Running an experiment');
  yield* runPythonTool(ctx, 'dvc', argumentsFor(call, false), signal);
  const made = await newExperiment(call, before);
  yield done(made === undefined ? 'Nothing changed, so there is no new experiment.' : 'The experiment is finished.', made === undefined ? {} : { reveal: made });
};

export const queue: Perform = async function* (call) {
  yield* runPythonTool(call.ctx, 'dvc', argumentsFor(call, true), call.signal);
  yield done('The experiment is in the queue.');
};

export const startQueue: Perform = async function* ({ ctx, inputs, signal }) {
  const jobs = typeof inputs['jobs'] === 'number' ? inputs['jobs'] : 1;
  if (!Number.isInteger(jobs) || jobs < 1 || jobs > 64) throw fail('invalid', 'The queue runs 1 to 64 experiments at a time.');
  yield* runPythonTool(ctx, 'dvc', ['queue', 'start', `--jobs=${jobs}`], signal);
  yield done('The queue is running.');
};

export const stopQueue: Perform = async function* ({ ctx, signal }) {
  yield* runPythonTool(ctx, 'dvc', ['queue', 'stop'], signal);
  yield done('The queue takes up nothing new; what runs is finished first.');
};

export const stopTask: Perform = async function* ({ ctx, subject, signal }) {
  const sha = await shaOf(ctx, subject, signal);
  yield* runPythonTool(ctx, 'dvc', ['queue', 'kill', '--', sha], signal);
  yield done('The run was asked to stop.');
};

export const removeTask: Perform = async function* ({ ctx, subject, signal }) {
  const sha = await shaOf(ctx, subject, signal);
  yield* runPythonTool(ctx, 'dvc', ['queue', 'remove', '--', sha], signal);
  yield done('The entry is removed from the queue.');
};

export const showLog: Perform = async function* ({ ctx, subject, signal }) {
  const sha = await shaOf(ctx, subject, signal);
  yield* runPythonTool(ctx, 'dvc', ['queue', 'logs', '--', sha], signal);
  yield done('This is its whole log.');
};

function argumentsFor({ subject, inputs, ctx }: ActionCall, isQueued: boolean): string[] {
  const name = inputs['name'] === undefined || inputs['name'] === '' ? null : refName(inputs['name'], 'an experiment');
  return expRunArguments({ ...targetOf(subject, ctx.config.id), params: paramsFrom(inputs['params']), name, isQueued });
}

/** `dvc:stage/<source>/<file>/<stage>` names one stage; anything else means the whole pipeline. */
function targetOf(subject: string, source: string): { readonly file: string | null; readonly stage: string | null } {
  const parsed = parseId(subject);
  if (parsed?.kind !== 'stage') return { file: null, stage: null };
  const [owner, file, stage] = parsed.native.split('/').map(decoded);
  if (owner !== source || file === undefined || stage === undefined) throw fail('notFound', `No stage has the id ${subject}.`);
  return { file, stage };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    if (error instanceof URIError) return segment;
    throw error;
  }
}
