import { parseDuration } from '../base/duration.ts';
import { TextPlaces } from '../pipeline/textPlaces.ts';
import { entriesOf, keyOf, valueAt } from '../pipeline/syntaxNodes.ts';
import type { SyntaxDocument } from '../port/syntax.ts';
import { needsScores } from '../validation/scenarios/needsScores.ts';
import { isMetric } from '../validation/written/readTask.ts';
import { Fields, type WrittenProblem } from '../written/fields.ts';
import type { Monitor, MonitorColumns, MonitorPerformance, MonitorThresholds, RetrainAction } from './monitor.ts';
import { readQuality } from './quality.ts';
import { defaultHitRule, parseCooldown, parseHits, type RetrainRule } from './retrainRule.ts';
import { parseWindow } from './windowRule.ts';

export interface DecodedMonitors {
  readonly monitors: readonly Monitor[];
  /** The first mistake in each monitor that is left out, by name. */
  readonly wrong: ReadonlyMap<string, WrittenProblem>;
  readonly problems: readonly WrittenProblem[];
}

const dataHint = 'Write a file (data/live.parquet) or another DATA reference.';

/**
 * `.mlops/monitors.yaml`: a map `monitors:` of name → monitor. One with a mistake is left out: judged by what was understood of it, it
 * would be another monitor, whose reports are kept and whose rule starts jobs.
 */
export function decodeMonitors(document: SyntaxDocument): DecodedMonitors {
  const problems: WrittenProblem[] = document.issues.map(({ message, offset }) => ({ message: `no valid YAML: ${message}`, hint: 'Correct this line and save the file.', start: offset, end: offset + 1 }));
  const report = (problem: WrittenProblem): void => void problems.push(problem);
  if (document.root === null || document.issues.length > 0) return { monitors: [], wrong: new Map(), problems };
  if (document.root.kind !== 'map') {
    report({ message: 'the file is no map', hint: 'It begins with “monitors:”.', start: document.root.start, end: document.root.end });
    return { monitors: [], wrong: new Map(), problems };
  }
  const top = new Fields(document.root, 'Monitors', report);
  const places = new TextPlaces(document.text);
  const named = top.named('monitors', (name) => `Monitor “${name}”`);
  top.finish();
  const entries = entriesOf(valueAt(document.root, 'monitors'));
  const keys = new Map(entries.map((entry) => [keyOf(entry), entry.key]));
  const monitors = named.flatMap(([name, fields]) => {
    const before = problems.length;
    const monitor = decodeMonitor(name, fields);
    if (problems.length > before) return [];
    const key = keys.get(name);
    return monitor && key ? [{ ...monitor, range: places.range(key) }] : [];
  });
  const wrong = new Map(entries.flatMap(({ key, value }) => {
    const first = problems.find(({ start }) => start >= key.start && start <= (value ?? key).end);
    return first === undefined ? [] : [[keyOf({ key, value }), first] as const];
  }));
  return { monitors, wrong, problems };
}

function decodeMonitor(name: string, fields: Fields): Omit<Monitor, 'range'> | undefined {
  // It would be an option where the name is an argument.
  if (name.startsWith('-')) return fields.refuse('', 'a name does not begin with “-”.', 'Give it another name.');
  const reference = fields.neededText('reference', dataHint);
  const current = fields.neededText('current', dataHint);
  const time = fields.text('time') ?? null;
  const window = fields.parsed('window', parseWindow, 'Write 7d, 12h, 1000 rows or all.') ?? { kind: 'whole' };
  const performance = performanceOf(fields);
  const retrain = retrainOf(fields, performance);
  const onRetrain = actionOf(fields);
  const monitor = {
    name,
    model: fields.text('model') ?? null,
    reference: reference ?? '',
    current: current ?? '',
    window,
    columns: columnsOf(fields, time),
    thresholds: thresholdsOf(fields),
    performance,
    quality: readQuality(fields),
    retrain,
    onRetrain,
  };
  fields.finish();
  if (window.kind === 'time' && time === null) {
    return fields.refuse('window', 'a window of time needs a time column.', 'Add “time: <column>”, or cut by rows (“window: 1000 rows”).');
  }
  return reference === undefined || current === undefined ? undefined : monitor;
}

