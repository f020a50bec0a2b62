import type { ApprovalPicture } from '../../../src/protocol/approval.ts';
import { Notice } from '../shell/Notice.tsx';
import { localTime, plain } from '../shell/words.ts';
import { agoText } from './state.ts';

/** Every piece that was signed for this version, whoever may bring it. */
export function EvidenceTab({ picture: { evidence, report } }: { readonly picture: ApprovalPicture }) {
  if (evidence.length === 0) return <Notice icon="beaker" title="No evidence was signed for this version" detail="A request brings what is known of it; a pipeline adds what it measured." />;
  return (
    <div class="scroll page" tabIndex={0} role="region" aria-label="Evidence">
      <table class="plain-table">
        <thead>
          <tr>
            <th scope="col">Kind</th>
            <th scope="col">From</th>
            <th scope="col">As of</th>
            <th scope="col">Signed by</th>
            <th scope="col">Digest</th>
          </tr>
        </thead>
        <tbody>
          {evidence.map(({ kind, digest, from, asOf, signer, entry, counts }, index) => (
            <tr key={index}>
              <th scope="row" class="is-short">{plain(kind)}</th>
              <td title={plain(from)}>{plain(shortId(from))}</td>
              <td title={localTime(asOf)} class="is-short">
                {asOf.startsWith('1970-01-01') ? 'not told' : `${agoText(asOf, report.evaluatedAt)}`}
              </td>
              <td class="is-short" title={`Entry ${entry}${counts ? '' : '\nThe policy takes evidence for this environment from other roles.'}`}>
                {plain(signer)}
                {counts ? '' : <span class="faint"> (not counted)</span>}
              </td>
              <td class="mono is-short" title={plain(digest)}>
                {plain(digest.slice(0, 12))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A commit in an id by its first digits. */
function shortId(id: string): string {
  return id.replace(/\b([0-9a-f]{12})[0-9a-f]{20,}\b/g, '$1…');
}
