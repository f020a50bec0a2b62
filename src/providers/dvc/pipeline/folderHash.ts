import { createHash } from 'node:crypto';

/** The digest DVC gives a folder: MD5 of the sorted JSON listing as Python writes it, and `.dir`. */
export function folderDigest(files: ReadonlyArray<{ readonly path: string; readonly digest: string }>): string {
  const sorted = [...files].sort((a, b) => byCodePoint(a.path, b.path));
  const items = sorted.map(({ path, digest }) => `{"md5": "${digest}", "relpath": ${asciiJson(path)}}`);
  return `${createHash('md5').update(`[${items.join(', ')}]`).digest('hex')}.dir`;
}

function asciiJson(text: string): string {
  return JSON.stringify(text).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Python sorts text by code points, JavaScript by UTF-16 units. */
function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
