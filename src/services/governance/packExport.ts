import type { Digest } from '../../core/governance/ledger/entry.ts';
import { buildPack, sumsOf } from '../../core/governance/pack/buildPack.ts';
import { checkPack, type PackItem } from '../../core/governance/pack/checkPack.ts';
import { rootSignaturePath, sumsPath } from '../../core/governance/pack/packFile.ts';
import type { PackInput } from '../../core/governance/pack/packInput.ts';
import type { Machine } from '../../core/port/machine.ts';
import { judgePack } from './packGate.ts';
import { requireEmpty, writePackFolder } from './packFolder.ts';

export interface Exported {
  /** Of the pack: to be handed over on another way than the pack. */
  readonly root: Digest;
  /** Absolute. */
  readonly path: string;
  /** Files that SHA256SUMS covers. */
  readonly files: number;
}

/** An armoured signature for the ledger over these bytes. */
export type SignRoot = (bytes: Uint8Array, signal: AbortSignal) => Promise<Uint8Array>;

/**
 * Makes an audit pack in `folder`, which must be empty or not there (else `invalid`). Before a byte is written the pack is judged as its
 * reader will: one that does not come out with the same decision is not given out. Throws what signing throws, and `integrity`.
 */
export async function exportPack(machine: Pick<Machine, 'files' | 'signatures' | 'parseYaml'>, input: PackInput, folder: string, sign: SignRoot, signal: AbortSignal): Promise<Exported> {
  const { files, signatures } = machine;
  await requireEmpty(files, folder);
  const contents = buildPack(input);
  const sums = sumsOf(contents, (bytes) => signatures.sha256Hex(bytes));
  const signature = await sign(sums.bytes, signal);
  const items = [...contents, { path: sumsPath, bytes: sums.bytes }, { path: rootSignaturePath, bytes: signature }].map((one): PackItem => ({ ...one, kind: 'file', mode: null }));
  const outside = { root: sums.root, signers: null };
  await judgePack(machine, checkPack(items, outside, signatures), outside);
  await writePackFolder(files, folder, contents, sums.bytes, signature);
  return { root: sums.root, path: folder, files: contents.length };
}
