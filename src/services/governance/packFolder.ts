import { fail } from '../../core/base/fault.ts';
import type { PackItem } from '../../core/governance/pack/checkPack.ts';
import { rootSignaturePath, scriptPath, sumsPath, type PackFile } from '../../core/governance/pack/packFile.ts';
import type { Files } from '../../core/port/files.ts';

const mostFiles = 500_000;
const mostBytes = 1024 ** 3;
const deepest = 8;

/** Everything below a pack's folder, links as links. Throws `notFound` where there is none, `tooLarge` for what is no pack by its size. */
export async function readPackFolder(files: Files, folder: string): Promise<PackItem[]> {
  const found: PackItem[] = [];
  let bytes = 0;
  const walk = async (below: string, depth: number): Promise<void> => {
    const entries = await files.list(below === '' ? folder : `${folder}/${below}`);
    if (entries === undefined) throw fail('notFound', `There is no folder ${folder}.`, { hint: 'Name the folder that “mlops approvals export” made.' });
    if (found.length + entries.length > mostFiles || depth > deepest) throw fail('tooLarge', `${folder} holds more than any pack does.`, { hint: 'Name the folder of the pack itself.' });
    for (const { name, kind } of entries) {
      const path = below === '' ? name : `${below}/${name}`;
      if (kind === 'folder') await walk(path, depth + 1);
      else if (kind !== 'file') found.push({ path, kind: kind === 'link' ? 'link' : 'other', mode: null, bytes: new Uint8Array() });
      else {
        const content = await files.read(`${folder}/${path}`, { maxBytes: mostBytes });
        bytes += content.length;
        if (bytes > mostBytes) throw fail('tooLarge', `${folder} holds more than ${mostBytes} bytes.`);
        found.push({ path, kind: 'file', mode: (await files.stat(`${folder}/${path}`))?.mode ?? null, bytes: content });
      }
    }
  };
  await walk('', 0);
  return found;
}

/**
 * Writes a pack into a folder that is not there yet or empty; its signature last, so that half a pack is none. Throws `invalid` for a
 * folder that holds something.
 */
export async function writePackFolder(files: Files, folder: string, contents: readonly PackFile[], sums: Uint8Array, signature: Uint8Array): Promise<void> {
  for (const { path, bytes } of contents) await files.writeAtomic(`${folder}/${path}`, bytes, { mode: path === scriptPath ? 0o755 : 0o644 });
  await files.writeAtomic(`${folder}/${sumsPath}`, sums, { mode: 0o644 });
  await files.writeAtomic(`${folder}/${rootSignaturePath}`, signature, { mode: 0o644 });
}

/** Throws `invalid` unless a pack can be written there. Asked before anybody is asked for a passphrase. */
export async function requireEmpty(files: Files, folder: string): Promise<void> {
  const stat = await files.stat(folder);
  if (stat === undefined) return;
  if (stat.kind === 'folder' && (await files.list(folder))?.length === 0) return;
  throw fail('invalid', `${folder} is not empty.`, { hint: 'Name a folder that is not there yet: --out DIR.' });
}
