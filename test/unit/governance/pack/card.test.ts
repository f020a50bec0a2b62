import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sectionTexts } from '../../../../src/core/governance/card/sectionTexts.ts';
import type { EvidenceItem } from '../../../../src/core/governance/ledger/entry.ts';
import { signedCard } from '../../../../src/services/governance/packCard.ts';

const text = '---\nlicense: mit\n---\n# churn\n\n## Intended use\n\nRank customers.\n\n### For whom\n\nThe desk.\n\n```\n# no heading\n```\n\n## Limitations\n\n## Out-of-scope use ##\n\nLoans.\n';
const item = (from: string, digest: string): EvidenceItem => ({ kind: 'card', digest, from, asOf: '2026-01-01T00:00:00.000Z', values: new Map() });
const files = (content: string) => ({ stat: () => Promise.resolve({ kind: 'file' as const, sizeBytes: 1, modifiedMs: 1, inode: 1 }), read: () => Promise.resolve(new TextEncoder().encode(content)) });

describe('the card in a pack', () => {
  it('is told by section, as it was written', () => {
    expect([...sectionTexts(text)]).toEqual([['intended_use', 'Rank customers.\n\n### For whom\n\nThe desk.\n\n```\n# no heading\n```'], ['out_of_scope_use', 'Loans.']]);
  });

  it('is there only as it was signed, from below the repository', async () => {
    const digest = createHash('sha256').update(text).digest('hex');
    expect((await signedCard(files(text), '/r', [item('.mlops/cards/churn.md', digest)]))?.sections.size).toBe(2);
    expect(await signedCard(files(`${text} `), '/r', [item('.mlops/cards/churn.md', digest)])).toBeNull();
    for (const from of ['/etc/passwd', '../x', 'C:/x']) expect(await signedCard(files(text), '/r', [item(from, digest)])).toBeNull();
    expect(await signedCard(files(text), '/r', [])).toBeNull();
  });
});
