import { useEffect, useState } from 'preact/hooks';
import { toFault } from '../../../src/core/base/fault.ts';
import type { ApprovalCard, ApprovalContract, ApprovalPicture } from '../../../src/protocol/approval.ts';
import type { ViewLink } from '../../../src/protocol/rpc/viewLink.ts';
import { Notice, Skeleton } from '../shell/Notice.tsx';
import { plain } from '../shell/words.ts';
import { CardBlocks, lines } from './CardBlocks.tsx';

/** The card as it was written at the candidate's commit: its shape is shown, and whatever else its markup holds does nothing. */
export function CardTab({ link, picture: { id, hasCard } }: { readonly link: ViewLink<ApprovalContract>; readonly picture: ApprovalPicture }) {
  const [card, setCard] = useState<ApprovalCard | null | undefined>(undefined);
  const [failed, setFailed] = useState('');
  useEffect(() => {
    if (!hasCard) return undefined;
    const controller = new AbortController();
    link.query('card', { id: id ?? '' }, controller.signal).then(setCard, (error: unknown) => {
      const fault = toFault(error);
      if (fault.code !== 'cancelled') setFailed(fault.message);
    });
    return () => controller.abort();
  }, [id, hasCard]);
  if (!hasCard) return <Notice icon="book" title="No model card is in the evidence" detail="A card that is committed with the model is read when approval is asked for." />;
  if (failed !== '') return <Notice icon="error" tone="error" title={plain(failed)} />;
  if (card === undefined) return <Skeleton lines={8} />;
  if (card === null) return <Notice icon="book" title="The card cannot be read here" detail="It is not in this clone at the commit of the model, or it is too large to show." />;
  return (
    <div class="scroll page" tabIndex={0} role="region" aria-label="Model card">
      <p class="faint mono">{plain(card.path)}</p>
      {card.frontMatter === null ? null : (
        <details>
          <summary>Front matter</summary>
          <pre class="card-code">{lines(card.frontMatter)}</pre>
        </details>
      )}
      <div class="card-text">
        <CardBlocks blocks={card.blocks} />
      </div>
    </div>
  );
}
