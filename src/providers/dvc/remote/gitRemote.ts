import { fail } from '../../../core/base/fault.ts';
import type { ActionCall } from '../actions/context.ts';
import { remoteName } from '../actions/names.ts';
import { runGit } from '../actions/tool.ts';

/** The git remote an action asks for. Only a configured one: git would take any other word for a path. */
export async function gitRemote({ ctx, inputs, signal }: ActionCall): Promise<string> {
  const remote = remoteName(inputs['remote']) ?? 'origin';
  const configured = (await runGit(ctx, ['remote'], signal)).split('\n').filter((name) => name !== '');
  if (!configured.includes(remote)) {
    throw fail('invalid', `There is no git remote “${remote}”.`, {
      hint: configured.length === 0 ? 'Add one with "git remote add".' : `There is: ${configured.join(', ')}.`,
    });
  }
  return remote;
}
