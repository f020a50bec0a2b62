import type { GitHead, GitRef } from '../../core/port/git.ts';

/** NUL-separated, so that nothing a ref is called can be taken for another field. */
export const refFormat = '%(objectname)%00%(objecttype)%00%(*objectname)%00%(*objecttype)%00%(refname)';
/** Opens no object, so that one broken ref cannot hide the others. */
export const bareRefFormat = '%(objectname)%00%(refname)';

export function parseRefs(text: string): GitRef[] {
  const refs: GitRef[] = [];
  for (const line of text.split('\n')) {
    const [sha, type, peeledSha, peeledType, name] = line.split('\0');
    if (sha === undefined || name === undefined) continue;
    refs.push({ name, sha, type: type as GitRef['type'], peeledSha: peeledSha || null, peeledType: peeledType || null });
  }
  return refs;
}

export function parseBareRefs(text: string): Array<{ readonly sha: string; readonly name: string }> {
  return text.split('\n').flatMap((line) => {
    const [sha, name] = line.split('\0');
    return sha !== undefined && name !== undefined ? [{ sha, name }] : [];
  });
}

/** What the HEAD file says. With the reftable backend it holds a fixed, invalid name: then git must be asked. */
export function parseHead(text: string): GitHead | 'elsewhere' {
  const ref = /^ref:\s*(\S.*?)\s*$/.exec(text)?.[1];
  if (ref === 'refs/heads/.invalid') return 'elsewhere';
  if (ref !== undefined) return { sha: null, ref };
  return { sha: text.trim() || null, ref: null };
}

const reflogLine = /^[0-9a-f]+ ([0-9a-f]+) [^\t]*(?:\t(.*))?$/;

/** Newest first. */
export function parseReflog(text: string): Array<{ readonly sha: string; readonly message: string }> {
  return text
    .split('\n')
    .flatMap((line) => {
      const match = reflogLine.exec(line);
      return match ? [{ sha: match[1] ?? '', message: match[2] ?? '' }] : [];
    })
    .reverse();
}
