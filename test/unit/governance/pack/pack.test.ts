import { describe, expect, it } from 'vitest';
import { checkPack, type PackItem } from '../../../../src/core/governance/pack/checkPack.ts';
import { judgePack } from '../../../../src/services/governance/packGate.ts';
import { machine, packed, signatures, story } from './packs.ts';

const nothing = { root: null, signers: null };
const judged = (items: readonly PackItem[], outside = nothing as Parameters<typeof checkPack>[1]) => judgePack(machine, checkPack(items, outside, signatures), outside);

describe('an audit pack', () => {
  it('says the same again, of itself alone', async () => {
    const { input, people } = story();
    const { items, root } = packed(input, people[0]);
    expect(input.judged!.gate.decision).toBe('pass');
    console.log(`story pack: ${items.length} files, ${items.reduce((sum, { bytes }) => sum + bytes.length, 0)} bytes`);
    expect(await judged(items, { root, signers: null })).toMatchObject({ gate: input.judged!.gate, root, signedBy: 'ada', counted: 6 });
    expect(packed(input, people[0]).root).toBe(root);
  });
});
