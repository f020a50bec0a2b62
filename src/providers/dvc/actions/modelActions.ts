import { fail } from '../../../core/base/fault.ts';
import type { ActionEvent } from '../../../core/capability/actionSource.ts';
import { modelAddress, modelVersionId } from '../models/modelId.ts';
import { done, undoSubject, type ActionCall, type Perform } from './context.ts';
import { shown } from './names.ts';
import { runPythonTool } from './tool.ts';

const versionForm = /^v\d+\.\d+\.\d+([-+][0-9A-Za-z.+-]*)?$/;
const stageForm = /^[A-Za-z0-9]([A-Za-z0-9/_-]*[A-Za-z0-9])?$/;

export const register: Perform = async function* (call) {
  const { ctx, subject, inputs } = call;
  const { name } = modelAddress(ctx.config.id, subject);
  const version = inputs['version'] === undefined || inputs['version'] === '' ? undefined : checked(inputs['version'], versionForm, 'a version');
  const revision = checked(inputs['revision'] ?? 'HEAD', /^[A-Za-z0-9_][A-Za-z0-9._/@^~#-]*$/, 'a commit');
  const made = yield* tagged(call, ['register', ...(version === undefined ? [] : [`--version=${version}`]), '--', name, revision]);
  const registered = /@(v[^!#]+)/.exec(made)?.[1];
  yield done(`${name} has version ${registered ?? made}.`, {
    ...undoOf(call, made, await tagSha(call, made)),
    ...(registered === undefined ? {} : { reveal: modelVersionId(ctx.config.id, name, registered) }),
  });
};

export const assign: Perform = async function* (call) {
  const { name, version } = addressed(call);
  const stage = checked(call.inputs['stage'], stageForm, 'a stage');
  const made = yield* tagged(call, ['assign', `--version=${version}`, `--stage=${stage}`, '--', name]);
  yield done(`${name} ${version} is in stage ${stage}.`, { ...undoOf(call, made, await tagSha(call, made)), reveal: call.subject });
};

export const unassign: Perform = async function* (call) {
  const { name, version } = addressed(call);
  const stage = checked(call.inputs['stage'], stageForm, 'a stage');
  const made = yield* tagged(call, ['deprecate', '--', name, version, stage]);
  yield done(`${name} ${version} is no longer in stage ${stage}.`, undoOf(call, made, await tagSha(call, made)));
};

function addressed({ ctx, subject }: ActionCall): { readonly name: string; readonly version: string } {
  const { name, version } = modelAddress(ctx.config.id, subject);
  if (version === undefined) throw fail('invalid', 'Choose a version of the model first.');
  return { name, version: checked(version, versionForm, 'a registered version') };
}

/** Runs GTO and answers the name of the tag that was not there before. */
async function* tagged(call: ActionCall, args: readonly string[]): AsyncGenerator<ActionEvent, string> {
  const before = new Set((await tags(call)).map((tag) => tag.name));
  yield* runPythonTool(call.ctx, 'gto', args, call.signal);
  const made = (await tags(call)).find((tag) => !before.has(tag.name));
  if (!made) throw fail('conflict', 'The tool made no new tag.', { hint: 'Refresh the list: it may be there already.' });
  return made.name.slice('refs/tags/'.length);
}

async function tags({ ctx, signal }: ActionCall) {
  return (await (await ctx.repository(signal))?.refs(['refs/tags/'], signal)) ?? [];
}

async function tagSha(call: ActionCall, tag: string): Promise<string> {
  return (await tags(call)).find((one) => one.name === `refs/tags/${tag}`)?.sha ?? '';
}

function undoOf({ ctx }: ActionCall, tag: string, sha: string) {
  const inputs = { ref: `refs/tags/${tag}`, sha };
  return { undo: { id: 'deleteRef', subject: undoSubject(ctx), inputs, title: `Delete tag ${tag}` } };
}

function checked(value: unknown, form: RegExp, what: string): string {
  if (typeof value === 'string' && value.length <= 200 && form.test(value)) return value;
  throw fail('invalid', `“${shown(value)}” is not ${what}.`);
}
