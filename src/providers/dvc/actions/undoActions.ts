import { fail, toFault } from '../../../core/base/fault.ts';
import { done, type ActionCall, type Perform } from './context.ts';
import { runGit } from './tool.ts';

const nothing = '0'.repeat(40);
const ours = /^refs\/(exps\/[0-9a-f]{2}\/[0-9a-f]{38}\/[^/\0]+|heads\/.+|tags\/.+)$/;

/** Sets a removed experiment's ref again, only while no ref of that name is there. */
export const restoreRef: Perform = async function* (call) {
  const { ref, sha } = target(call, /^refs\/exps\//);
  await guarded(call, ['update-ref', '-m', 'undo: restore experiment', ref, sha, nothing], `${ref} is there again with other content`);
  yield done(`${ref.slice(ref.lastIndexOf('/') + 1)} is back.`, { reveal: await call.ctx.runId(sha, call.signal) });
};

/** Deletes a branch or tag that an action made, only while it still points where the action left it. */
export const deleteRef: Perform = async function* (call) {
  const { ref, sha } = target(call, /^refs\/(heads|tags)\//);
  const head = await (await call.ctx.repository(call.signal))?.head(call.signal);
  if (head?.ref === ref) throw fail('conflict', `${ref} is checked out.`, { hint: 'Switch to another branch first.' });
  await guarded(call, ['update-ref', '-d', ref, sha], `${ref} was moved since`);
  yield done(`${ref.replace(/^refs\/\w+\//, '')} is deleted.`);
};

function target({ inputs }: ActionCall, kind: RegExp): { readonly ref: string; readonly sha: string } {
  const { ref, sha } = inputs;
   
  const isRef = typeof ref === 'string' && ours.test(ref) && kind.test(ref) && !/\.\.|[\u0000-\u0020\u007f~^:?*[\\]/.test(ref);
  if (!isRef || typeof sha !== 'string' || !/^[0-9a-f]{40}$/.test(sha)) {
    throw fail('invalid', 'This is no undo of an action made here.');
  }
  return { ref, sha };
}

async function guarded(call: ActionCall, args: readonly string[], why: string): Promise<void> {
  try {
    await runGit(call.ctx, args, call.signal);
  } catch (error) {
    const { code, message } = toFault(error);
    if (code !== 'conflict') throw error;
    throw fail('conflict', `It cannot be taken back: ${why}.`, { hint: message });
  }
}
