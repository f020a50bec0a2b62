import { createHash, randomBytes } from 'node:crypto';
import { fail, type FaultError } from '../../core/base/fault.ts';
import type { BranchChange, GitBranches } from '../../core/port/gitBranches.ts';
import type { Process, ProcessResult } from '../../core/port/process.ts';

/** What a repository's own config could run while something is written; transports and credentials stay the person's own. */
const overrides = ['core.hooksPath=/dev/null', 'core.fsmonitor=false', 'commit.gpgSign=false', 'push.gpgSign=false', 'gc.auto=0', 'maintenance.auto=false', 'core.pager=cat'] as const;

/** The commits carry no identity of their own: who said what is in the files. */
const nobody = 'MLOps Workbench <noreply@localhost>';

const networkTimeoutMs = 60_000;
const decoder = new TextDecoder();
const encoder = new TextEncoder();
const none = '0'.repeat(40);

/** On the git program. Changes something: for trusted folders only. */
export function nodeGitBranches(process: Process, program = 'git'): GitBranches {
  const run = (root: string, args: readonly string[], options: { stdin?: string | Uint8Array; signal: AbortSignal; isRemote?: boolean }): Promise<ProcessResult> =>
    process.run([program, ...overrides.flatMap((one) => ['-c', one]), ...args], {
      cwd: root,
      env: { GIT_TERMINAL_PROMPT: '0', GIT_PAGER: 'cat', LC_ALL: 'C', GIT_INDEX_FILE: undefined, GIT_DIR: undefined, GIT_WORK_TREE: undefined },
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
    if (result.exitCode !== 0) throw moved(branch);
  };

  /** Branch → tip, of what was fetched of a remote. */
  const fetched = async (root: string, remote: string, signal: AbortSignal): Promise<Map<string, string>> => {
    const place = fetchedRef(remote, '');
    const listed = await must(root, ['for-each-ref', '--format=%(objectname) %(refname)', place], { signal });
    return new Map(listed.split('\n').flatMap((line) => (line === '' ? [] : [[line.slice(line.indexOf(' ') + 1 + place.length), line.slice(0, line.indexOf(' '))] as const])));
  };

  /** What is on the branch is never changed: the same name with other bytes is somebody's mistake, or worse. */
  const refuseChanges = async (root: string, branch: string, parent: string, files: ReadonlyMap<string, Uint8Array>, signal: AbortSignal) => {
    const names = [...files.keys()];
    if (names.length === 0) return;
    const listed = await must(root, ['ls-tree', '-z', '--format=%(objectname) %(path)', parent, '--', ...names], { signal });
    for (const line of listed.split('\0').filter((one) => one !== '')) {
      const [sha, name] = [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)];
      const bytes = files.get(name);
      if (bytes !== undefined && blobSha(bytes, sha.length) !== sha) throw fail('conflict', `${name} is on ${branch} with other content.`, { hint: 'What is on this branch is never changed: look who wrote it.' });
    }
  };

  return {
    async add(root, change: BranchChange, signal) {
      const { branch, parent, files, replaces } = change;
      if (parent !== null) await refuseChanges(root, branch, parent, files, signal);
      // Made beside the branch where it is to be set from elsewhere: git itself takes steps forward only.
      const ref = replaces === undefined ? `refs/heads/${branch}` : `refs/mlops/making/${randomBytes(8).toString('hex')}`;
      const result = await run(root, ['fast-import', '--quiet', '--done', '--date-format=now'], { stdin: importStream(ref, change), signal });
      const text = decoder.decode(result.stderr);
      // It leaves a branch alone that has moved meanwhile.
      if (/not updating|unable to (create|lock)|cannot lock ref/i.test(text)) throw moved(branch);
      if (result.exitCode !== 0) throw said(result);
      const made = decoder.decode(result.stdout).trim();
      if (replaces === undefined) return made;
      const stdin = `update refs/heads/${branch} ${made} ${replaces}\ndelete ${ref}\n`;
      const set = await run(root, ['update-ref', '--create-reflog', '--stdin'], { stdin, signal });
      if (set.exitCode === 0) return made;
      await run(root, ['update-ref', '-d', ref], { signal });
      throw moved(branch);
    },

    async fetch(root, remote, branch, signal) {
      const target = fetchedRef(remote, branch);
      const result = await run(root, fetchArguments(remote, [branch]), { signal, isRemote: true });
      if (result.exitCode === 0) return must(root, ['rev-parse', '--verify', target], { signal });
      if (!/could(?:n't| not) find remote ref/i.test(decoder.decode(result.stderr))) throw said(result);
      // What was fetched before must not pass for what is there.
      await must(root, ['update-ref', '-d', target], { signal });
      return null;
    },

    async push(root, remote, branch, signal) {
      const tip = await must(root, ['rev-parse', '--verify', `refs/heads/${branch}`], { signal });
      const result = await run(root, ['push', '--quiet', '--no-verify', '--porcelain', '--', remote, `${tip}:refs/heads/${branch}`], { signal, isRemote: true });
      if (result.exitCode === 0) {
        await must(root, ['update-ref', fetchedRef(remote, branch), tip], { signal });
        return;
      }
      const text = `${decoder.decode(result.stdout)}\n${decoder.decode(result.stderr)}`;
      if (/\[rejected\]|non-fast-forward|fetch first|cannot lock ref|failed to update ref|incorrect old value/.test(text)) throw fail('conflict', `${branch} on ${remote} has moved on.`, { hint: 'Try again.' });
      if (/\[remote rejected\]|pre-receive hook declined|protected branch/.test(text)) throw fail('forbidden', `${remote} refuses to take ${branch}.`, { hint: 'Ask its owner to let you push to this branch.' });
      throw said(result);
    },

    move: (root, branch, from, to, signal) => setRef(root, branch, from, to, signal),

    async look(root, remote, branches, signal) {
      const wanted = branches.filter((one) => one !== null);
      const [listed, before] = await Promise.all([
        run(root, ['ls-remote', '--symref', '--', remote, 'HEAD', ...wanted.map((one) => `refs/heads/${one}`)], { signal, isRemote: true }),
        fetched(root, remote, signal),
      ]);
      if (listed.exitCode !== 0) throw said(listed);
      const { out, tips } = parseLook(decoder.decode(listed.stdout));
      const names = [...new Set([...wanted, ...(branches.includes(null) && out !== null ? [out] : [])])];
      const moved = names.filter((name) => tips.get(name) !== before.get(name));
      const gone = moved.filter((name) => !tips.has(name));
      const there = moved.filter((name) => tips.has(name));
      // What was fetched before must not pass for what is there.
      for (const name of gone) await must(root, ['update-ref', '-d', fetchedRef(remote, name)], { signal });
      if (there.length > 0) await must(root, fetchArguments(remote, there), { signal, isRemote: true });
      const now = there.length > 0 ? await fetched(root, remote, signal) : before;
      return { out, branches: new Map(names.map((name) => [name, { tip: gone.includes(name) ? null : (now.get(name) ?? null), before: before.get(name) ?? null }])) };
    },

    async deepen(root, remote, signal) {
      await must(root, ['fetch', '--quiet', '--unshallow', '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules', '--', remote], { signal, isRemote: true });
    },

    async addTag(root, { name, commit, message }, signal) {
      const result = await run(root, ['-c', 'tag.gpgSign=false', 'tag', '--annotate', '--cleanup=verbatim', '--file=-', '--', name, commit], { stdin: message, signal });
      if (result.exitCode === 0) return;
      if (/already exists/.test(decoder.decode(result.stderr))) throw fail('conflict', `There is a tag ${name} already.`, { hint: 'Try again.' });
      throw said(result);
    },

    async pushTag(root, remote, name, signal) {
      const result = await run(root, ['push', '--quiet', '--no-verify', '--porcelain', '--', remote, `refs/tags/${name}:refs/tags/${name}`], { signal, isRemote: true });
      if (result.exitCode === 0) return;
      const text = `${decoder.decode(result.stdout)}\n${decoder.decode(result.stderr)}`;
      if (!/\[rejected\]|already exists/.test(text)) throw said(result);
      // Somebody's was first, and theirs is what counts.
      await must(root, ['tag', '--delete', name], { signal });
      throw fail('conflict', `${remote} has another tag ${name}: somebody was faster.`, { hint: 'Look at what they did, then try again.' });
    },

    async fetchTags(root, remote, signal) {
      // Not quiet: then it does not say which.
      const result = await run(root, ['fetch', '--tags', '--no-write-fetch-head', '--no-recurse-submodules', '--', remote], { signal, isRemote: true });
      if (result.exitCode === 0) return;
      // Git names each of them, has left them as they are here, and has taken all others.
      const replaced = [...decoder.decode(result.stderr).matchAll(/^ ! \[rejected\] +(\S+) +-> .*would clobber existing tag/gm)].map(([, name = '']) => name);
      if (replaced.length === 0) throw said(result);
      throw fail('conflict', `${remote} has ${replaced.length === 1 ? `another tag ${replaced[0]}` : `other tags ${replaced.slice(0, 5).join(', ')}${replaced.length > 5 ? ' …' : ''}`} than this clone: somebody replaced ${replaced.length === 1 ? 'it' : 'them'} there, or here.`, {
        hint: `A tag is never to move: ask who moved it. git ls-remote --tags ${remote} shows theirs; git tag -d ${replaced[0]} gives yours up, and the next call takes theirs.`,
      });
    },

    remotes: async (root, signal) => (await must(root, ['remote'], { signal })).split('\n').filter((name) => name !== ''),
  };
}

const fetchedRef = (remote: string, branch: string) => `refs/mlops/remotes/${remote}/${branch}`;

function fetchArguments(remote: string, branches: readonly string[]): string[] {
  return ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules', '--', remote, ...branches.map((one) => `+refs/heads/${one}:${fetchedRef(remote, one)}`)];
}

/** Output of `git ls-remote --symref`: which branch is out, and branches with their tips. */
function parseLook(text: string): { readonly out: string | null; readonly tips: ReadonlyMap<string, string> } {
  const out = /^ref: refs\/heads\/(\S+)\tHEAD$/m.exec(text)?.[1] ?? null;
  const tips = new Map<string, string>();
  for (const [, sha, name] of text.matchAll(/^([0-9a-f]{40,64})\t(HEAD|refs\/heads\/\S+)$/gm)) {
    if (name !== 'HEAD') tips.set(name!.slice('refs/heads/'.length), sha!);
    else if (out !== null) tips.set(out, sha!);
  }
  return { out, tips };
}

/** A commit for git fast-import, which then says its sha. */
function importStream(ref: string, { parent, files, emptied = [], message }: BranchChange): Uint8Array {
  const parts: Uint8Array[] = [];
  const data = (bytes: Uint8Array) => parts.push(encoder.encode(`data ${bytes.length}\n`), bytes, encoder.encode('\n'));
  parts.push(encoder.encode(`commit ${ref}\nmark :1\ncommitter ${nobody} now\n`));
  data(encoder.encode(message));
  if (parent !== null) parts.push(encoder.encode(`from ${parent}\n`));
  for (const [name, bytes] of [...files, ...emptied.map((one) => [one, new Uint8Array()] as const)]) {
    parts.push(encoder.encode(`M 100644 inline ${quoted(name)}\n`));
    data(bytes);
  }
  parts.push(encoder.encode('get-mark :1\ndone\n'));
  return Buffer.concat(parts);
}

/** As C has it: every byte that is no plain letter by its octal number. */
function quoted(name: string): string {
  return `"${Array.from(encoder.encode(name), (byte) => (byte < 0x20 || byte > 0x7e || byte === 0x22 || byte === 0x5c ? `\\${byte.toString(8).padStart(3, '0')}` : String.fromCharCode(byte))).join('')}"`;
}

/** The name git gives a file's bytes; of a repository with SHA-1 or SHA-256 names. */
function blobSha(bytes: Uint8Array, digits: number): string {
  return createHash(digits === 64 ? 'sha256' : 'sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

function moved(branch: string): FaultError {
  return fail('conflict', `The branch ${branch} moved while it was written to.`, { hint: 'Try again.' });
}

/** What git said, as a fault. */
function said({ stderr }: ProcessResult): FaultError {
  const all = decoder.decode(stderr).trim();
  const text = (/^(?:fatal|error): (.*)$/m.exec(all)?.[1] ?? all).slice(0, 400);
  if (/Authentication failed|Permission denied|could not read Username|terminal prompts disabled/i.test(all)) return fail('auth', `git: ${text}`, { hint: 'Sign in to the remote with git in a terminal first.' });
  if (/Could not resolve host|unable to access|Connection (refused|timed out)|does not appear to be a git repository|Could not read from remote/i.test(all)) return fail('unreachable', `git: ${text}`, { hint: 'Look at the remote and the network, then try again.' });
  return fail('internal', `git: ${text}`);
}
