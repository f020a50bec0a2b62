import { toBase64 } from '../../../base/base64.ts';
import { sha256 } from '../../../base/sha256.ts';
import type { ControlMap } from '../../controls/mapControls.ts';
import type { PackView } from '../packView.ts';
import { e, facts, mono, when } from './parts.ts';
import * as sections from './sections.ts';
import { style } from './style.ts';

/**
 * The pack for people to read: one page without a script, that loads nothing, with all text from outside escaped. The same pack gives
 * the same bytes. It is a copy for reading: what counts are the entries beside it.
 */
export function packPage(view: PackView, controls: ControlMap): string {
  const { judged } = view.input;
  const title = judged === null ? 'Ledger of approvals' : `${judged.gate.model} ${judged.gate.version ?? ''} → ${judged.gate.env}`;
  const parts: ReadonlyArray<readonly [string, string] | null> = [
    judged && ['Rule by rule', sections.rules(judged)],
    ['Who decided', sections.people(view)],
    judged && ['On what evidence', sections.evidence(view)],
    ['What happened', sections.timeline(view)],
    ['Evidence for controls', sections.controls(controls)],
    ['Integrity', sections.integrity(view)],
    ['How to verify this pack', sections.howToVerify],
  ];
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${hashOf(style)}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${e(title)}</title>
<style>${style}</style>
</head>
<body>
<header>
<p class="kicker">${judged === null ? 'Audit pack of a whole ledger' : 'Audit pack of one decision'}</p>
<h1>${e(title)}</h1>
${judged === null ? '' : heading(view)}
</header>
<main>
${parts.flatMap((part) => (part === null ? [] : [`<section><h2>${part[0]}</h2>\n${part[1]}</section>`])).join('\n')}
</main>
<footer>A copy for reading, made from the entries, the policy and the roster beside it. Those are what counts.</footer>
</body>
</html>
`;
}

const verdicts = { pass: 'Passed', fail: 'Failed', unknown: 'Not known, which blocks' } as const;

function heading({ input: { judged, governed } }: PackView): string {
  const { gate, candidate } = judged!;
  const verdict = `<p class="verdict ${gate.decision}"><b>${verdicts[gate.decision]}</b><span>${e(gate.reason)}</span></p>`;
  return `${verdict}\n${facts([
    ['Model', `${e(candidate.model)}, version ${e(candidate.version)}`],
    ['Environment', e(candidate.env)],
    ['Model digest', mono(candidate.artifact)],
    ['Made from commit', mono(candidate.commit)],
    ['Data', mono(candidate.data)],
    ['Params', mono(candidate.params)],
    ['Metrics', mono(candidate.metrics)],
    ['Policy at', `${mono(governed.ref)} ${mono(governed.commit)}`],
    ['Judged', `${when(gate.evaluatedAt)} UTC`],
  ])}`;
}

/** As `Content-Security-Policy` names a style that it lets through. */
function hashOf(text: string): string {
  return `sha256-${toBase64(Uint8Array.from(sha256(text).match(/../g)!, (hex) => Number.parseInt(hex, 16)))}`;
}
