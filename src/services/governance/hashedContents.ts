import { fail } from '../../core/base/fault.ts';
import type { ModelContent } from '../../core/capability/modelContent.ts';
import type { ModelFile } from '../../core/governance/modelDigest.ts';
import type { Signatures } from '../../core/port/signatures.ts';

const pieceBytes = 8 * 1024 * 1024;

/** Reads every byte of a version. Throws `conflict` for a file that changes meanwhile. */
export async function hashedContents(contents: readonly ModelContent[], signatures: Pick<Signatures, 'sha256InPieces'>, signal: AbortSignal, onProgress?: (doneBytes: number, ofBytes: number) => void): Promise<ModelFile[]> {
  const all = contents.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  let done = 0;
  const files: ModelFile[] = [];
  for (const content of contents) {
    const hasher = signatures.sha256InPieces();
    let size = 0;
    for (let at = 0; at < content.sizeBytes; at = size) {
      signal.throwIfAborted();
      const piece = await content.read(at, Math.min(at + pieceBytes, content.sizeBytes), signal);
      if (piece.length === 0) break;
      hasher.update(piece);
      size += piece.length;
      onProgress?.((done += piece.length), all);
    }
    const after = await content.read(size, size + 1, signal);
    if (size !== content.sizeBytes || after.length > 0) throw fail('conflict', `${content.path} of the model changed while it was read.`, { hint: 'Try again when nothing writes to it.' });
    files.push({ path: content.path, size, sha256: hasher.hex() });
  }
  return files;
}
