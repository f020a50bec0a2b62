import { parseId } from '../../../core/model/id.ts';
import { dataAddress } from '../datasets/dataId.ts';
import { done, progress, type ActionCall, type Perform } from './context.ts';
import { remoteName } from './names.ts';
import { runPythonTool } from './tool.ts';

export const pull: Perform = (call) => transfer(call, 'pull', 'Data is pulled and checked out.');
export const push: Perform = (call) => transfer(call, 'push', 'Data is pushed.');
export const pullData: Perform = (call) => transfer(call, 'pull', 'It is pulled and checked out.');
export const pushData: Perform = (call) => transfer(call, 'push', 'It is pushed.');

/** Brings content into the cache and leaves the workspace as it is; for an old version, that of every commit. */
export const fetchData: Perform = (call) => transfer(call, 'fetch', 'It is in the cache of this machine.');

export const checkout: Perform = async function* ({ ctx, signal }) {
  yield* runPythonTool(ctx, 'dvc', ['checkout', '--force'], signal);
  yield done('The workspace holds the data that the .dvc files and dvc.lock name.');
};

async function* transfer(call: ActionCall, verb: 'pull' | 'push' | 'fetch', message: string) {
  const { ctx, subject, inputs, signal } = call;
  const storage = remoteName(inputs['storage']);
  const kind = parseId(subject)?.kind;
  const isData = kind === 'dataset' || kind === 'datasetVersion';
  const { path } = isData ? dataAddress(ctx.config.id, subject) : { path: undefined };
  const history = kind === 'datasetVersion' && verb !== 'pull' ? ['--all-commits'] : [];
  yield progress(`dvc ${verb}${path === undefined ? '' : ` ${path}`}`);
  yield* runPythonTool(
    ctx,
    'dvc',
    [verb, ...history, ...(storage === undefined ? [] : [`--remote=${storage}`]), ...(path === undefined ? [] : ['--', path])],
    signal,
  );
  yield done(message);
}
