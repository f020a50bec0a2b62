import type { KeptRun } from './keptRun.ts';

/** An editor's own translation; `{0}` are the arguments. */
type Translate = (message: string, ...values: Array<string | number>) => string;

const plainly: Translate = (message, ...values) => message.replace(/\{(\d)\}/g, (_, at: string) => String(values[Number(at)] ?? ''));

/** What a monitor found last, in a few words without the time: `drift · 3 of 24 columns`. */
export function stateWords(run: KeptRun | null, t: Translate = plainly): string {
  if (run === null) return t('never run');
  const { quality, performance } = countsOf(run);
  const more = [
    ...(performance > 0 ? [t('performance beyond its limit')] : []),
    ...(quality > 0 ? [quality === 1 ? t('1 quality rule not met') : t('{0} quality rules not met', quality)] : []),
  ];
  return [driftWords(run, t), ...more].join(' · ');
}

function driftWords({ verdict, columns, families, reason }: KeptRun, t: Translate): string {
  if (verdict === 'no-drift') return t('no drift');
  if (verdict === 'unknown') return t('unknown: {0}', reason);
  if (columns.drifted === 0 && families.length > 0) return t('drift · {0}', families.join(', '));
  return t('drift · {0} of {1} columns', columns.drifted, columns.all);
}

function countsOf({ alarms }: KeptRun): { readonly quality: number; readonly performance: number } {
  const count = (wanted: string): number => alarms.filter(({ kind }) => kind === wanted).length;
  return { quality: count('quality'), performance: count('performance') };
}
