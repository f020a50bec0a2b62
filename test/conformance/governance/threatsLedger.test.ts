import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missing } from '../../support/tools.ts';
import { Mlops } from '../cli/mlops.ts';
import { Place } from './threats/place.ts';

describe.skipIf(missing('node'))('the ledger under attack', () => {
  let mlops: Mlops;
  let base: Place;
  beforeAll(async () => {
    mlops = await Mlops.make();
    base = await Place.make(mlops);
  });
  afterAll(async () => {
    base.dispose();
    await mlops.dispose();
  });
  it('x', async () => {
    const at = base.copy();
    console.log(await at.gate());
    await at.approved();
    console.log(await at.gate());
  });
});
