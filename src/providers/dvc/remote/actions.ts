import { toFault, fail } from '../../../core/base/fault.ts';
import { done, progress, type ActionCall, type Perform } from '../actions/context.ts';
import { shown } from '../actions/names.ts';
import { runPythonTool } from '../actions/tool.ts';
import { gitRemote } from './gitRemote.ts';
import { listRemoteExperiments, type RemoteListing } from './listing.ts';

export const listRemote: Perform = async function* (call) {
  const remote = await gitRemote(call);
  yield progress(`Asking ${remote} for its experiments`);
  const data = await listed(call, remote);
  const elsewhere = data.experiments.filter((one) => !one.isLocal).length;
  yield done(`${remote} holds ${data.experiments.length} experiments; ${elsewhere} of them are not here.`, { data });
};

export const fetchRemote: Perform = async function* (call) {
  const { ctx, inputs, signal } = call;
  const remote = await gitRemote(call);
  const wanted = inputs['experiment'];
  const { experiments } = await listed(call, remote);
  const chosen = wanted === undefined || wanted === '' ? experiments : experiments.filter((one) => one.name === wanted || one.ref === wanted);
  if (chosen.length === 0) throw fail('notFound', `${remote} holds no experiment “${shown(wanted ?? '')}”.`);
  const missing = chosen.filter((one) => !one.isLocal);
  if (missing.length > 0) {
    yield progress(`Fetching ${missing.length} from ${remote}`);
    const cache = inputs['data'] === true ? [] : ['--no-cache'];
    yield* runPythonTool(ctx, 'dvc', ['exp', 'pull', ...cache, '--', remote, ...missing.map((one) => one.ref)], signal);
  }
  const [first] = chosen;
  yield done(missing.length === 0 ? 'All of it was here already.' : `${missing.length} fetched from ${remote}.`, {
    ...(first ? { reveal: await ctx.runId(first.sha, signal) } : {}),
  });
};

async function listed({ ctx, signal }: ActionCall, remote: string): Promise<RemoteListing> {
  try {
    return await listRemoteExperiments(ctx, remote, signal);
  } catch (error) {
    const { code, message } = toFault(error);
    if (code !== 'conflict') throw error;
    throw fail('unreachable', `${remote} could not be asked: ${message}`, { hint: 'Check the remote with "git remote -v".' });
  }
}
