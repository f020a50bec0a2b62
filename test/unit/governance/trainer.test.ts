import { describe, expect, it } from 'vitest';
import { trainerOf } from '../../../src/core/governance/makers/trainerOf.ts';
import { person, rosterOf, signer } from './ledgers.ts';

const [ada, bo] = ['ada', 'bo'].map((id) => person(signer(id), ['ml-lead'])) as [ReturnType<typeof person>, ReturnType<typeof person>];

describe('who trained a model', () => {
  it('is whose account the run notes', () => {
    expect(trainerOf('ada@cluster', rosterOf({ ...ada, accounts: ['ada@cluster'] }, bo))).toBe('ada');
  });

  it('is unknown where the account is nobody’s, or was taken away, and accounts are kept', () => {
    const roster = rosterOf({ ...ada, accounts: ['ada@cluster'] }, bo);
    expect(trainerOf('eve', roster)).toEqual({ unknown: expect.stringContaining('“eve”') as string });
    expect(trainerOf(null, roster)).toEqual({ unknown: expect.stringContaining('not noted') as string });
  });

  it('is not asked where the roster keeps no accounts', () => {
    const roster = rosterOf(ada, bo);
    expect([trainerOf('eve', roster), trainerOf(null, roster)]).toEqual([null, null]);
  });
});
