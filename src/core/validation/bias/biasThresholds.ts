import { fail } from '../../base/fault.ts';
import type { BiasThresholds, ThresholdRole } from '../../model/bias.ts';
import type { BiasInput } from './biasInput.ts';
import { groupColumn, type Bins, type GroupColumn } from './groupColumn.ts';
import { groupingBy } from './grouping.ts';
import type { ClassOutcome } from './outcome.ts';
import { readOutcome } from './readOutcome.ts';
import { chooseThreshold } from './thresholds/chooseThreshold.ts';
import { thresholdCurves } from './thresholds/curves.ts';
import type { ScoredPart } from './thresholds/scoredPart.ts';

/**
 * Curves of the measured data by each group column, and a threshold chosen on the tuning part for the groups of the first one.
 * Null without scores. `columns`: as the measured rows were divided; the tuning part is divided at the same edges.
 */
export function biasThresholds(input: BiasInput, outcome: ClassOutcome, columns: readonly GroupColumn[]): BiasThresholds | null {
  if (outcome.scores === null || columns.length === 0) return null;
  const parts = columns.map((column) => scoredPart('test', input.data, outcome, column));
  if (parts[0]!.truth.length === 0) return null;
  const { wish, least } = input.settings;
  return {
    curves: parts.map((part) => thresholdCurves(part, least)),
    choice: chooseThreshold(input.tune === undefined ? undefined : tunePart(input.tune, input, outcome, columns[0]!), parts[0]!, wish, least),
  };
}

function tunePart(tune: NonNullable<BiasInput['tune']>, { settings }: BiasInput, { classes }: ClassOutcome, column: GroupColumn): ScoredPart {
  // A threshold is only asked for so that the scores make an outcome; what it predicts is not used.
  const outcome = readOutcome({ label: tune.label, prediction: null, score: tune.score, kind: 'binary', positive: classes[1]!, threshold: settings.threshold ?? 0 });
  if (outcome.kind !== 'binary') throw fail('internal', 'The tuning part is no binary outcome.');
  const raw = tune.groups.find(({ name }) => name === column.name);
  if (raw === undefined) throw fail('invalid', `The tuning part has no column “${column.name}”.`, { hint: 'Give a part with the same columns.' });
  const bins: Bins | undefined = column.edges === null || column.edges.length === 0 ? settings.bins[column.name] : { edges: column.edges };
  const part = scoredPart('tune', tune.data, outcome, groupColumn(raw, outcome.rows, bins));
  if (part.truth.length === 0) throw fail('invalid', 'The tuning part has no row with a label and a score.', { hint: 'Give rows that hold both.' });
  return part;
}

/** Of the rows with a score. */
function scoredPart(role: ThresholdRole, digest: string, { truth, scores }: ClassOutcome, column: GroupColumn): ScoredPart {
  const kept = Array.from(truth.keys()).filter((row) => !Number.isNaN(scores![row]!));
  return {
    role,
    digest,
    truth: Int32Array.from(kept, (row) => truth[row]!),
    scores: Float64Array.from(kept, (row) => scores![row]!),
    grouping: groupingBy([{ ...column, codes: Int32Array.from(kept, (row) => column.codes[row]!) }]),
  };
}
