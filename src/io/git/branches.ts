import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fail, type FaultError } from '../../core/base/fault.ts';
import type { BranchChange, GitBranches } from '../../core/port/gitBranches.ts';
import type { Process, ProcessResult } from '../../core/port/process.ts';

/** What a repository's own config could run while something is written; transports and credentials stay the person's own. */
const overrides = ['core.hooksPath=/dev/null', 'core.fsmonitor=false', 'commit.gpgSign=false', 'push.gpgSign=false', 'gc.auto=0', 'maintenance.auto=false', 'core.pager=cat'] as const;

/** The commits carry no identity of their own: who said what is in the files. */
const nobody = { name: 'MLOps Workbench', email: 'noreply@localhost' };

const networkTimeoutMs = 60_000;
const decoder = new TextDecoder();
const none = '0'.repeat(40);

/** On the git program. Changes something: for trusted folders only. */
export function nodeGitBranches(process: Process, program = 'git'): GitBranches {
  const run = (root: string, args: readonly string[], options: { stdin?: string | Uint8Array; env?: Record<string, string>; signal: AbortSignal; isRemote?: boolean }): Promise<ProcessResult> =>
    process.run([program, ...overrides.flatMap((one) => ['-c', one]), ...args], {
      cwd: root,
      env: { GIT_TERMINAL_PROMPT: '0', GIT_PAGER: 'cat', LC_ALL: 'C', GIT_INDEX_FILE: undefined, GIT_DIR: undefined, GIT_WORK_TREE: undefined, ...options.env },
      signal: options.signal,
      ...(options.stdin === undefined ? {} : { stdin: options.stdin }),
      ...(options.isRemote ? { timeoutMs: networkTimeoutMs } : {}),
    });
  const must = async (...args: Parameters<typeof run>): Promise<string> => {
    const result = await run(...args);
    if (result.exitCode !== 0) throw said(result);
    return decoder.decode(result.stdout).trim();
  };

  /** Sets a ref from one value to another, or throws `conflict`. */
  const setRef = async (root: string, branch: string, from: string | null, to: string, signal: AbortSignal) => {
    const result = await run(root, ['update-ref', '--create-reflog', `refs/heads/${branch}`, to, from ?? none], { signal });
    if (result.exitCode !== 0) throw fail('conflict', `The branch ${branch} moved while it was written to.`, { hint: 'Try again.' });
  };

  return {
    async add(root, { branch, parent, files, message }: BranchChange, signal) {
      const scratch = await mkdtemp(path.join(tmpdir(), 'mlops-index-'));
      const env = { GIT_INDEX_FILE: path.join(scratch, 'index') };
      try {
        if (parent !== null) await must(root, ['read-tree', parent], { env, signal });
        const lines: string[] = [];
        for (const [name, bytes] of files) {
          const sha = await must(root, ['hash-object', '-w', '--no-filters', '--stdin'], { stdin: bytes, signal });
          const there = parent === null ? '' : await must(root, ['ls-files', '--stage', '--', `:(literal)${name}`], { env, signal });
          if (there !== '' && there.split(/\s+/)[1] !== sha) throw fail('conflict', `${name} is on ${branch} with other content.`, { hint: 'What is on this branch is never changed: look who wrote it.' });
          lines.push(`100644 ${sha} 0\t${name}\0`);
        }
        await must(root, ['update-index', '-z', '--index-info'], { env, stdin: lines.join(''), signal });
        const tree = await must(root, ['write-tree'], { env, signal });
        const identity = { GIT_AUTHOR_NAME: nobody.name, GIT_AUTHOR_EMAIL: nobody.email, GIT_COMMITTER_NAME: nobody.name, GIT_COMMITTER_EMAIL: nobody.email };
        const commit = await must(root, ['commit-tree', tree, ...(parent === null ? [] : ['-p', parent])], { env: identity, stdin: message, signal });
        await setRef(root, branch, parent, commit, signal);
        return commit;
      } finally {
        await rm(scratch, { recursive: true, force: true });
      }
    },

    async fetch(root, remote, branch, signal) {
      const listed = await run(root, ['ls-remote', '--', remote, `refs/heads/${branch}`], { signal, isRemote: true });
      if (listed.exitCode !== 0) throw said(listed);
      if (decoder.decode(listed.stdout).trim() === '') return null;
      const target = `refs/mlops/remotes/${remote}/${branch}`;
      await must(root, ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules', '--', remote, `+refs/heads/${branch}:${target}`], { signal, isRemote: true });
      return must(root, ['rev-parse', '--verify', target], { signal });
    },

    async push(root, remote, branch, signal) {
      const result = await run(root, ['push', '--quiet', '--no-verify', '--porcelain', '--', remote, `refs/heads/${branch}:refs/heads/${branch}`], { signal, isRemote: true });
      if (result.exitCode === 0) return;
      const text = `${decoder.decode(result.stdout)}\n${decoder.decode(result.stderr)}`;
      if (/\[rejected\]|non-fast-forward|fetch first|cannot lock ref|failed to update ref|incorrect old value/.test(text)) throw fail('conflict', `${branch} on ${remote} has moved on.`, { hint: 'Try again.' });
      if (/\[remote rejected\]|pre-receive hook declined|protected branch/.test(text)) throw fail('forbidden', `${remote} refuses to take ${branch}.`, { hint: 'Ask its owner to let you push to this branch.' });
      throw said(result);
    },

    move: (root, branch, from, to, signal) => setRef(root, branch, from, to, signal),

    remotes: async (root, signal) => (await must(root, ['remote'], { signal })).split('\n').filter((name) => name !== ''),
  };
}

/** What git said, as a fault. */
function said({ stderr }: ProcessResult): FaultError {
  const all = decoder.decode(stderr).trim();
  const text = (/^(?:fatal|error): (.*)$/m.exec(all)?.[1] ?? all).slice(0, 400);
  if (/Authentication failed|Permission denied|could not read Username|terminal prompts disabled/i.test(all)) return fail('auth', `git: ${text}`, { hint: 'Sign in to the remote with git in a terminal first.' });
  if (/Could not resolve host|unable to access|Connection (refused|timed out)|does not appear to be a git repository|Could not read from remote/i.test(all)) return fail('unreachable', `git: ${text}`, { hint: 'Look at the remote and the network, then try again.' });
  return fail('internal', `git: ${text}`);
}
