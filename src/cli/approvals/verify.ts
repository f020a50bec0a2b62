import { problemOf } from '../../core/model/problem.ts';
import { verifyLedger, type LedgerVerdict } from '../../services/governance/verifyLedger.ts';
import { exitCodes } from '../exit.ts';
import { listValue, type Answer, type Context } from '../noun.ts';
import { anchorOf } from '../nouns/gate.ts';
import { clean, type Style } from '../style.ts';
import { table } from '../table.ts';
import { readGoverned } from './seat.ts';

/** Every entry, every signature. Exit 4 where what counts is not whole. */
export async function verify(context: Context): Promise<Answer> {
  const anchor = anchorOf(listValue(context.values, 'anchor'));
  // A ledger that was not read must not look like one that is whole.
  const { repository, trusted, view, problems } = await readGoverned(context, { offline: 'refuse', anchor });
  const startedMs = performance.now();
  const verdict = await verifyLedger(repository, trusted, view, context.signal);
  const elapsedMs = Math.round(performance.now() - startedMs);
  const faults = verdict.broken.map(({ message }) => problemOf('mlops-ledger', { code: 'integrity', message, hint: 'Ask who may write to the branch mlops-ledger, and restore it from a clone that is whole.' }));
  const odd = verdict.texts.mismatched.map((digest) => problemOf('mlops-ledger', { code: 'corrupt', message: `The text beside entry ${digest.slice(0, 8)} is not the one that was signed; it is shown to nobody, and no verdict rests on it.` }, 'warning'));
  return {
    data: { ...verdict, elapsedMs },
    problems: [...problems, ...faults, ...odd],
    text: (style) => verdictText(verdict, style),
    exitCode: verdict.intact ? exitCodes.done : exitCodes.integrity,
  };
}

function verdictText(verdict: LedgerVerdict, style: Style): string {
  const counts = (of: Readonly<Record<string, number>>) => Object.entries(of).map(([name, number]) => `${clean(name)} ${number}`).join(', ') || '–';
  const { counted, quarantined } = verdict.entries;
  return [
    `${verdict.intact ? style.good('intact') : style.bad('broken')}  ${counted} entries count, ${quarantined} do not`,
    `genesis  ${verdict.genesis}`,
    `kinds    ${counts(verdict.kinds)}`,
    `keys     ${counts(verdict.keyTypes)}`,
    `signers  ${counts(verdict.signers)}`,
    `texts    ${verdict.texts.there} there, ${verdict.texts.erased} erased, ${verdict.texts.mismatched.length} not as signed`,
    `heads    ${verdict.heads.join(',') || '–'}`,
    `anchor   ${verdict.anchor.join(',') || 'none: nothing was seen of this ledger before'}`,
    ...verdict.broken.map(({ kind, message }) => `${style.bad(kind)}: ${clean(message)}`),
    ...(verdict.quarantined.length === 0 ? [] : ['', table(['NOT COUNTED', 'REASON'], verdict.quarantined.map(({ name, reason }) => [name.slice(0, 8), reason]), style)]),
  ].join('\n');
}
