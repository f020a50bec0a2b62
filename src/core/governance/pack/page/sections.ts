import { noEvidence, type ControlMap } from '../../controls/mapControls.ts';
import { performanceMetrics } from '../../bom/performanceMetrics.ts';
import type { Entry } from '../../ledger/entry.ts';
import type { CountedEntry } from '../../ledger/weigh.ts';
import type { Judged } from '../packInput.ts';
import type { PackView } from '../packView.ts';
import { deed, e, entryLink, facts, fileLink, mono, quote, table, when } from './parts.ts';

const outcomes = { pass: 'pass', fail: 'fail', unknown: 'unknown', waived: 'waived' } as const;

export function rules({ gate }: Judged): string {
  if (gate.rules.length === 0) return '<p>No rule was held against the evidence.</p>';
  const rows = gate.rules.map(({ id, outcome, expected, observed, reason }) => [`<span class="chip ${outcome}">${outcomes[outcome]}</span>`, mono(id), e(expected), e(observed), e(reason)]);
  return table(['Outcome', 'Rule', 'Expected', 'Observed', 'Why'], rows);
}

const decisions: ReadonlyArray<Entry['kind']> = ['request', 'approve', 'reject', 'request-changes', 'waive'];

/** Everybody who asked or decided, by the ids of the roster. */
export function people({ entries, said }: PackView): string {
  const rows = entries
    .filter(({ entry }) => decisions.includes(entry.kind))
    .map(({ entry, signer }) => [`<b>${e(signer.id)}</b>`, `${deed(entry)}${quote(said(entry))}`, when(entry.claimedAt), entryLink(entry.digest)]);
  if (rows.length === 0) return '<p>Nobody asked for approval or decided.</p>';
  return `<p class="faint">People go by their ids in ${fileLink('roster.yaml')}; which of these count, the rules above say.</p>${table(['Who', 'What', 'When (UTC)', 'Entry'], rows)}`;
}

export function evidence({ measured, evidence: readings, input }: PackView): string {
  if (measured.length === 0) return '<p>No evidence that counts was signed.</p>';
  const kept = input.judged?.results;
  const items = measured.flatMap(({ entry, signer }) => entry.items.map((item) => [e(item.kind), e(item.from), when(item.asOf), `${e(signer.id)}, ${entryLink(entry.digest)}`, kept?.has(item.digest) ? `<a class="mono short" href="evidence/${item.digest}.json">${item.digest.slice(0, 8)}</a>` : `<span class="mono" title="${item.digest}">${item.digest.slice(0, 8)}</span>`]));
  const metrics = performanceMetrics(readings).map(({ type, slice, value, confidenceInterval }) => [mono(type), slice === undefined ? '<span class="faint">all</span>' : e(slice), e(value), confidenceInterval === undefined ? '' : `${e(confidenceInterval.lowerBound)} to ${e(confidenceInterval.upperBound)}`]);
  return `${table(['Kind', 'From', 'As of (UTC)', 'Signed by', 'Result'], items)}${metrics.length === 0 ? '' : `<h3>Metrics</h3>${table(['Metric', 'Rows', 'Value', '95 % interval'], metrics, { numbers: [2, 3] })}`}`;
}

export function timeline({ entries, said }: PackView): string {
  const item = ({ entry, signer }: CountedEntry) => `<li class="${entry.kind}"><span class="faint">${when(entry.claimedAt)}</span> · ${entryLink(entry.digest)}<br><b>${e(signer.id)}</b> ${deed(entry)}${decisions.includes(entry.kind) ? '' : quote(said(entry))}</li>`;
  return `<p class="faint">In the order in which entries build on each other. Times are in UTC, by their writers’ clocks.</p><ol class="line">${entries.map(item).join('')}</ol>`;
}

export function controls({ reads, frameworks, evidence: found }: ControlMap): string {
  const cell = (ids: ControlMap['frameworks'][number]['controls'][number]['evidenceFor']) => (ids === noEvidence ? `<span class="faint">${noEvidence}</span>` : ids.map((id) => e(found[id]!.what)).join('; '));
  const one = ({ name, controls: all }: ControlMap['frameworks'][number]) => `<h3>${e(name)}</h3>${table(['Control', 'Title', 'Evidence for it in this pack'], all.map(({ id, title, evidenceFor }) => [`<b>${e(id)}</b>`, e(title), cell(evidenceFor)]), { isEven: true })}`;
  return `<p>${e(reads)} ${fileLink('controls.json')} names the files.</p>${frameworks.map(one).join('')}`;
}

export function integrity({ input: { weighed, genesis, anchor, governed } }: PackView): string {
  const others = weighed.quarantined;
  const rows: Array<[string, string]> = [
    ['Ledger', `begins with ${mono(genesis)}`],
    ['Ends with', weighed.heads.map((head) => mono(head)).join('<br>')],
    ['Counted', `${weighed.counted.size} entries, each signed by a key of the roster; ${fileLink('counted.txt')} names them`],
    ['Not counted', others.length === 0 ? 'none' : `${others.length}, with reasons in ${fileLink('decision.json')}`],
    ['Held against', anchor.length === 0 ? 'nothing that was seen before' : anchor.map((one) => mono(one)).join('<br>')],
    ['Policy, roster', `${fileLink('policy.yaml')} and ${fileLink('roster.yaml')} as ${mono(governed.ref)} had them at ${mono(governed.commit)}`],
  ];
  return facts(rows);
}

export const howToVerify = `<p>The root of this pack is not in it: it was printed when the pack was made. Take it, and the keys of those who may sign, from somebody else than who gave you the pack.</p>
<pre>sha256sum SHA256SUMS                    # must print ROOT
sha256sum --strict -c SHA256SUMS        # every file is as it was listed
sh verify.sh ROOT ALLOWED_SIGNERS       # both, and every signature
mlops gate --pack . --root ROOT --allowed-signers ALLOWED_SIGNERS   # makes the decision anew</pre>`;
