import { canonicalJson } from '../../core/base/canonicalJson.ts';
import { sha256 } from '../../core/base/sha256.ts';
import { toFault } from '../../core/base/fault.ts';
import { readEvidence } from '../../core/drift/evidence.ts';
import { reportContent } from '../../core/drift/report/reportDigest.ts';
import type { Digest, EvidenceItem } from '../../core/governance/ledger/entry.ts';
import { problemOf, type Problem } from '../../core/model/problem.ts';
import type { Files } from '../../core/port/files.ts';
import type { FoundCandidate } from './candidate.ts';
import { pathBelow } from './packCard.ts';

const maxReportBytes = 64 * 1024 * 1024;

export interface KeptResults {
  /** SHA-256 → the bytes that it is of. */
  readonly results: ReadonlyMap<Digest, Uint8Array>;
  readonly problems: readonly Problem[];
}

/**
 * The whole results that signed evidence holds the digest of, as far as they can still be found: what the run logged, the model's list
 * of files, and reports in the repository. What is not there any more, or was changed since, is left out.
 */
export async function keptResults(files: Pick<Files, 'readText' | 'stat'>, root: string, items: readonly EvidenceItem[], { files: listed, run, datasets }: FoundCandidate): Promise<KeptResults> {
  const wanted = new Set(items.map(({ digest }) => digest));
  const results = new Map<Digest, Uint8Array>();
  const problems: Problem[] = [];
  const offer = (text: string): void => {
    const digest = sha256(text);
    if (wanted.has(digest)) results.set(digest, new TextEncoder().encode(text));
  };
  for (const content of [run?.metrics, run?.params, listed, datasets]) if (content !== undefined) offer(canonicalJson(content));
  for (const { digest, from, kind } of items) {
    const path = pathBelow(root, from);
    // The card is a file of its own in the pack.
    if (kind === 'card' || results.has(digest) || path === undefined || (await files.stat(path))?.kind !== 'file') continue;
    try {
      const text = await files.readText(path, { maxBytes: maxReportBytes });
      offer(text);
      if (kind === 'drift') offer(reportContent(readEvidence(text)));
    } catch (error) {
      problems.push(problemOf(from, toFault(error), 'warning'));
    }
  }
  return { results, problems };
}
