import type { Fields } from '../../written/fields.ts';
import { defaultSplitter, splitterKinds, type Splitter } from '../folds/splitter.ts';

/** Absent: five stratified folds, shuffled with seed 0. */
export function readSplitter(parent: Fields): Splitter {
  const fields = parent.fields('splitter');
  if (!fields) return defaultSplitter;
  const kind = fields.choice('kind', splitterKinds) ?? defaultSplitter.kind;
  const isShuffling = kind === 'kfold' || kind === 'stratified';
  const splitter: Splitter = {
    kind,
    k: fields.number('k', { least: 2, most: 1_000, isWhole: true }) ?? defaultSplitter.k,
    repeats: fields.number('repeats', { least: 1, most: 1_000, isWhole: true }) ?? 1,
    shuffle: fields.flag('shuffle') ?? isShuffling,
    seed: fields.number('seed', { least: 0, most: 4_294_967_295, isWhole: true }) ?? 0,
    group: fields.text('group') ?? null,
    time: fields.text('time') ?? null,
    gap: fields.number('gap', { least: 0, isWhole: true }) ?? 0,
  };
  if (kind === 'group' && splitter.group === null) fields.refuse('group', '“group” is missing.', 'Write group: and the column whose rows stay together.');
  if (kind !== 'group' && splitter.group !== null) fields.refuse('group', `“group” says nothing to ${kind}.`, 'Use kind: group.');
  if (kind !== 'time-series' && splitter.time !== null) fields.refuse('time', `“time” says nothing to ${kind}.`, 'Use kind: time-series.');
  if (kind !== 'time-series' && splitter.gap > 0) fields.refuse('gap', `“gap” says nothing to ${kind}.`, 'Use kind: time-series.');
  if (!isShuffling && splitter.shuffle) fields.refuse('shuffle', `${kind} folds are not shuffled.`, 'Leave it out.');
  if (splitter.repeats > 1 && (!isShuffling || !splitter.shuffle)) fields.refuse('repeats', 'the same folds again say nothing new.', 'Repeat kfold or stratified with shuffle: true.');
  fields.finish();
  return splitter;
}
