/** `unknown`: what is asked could not be seen, which is no pass. */
export type Outcome = 'pass' | 'fail' | 'unknown';

/** fail > unknown > pass; nothing at all is unknown. */
export function worstOutcome(outcomes: readonly Outcome[]): Outcome {
  if (outcomes.includes('fail')) return 'fail';
  return outcomes.length === 0 || outcomes.includes('unknown') ? 'unknown' : 'pass';
}
