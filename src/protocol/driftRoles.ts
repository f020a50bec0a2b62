import { listOf, orNull, shape, text, type Decoder } from './rpc/decode.ts';

/** Columns that say what a model did, as a person chose them in the panel; null = none. */
export interface DriftRoles {
  readonly target: string | null;
  readonly prediction: string | null;
  /** The model's probability of the positive class. */
  readonly score: string | null;
  readonly time: string | null;
  /** Divide the rows for bias. */
  readonly groups: readonly string[];
}

export const rolesLimits = { name: 1000, groups: 4 } as const;

export const noRoles: DriftRoles = { target: null, prediction: null, score: null, time: null, groups: [] };

const name = text(rolesLimits.name);

export const driftRoles: Decoder<DriftRoles> = shape<DriftRoles>({
  target: orNull(name),
  prediction: orNull(name),
  score: orNull(name),
  time: orNull(name),
  groups: listOf(name, rolesLimits.groups),
});
