import { done, progress, undoSubject, type ActionCall, type Perform } from './context.ts';
import { experimentOf, experimentRefs } from './experimentRefs.ts';
import { gitRemote } from '../remote/gitRemote.ts';
import { refName } from './names.ts';
import { runPythonTool } from './tool.ts';

/** Applies an experiment to the workspace. */
export const apply: Perform = async function* ({ ctx, subject, signal }) {
  const experiment = await experimentOf(ctx, subject, signal);
  yield progress(`Applying ${experiment.name}`);
  yield* runPythonTool(ctx, 'dvc', ['exp', 'apply', '--', experiment.ref], signal);
  yield done(`${experiment.name} is applied to the workspace.`);
};

export const branch: Perform = async function* ({ ctx, subject, inputs, signal }) {
  const name = refName(inputs['name'], 'a branch', { allowsSlash: true });
  const experiment = await experimentOf(ctx, subject, signal);
  yield* runPythonTool(ctx, 'dvc', ['exp', 'branch', '--', experiment.ref, name], signal);
  yield done(`Branch ${name} holds ${experiment.name}.`, {
    undo: {
      id: 'deleteRef',
      subject: undoSubject(ctx),
      inputs: { ref: `refs/heads/${name}`, sha: experiment.sha },
      title: `Delete branch ${name}`,
    },
  });
};

export const rename: Perform = async function* ({ ctx, subject, inputs, signal }) {
  const name = refName(inputs['name'], 'an experiment');
  const experiment = await experimentOf(ctx, subject, signal);
  yield* runPythonTool(ctx, 'dvc', ['exp', 'rename', '--', experiment.ref, name], signal);
  yield done(`${experiment.name} is now ${name}.`, {
    undo: { id: 'rename', subject, inputs: { name: experiment.name }, title: `Rename back to ${experiment.name}` },
    reveal: subject,
  });
};

/** Removes the ref; the commit stays until git collects it, so the undo can set the ref again. */
export const remove: Perform = async function* ({ ctx, subject, signal }) {
  const { ref, sha, name } = await experimentOf(ctx, subject, signal);
  yield* runPythonTool(ctx, 'dvc', ['exp', 'remove', '--', ref], signal);
  yield done(`${name} is removed.`, {
    undo: { id: 'restoreRef', subject: undoSubject(ctx), inputs: { ref, sha }, title: `Bring ${name} back` },
  });
};

export const pushExperiment: Perform = async function* (call) {
  const { ctx, subject, inputs, signal } = call;
  const remote = await gitRemote(call);
  const experiment = await experimentOf(ctx, subject, signal);
  const cache = inputs['data'] === false ? ['--no-cache'] : [];
  yield progress(`Pushing ${experiment.name} to ${remote}`);
  yield* runPythonTool(ctx, 'dvc', ['exp', 'push', ...cache, '--', remote, experiment.ref], signal);
  yield done(`${experiment.name} is on ${remote}.`);
};

/** Refs there now that were not before: what a run made. */
export async function newExperiment(call: ActionCall, before: ReadonlySet<string>): Promise<string | undefined> {
  const made = (await experimentRefs(call.ctx, call.signal)).find((one) => !before.has(`${one.ref} ${one.sha}`));
  return made && call.ctx.runId(made.sha, call.signal);
}

export async function knownExperiments({ ctx, signal }: ActionCall): Promise<ReadonlySet<string>> {
  return new Set((await experimentRefs(ctx, signal)).map((one) => `${one.ref} ${one.sha}`));
}
