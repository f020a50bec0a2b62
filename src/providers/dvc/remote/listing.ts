import type { DvcContext } from '../context.ts';
import { parseExperimentRef, experimentRefs } from '../actions/experimentRefs.ts';
import { runGit } from '../actions/tool.ts';

export interface RemoteExperiment {
  readonly ref: string;
  readonly name: string;
  readonly sha: string;
  readonly baseline: string;
  readonly isLocal: boolean;
}

/** What a remote held when it was asked. */
export interface RemoteListing {
  readonly remote: string;
  readonly askedAt: string;
  readonly experiments: readonly RemoteExperiment[];
}

/** Asks a git remote for its experiments: one network call, on request only. */
export async function listRemoteExperiments(ctx: DvcContext, remote: string, signal: AbortSignal): Promise<RemoteListing> {
  const output = await runGit(ctx, ['ls-remote', '--refs', '--', remote, 'refs/exps/*'], signal);
  const local = new Set((await experimentRefs(ctx, signal)).map((one) => one.sha));
  const experiments = output.split('\n').flatMap((line): RemoteExperiment[] => {
    const [sha = '', ref = ''] = line.split('\t');
    const parsed = /^[0-9a-f]{40}$/.test(sha) ? parseExperimentRef(ref, sha) : undefined;
    return parsed ? [{ ...parsed, isLocal: local.has(sha) }] : [];
  });
  return { remote, askedAt: new Date(ctx.machine.clock.nowMs()).toISOString(), experiments };
}
