import type { Fields } from '../../../written/fields.ts';
import { checkApprovals, decodeApprovals, type ApprovalsCheck } from './approvals.ts';
import { checkCard, decodeCard, type CardCheck } from './card.ts';
import { checkChampion, decodeChampion, type ChampionCheck } from './champion.ts';
import { checkColumns, decodeColumns, type ColumnsCheck } from './columns.ts';
import { checkDrift, decodeDrift, type DriftCheck } from './drift.ts';
import type { Finding, RuleContext } from './finding.ts';
import { checkMetric, decodeMetric, type MetricCheck } from './metric.ts';
import { checkPinned, decodePinned, type PinnedCheck } from './pinned.ts';
import { checkReproduce, decodeReproduce, type ReproduceCheck } from './reproduce.ts';
import { checkSliceGap, decodeSliceGap, type SliceGapCheck } from './sliceGap.ts';

export type RuleCheck = MetricCheck | ChampionCheck | SliceGapCheck | DriftCheck | CardCheck | ColumnsCheck | ReproduceCheck | PinnedCheck | ApprovalsCheck;

type Kind<K extends RuleCheck['kind']> = {
  readonly decode: (fields: Fields) => Extract<RuleCheck, { readonly kind: K }> | undefined;
  readonly check: (check: Extract<RuleCheck, { readonly kind: K }>, context: RuleContext) => Finding;
};

/** The whole vocabulary: the key of a rule in the file → how it is read and held against the evidence. */
export const ruleKinds: { readonly [K in RuleCheck['kind']]: Kind<K> } = {
  metric: { decode: decodeMetric, check: checkMetric },
  champion: { decode: decodeChampion, check: checkChampion },
  slice_gap: { decode: decodeSliceGap, check: checkSliceGap },
  drift: { decode: decodeDrift, check: checkDrift },
  card: { decode: decodeCard, check: checkCard },
  columns: { decode: decodeColumns, check: checkColumns },
  reproduce: { decode: decodeReproduce, check: checkReproduce },
  pinned: { decode: decodePinned, check: checkPinned },
  approvals: { decode: decodeApprovals, check: checkApprovals },
};
