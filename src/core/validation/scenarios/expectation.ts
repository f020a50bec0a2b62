import type { Outcome } from '../outcome.ts';

export type Comparator = '>=' | '<=' | '>' | '<';

/** `accuracy >= 0.8` */
export interface Expectation {
  /** As it is written. */
  readonly text: string;
  readonly metric: string;
  readonly comparator: Comparator;
  readonly bound: number;
}

/** What was seen of an expectation. */
export interface Judgement {
  readonly text: string;
  readonly metric: string;
  /** Null where the metric has no value here. */
  readonly observed: number | null;
  readonly outcome: Outcome;
  readonly reason: string | null;
}

const form = /^\s*([A-Za-z_]\w*)\s*(>=|<=|>|<)\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*$/;

/** Undefined where the text is no expectation. */
export function parseExpectation(text: string): Expectation | undefined {
  const [, metric, comparator, bound] = form.exec(text) ?? [];
  if (metric === undefined || comparator === undefined || bound === undefined) return undefined;
  return { text: text.trim(), metric, comparator: comparator as Comparator, bound: Number(bound) };
}

/** Unknown where there is no value: `reason` says why there is none. */
export function judge({ text, metric, comparator, bound }: Expectation, observed: number, reason: string | null = null): Judgement {
  if (Number.isNaN(observed)) return { text, metric, observed: null, outcome: 'unknown', reason: reason ?? `${metric} is not defined on these rows` };
  return { text, metric, observed, outcome: isMet(observed, comparator, bound) ? 'pass' : 'fail', reason: null };
}

function isMet(observed: number, comparator: Comparator, bound: number): boolean {
  switch (comparator) {
    case '>=':
      return observed >= bound;
    case '<=':
      return observed <= bound;
    case '>':
      return observed > bound;
    case '<':
      return observed < bound;
  }
}
