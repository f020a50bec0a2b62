import type { Fields } from '../../../written/fields.ts';
import { checkApprovals, decodeApprovals, type ApprovalsCheck } from './approvals.ts';
import { checkCard, decodeCard, type CardCheck } from './card.ts';
import { checkChampion, decodeChampion, type ChampionCheck } from './champion.ts';
import { checkColumns, decodeColumns, type ColumnsCheck } from './columns.ts';
import { checkDrift, decodeDrift, type DriftCheck } from './drift.ts';
import { checkExpr, decodeExpr, type ExprCheck } from './expr.ts';
import type { Finding, RuleContext } from './finding.ts';
import { checkMetric, decodeMetric, type MetricCheck } from './metric.ts';
import { checkPinned, decodePinned, type PinnedCheck } from './pinned.ts';
import { checkReproduce, decodeReproduce, type ReproduceCheck } from './reproduce.ts';
import { checkSliceGap, decodeSliceGap, type SliceGapCheck } from './sliceGap.ts';

export type RuleCheck = MetricCheck | ChampionCheck | SliceGapCheck | DriftCheck | CardCheck | ColumnsCheck | ReproduceCheck | PinnedCheck | ApprovalsCheck | ExprCheck;

interface Kind<K extends RuleCheck['kind']> {
  /** From the whole rule: what the kind asks for stands under its name, and beside it for a few. */
  readonly decode: (rule: Fields) => Extract<RuleCheck, { readonly kind: K }> | undefined;
  readonly check: (check: Extract<RuleCheck, { readonly kind: K }>, context: RuleContext) => Finding;
}

/** The whole vocabulary: the key of a rule in the file → how it is read and held against the evidence. */
export const ruleKinds: { readonly [K in RuleCheck['kind']]: Kind<K> } = {
  metric: { decode: inMap('metric', decodeMetric), check: checkMetric },
  champion: { decode: inMap('champion', decodeChampion), check: checkChampion },
  slice_gap: { decode: inMap('slice_gap', decodeSliceGap), check: checkSliceGap },
  drift: { decode: inMap('drift', decodeDrift), check: checkDrift },
  card: { decode: inMap('card', decodeCard), check: checkCard },
  columns: { decode: inMap('columns', decodeColumns), check: checkColumns },
  reproduce: { decode: inMap('reproduce', decodeReproduce), check: checkReproduce },
  pinned: { decode: inMap('pinned', decodePinned), check: checkPinned },
  approvals: { decode: inMap('approvals', decodeApprovals), check: checkApprovals },
  expr: { decode: decodeExpr, check: checkExpr },
};

function inMap<T>(key: string, decode: (fields: Fields, rule: Fields) => T | undefined): (rule: Fields) => T | undefined {
  return (rule) => {
    const fields = rule.fields(key);
    return fields === undefined ? undefined : decode(fields, rule);
  };
}
