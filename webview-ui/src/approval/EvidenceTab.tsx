import type { ApprovalPicture } from '../../../src/protocol/approval.ts';
import { Notice } from '../shell/Notice.tsx';
import { localTime, plain } from '../shell/words.ts';
import { ageText } from './state.ts';

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
            <th scope="col">Entry</th>
          </tr>
        </thead>
        <tbody>
          {evidence.map(({ kind, digest, from, asOf, signer, entry }, index) => (
            <tr key={index}>
              <th scope="row">{plain(kind)}</th>
              <td class="wraps">{plain(from)}</td>
              <td title={localTime(asOf)} class="is-short">
                {asOf.startsWith('1970-01-01') ? 'not told' : `${ageText(asOf, report.evaluatedAt)} ago`}
              </td>
              <td>{plain(signer)}</td>
              <td class="mono" title={plain(digest)}>
                {plain(digest.slice(0, 12))}
              </td>
              <td class="mono" title={entry}>
                {entry.slice(0, 8)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