function columnsOf(fields: Fields, time: string | null): MonitorColumns {
  return {
    take: fields.texts('columns') ?? [],
    leave: fields.texts('exclude') ?? [],
    required: fields.texts('required') ?? [],
    domains: fields.namedTexts('domains') ?? {},
    segments: fields.texts('segments') ?? [],
    time,
    entity: fields.text('entity') ?? null,
    prediction: fields.text('prediction') ?? null,
    target: fields.text('target') ?? null,
  };
}

function thresholdsOf(fields: Fields): MonitorThresholds {
  const inner = fields.fields('thresholds');
  if (inner === undefined) return {};
  const share = { least: 0, most: 1 };
  const written = {
    alpha: inner.number('alpha', { least: 1e-6, most: 0.5 }),
    numericEffect: inner.number('numericEffect', { least: 0 }),
    categoricalEffect: inner.number('categoricalEffect', share),
    nullShare: inner.number('nullShare', share),
  };
  inner.finish();
  return Object.fromEntries(Object.entries(written).filter(([, value]) => value !== undefined));
}

function performanceOf(fields: Fields): MonitorPerformance | null {
  const inner = fields.fields('performance');
  if (inner === undefined) return null;
  const metric = inner.neededText('metric', 'Name a metric: accuracy, f1, mae …');
  const [atLeast, atMost] = [inner.number('atLeast'), inner.number('atMost')];
  inner.finish();
  if ((atLeast === undefined) === (atMost === undefined)) {
    inner.refuse('metric', 'needs either “atLeast” or “atMost”.', 'Say which value is still good enough: “atLeast: 0.8”.');
    return null;
  }
  if (metric === undefined || !isMetric(inner, 'metric', metric)) return null;
  // Never measured, it would never alarm.
  if (needsScores([metric])) return inner.refuse('metric', `“${metric}” is made of scores, and a monitor compares labels with predictions.`, 'Name a metric of predictions, such as accuracy or f1.') ?? null;
  return { metric, direction: atLeast === undefined ? 'atMost' : 'atLeast', limit: (atLeast ?? atMost)! };
}

function retrainOf(fields: Fields, performance: MonitorPerformance | null): RetrainRule | null {
  const inner = fields.fields('retrain');
  if (inner === undefined) return null;
  const when = inner.choice('when', ['drift', 'performance', 'schedule']) ?? 'drift';
  const everyMs = inner.parsed('every', parseDuration, 'Write 30d or 12h.');
  const hits = inner.parsed('windows', parseHits, 'Write 2 of 3.');
  const cooldownMs = inner.parsed('cooldown', parseCooldown, 'Write 7d, or none.') ?? defaultHitRule.cooldownMs;
  // Read by `actionOf`: known here all the same.
  for (const key of ['policy', 'stage', 'command']) inner.has(key);
  inner.finish();
  if (when === 'schedule') {
    return everyMs === undefined ? (inner.refuse('when', 'a schedule needs “every”.', 'Add “every: 30d”.') ?? null) : { when, everyMs };
  }
  // One with a mistake in it is told of by itself.
  if (when === 'performance' && performance === null && !fields.isMap('performance')) {
    return inner.refuse('when', 'there is no performance to go by.', 'Add “performance:” with a metric and a limit to the monitor.') ?? null;
  }
  return { when, ...defaultHitRule, ...hits, cooldownMs };
}

function actionOf(fields: Fields): RetrainAction {
  const inner = fields.fields('retrain');
  return {
    policy: inner?.choice('policy', ['propose', 'run']) ?? 'propose',
    stage: inner?.text('stage') ?? null,
    command: inner?.texts('command') ?? [],
  };
}
