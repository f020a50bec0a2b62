import type { TextRange } from '../../model/pipeline.ts';
import type { Expectation } from './expectation.ts';
import type { Perturbation } from './perturbation.ts';

export const scenarioKinds = ['stress', 'seasonal', 'adversarial'] as const;

/** A named state of the world that a model should stand. */
export interface Scenario {
  readonly name: string;
  readonly kind: (typeof scenarioKinds)[number];
  /** DATA of its own; null = the suite's. */
  readonly data: string | null;
  /** Rows that belong to it, in the filter language with column names as fields; null = all. */
  readonly where: string | null;
  /** Done to those rows, in order. */
  readonly perturb: readonly Perturbation[];
  /** Of the perturbations; each scenario draws its own numbers from it. */
  readonly seed: number;
  readonly expect: readonly Expectation[];
  /** With fewer rows than this nothing is said. */
  readonly minimumRows: number;
  /** Of its name in validation.yaml. */
  readonly range: TextRange;
}
