import { fail } from '../core/base/fault.ts';
import type { StageParam } from '../core/model/pipeline.ts';
import type { ParamSet, ParamValue } from '../services/launchGrid.ts';

/** Typed text with the types that the stage's params have, so that a number arrives as one. Throws `invalid`. */
export function typedParams(texts: ParamSet, known: readonly StageParam[]): ParamSet {
  return Object.fromEntries(
    Object.entries(texts).map(([key, value]) => {
      const param = known.find((one) => one.key === key);
      return [key, typeof value === 'string' ? typed(key, value, param?.value === null ? undefined : param?.type) : value];
    }),
  );
}

function typed(key: string, text: string, type: StageParam['type'] | undefined): ParamValue {
  const guess = guessed(text);
  if (type === undefined) return guess;
  if (type !== 'number' && type !== 'boolean') return text;
  if (typeof guess !== type) throw fail('invalid', `The parameter “${key}” is a ${type}, “${text}” is not.`);
  return guess;
}

/** As YAML would read it, where nobody says what it is. */
function guessed(text: string): ParamValue {
  if (/^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(text)) return Number(text);
  return text === 'true' ? true : text === 'false' ? false : text;
}
