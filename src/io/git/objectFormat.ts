import { fail } from '../../core/base/fault.ts';
import type { GitCommit, GitTreeEntry } from '../../core/port/git.ts';

const decoder = new TextDecoder();
const space = 32;
const nul = 0;

/** What most of them are: one text for thousands. */
const plainFile = '100644';

function isPlainFile(view: Buffer, at: number): boolean {
  for (let place = 0; place < plainFile.length; place += 1) if (view[at + place] !== plainFile.charCodeAt(place)) return false;
  return view[at + plainFile.length] === space;
}

/** Entries of a tree object. The length of the tree's own name tells SHA-1 from SHA-256. */
export function parseTree(sha: string, bytes: Uint8Array): GitTreeEntry[] {
  const shaBytes = sha.length / 2;
  const entries: GitTreeEntry[] = [];
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < view.length; ) {
    const isFile = isPlainFile(view, at);
    const modeEnd = isFile ? at + plainFile.length : view.indexOf(space, at);
    const nameEnd = view.indexOf(nul, modeEnd);
    if (modeEnd < 0 || nameEnd < 0 || nameEnd + shaBytes >= view.length + 1) {
      throw fail('corrupt', `The git tree ${sha} is broken.`, { hint: 'Run "git fsck".' });
    }
    const mode = isFile ? plainFile : view.toString('latin1', at, modeEnd);
    entries.push({
      mode,
      name: view.toString('utf8', modeEnd + 1, nameEnd),
      sha: view.toString('hex', nameEnd + 1, nameEnd + 1 + shaBytes),
      type: mode === '40000' || mode === '040000' ? 'tree' : mode === '160000' ? 'commit' : 'blob',
    });
    at = nameEnd + 1 + shaBytes;
  }
  return entries;
}

const person = /^(.*?) ?<([^>]*)> (-?\d+)/;

export function parseCommit(sha: string, bytes: Uint8Array): GitCommit {
  const text = decoder.decode(bytes);
  const split = text.indexOf('\n\n');
  const head = split < 0 ? text : text.slice(0, split);
  let tree = '';
  const parents: string[] = [];
  let author: RegExpExecArray | null = null;
  let committer: RegExpExecArray | null = null;
  for (const line of head.split('\n')) {
    if (line.startsWith('tree ')) tree = line.slice(5);
    else if (line.startsWith('parent ')) parents.push(line.slice(7));
    else if (line.startsWith('author ')) author ??= person.exec(line.slice(7));
    else if (line.startsWith('committer ')) committer ??= person.exec(line.slice(10));
  }
  return {
    sha,
    tree,
    parents,
    author: author?.[1] ?? '',
    authorEmail: author?.[2] ?? '',
    authoredMs: Number(author?.[3] ?? 0) * 1000,
    committedMs: Number(committer?.[3] ?? 0) * 1000,
    message: split < 0 ? '' : text.slice(split + 2),
  };
}

/** What an annotated tag points to. */
export function parseTagTarget(bytes: Uint8Array): { readonly sha: string; readonly type: string } | undefined {
  const match = /^object ([0-9a-f]+)\ntype (\w+)\n/.exec(decoder.decode(bytes));
  return match ? { sha: match[1] ?? '', type: match[2] ?? '' } : undefined;
}
