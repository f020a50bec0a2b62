import { afterAll, beforeAll } from 'vitest';
import { Mlops } from '../../cli/mlops.ts';
import { Place } from './place.ts';

/** A fresh copy of one place for each attack of a file. */
export function places(): () => Place {
  let mlops: Mlops;
  let base: Place;
  const copies: Place[] = [];
  beforeAll(async () => {
    mlops = await Mlops.make();
    base = await Place.make(mlops);
  });
  afterAll(async () => {
    for (const place of [base, ...copies]) place.dispose();
    await mlops.dispose();
  });
  return () => {
    const place = base.copy();
    copies.push(place);
    return place;
  };
}
