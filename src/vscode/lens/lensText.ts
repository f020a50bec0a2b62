import type { Stage, StageState } from '../../core/model/pipeline.ts';
import type { Run } from '../../core/model/run.ts';
import { keyMetric, metricText, type MetricChoice } from '../views/rows/keyMetric.ts';
import type { Translate } from '../views/rows/row.ts';
import { statusText } from '../views/rows/status.ts';
import { plain } from '../views/rows/text.ts';

/** A stage's state as the text of a lens; icons are shapes, so colour is not needed to tell them apart. */
export function stateText(state: StageState, t: Translate): string {
  switch (state.state) {
    case 'fresh':
      return `$(pass) ${t('up to date')}`;
    case 'stale':
      return `$(circle-outline) ${t('changed: {0}', changedNames(state, t))}`;
    case 'never-run':
      return `$(circle-large-outline) ${t('never run')}`;
    case 'frozen':
      return `$(lock) ${t('frozen')}`;
    case 'unknown':
      return `$(question) ${t('state not known')}`;
  }
}

function changedNames(state: StageState, t: Translate): string {
  const names = [...new Set(state.changes.map((change) => plain(change.name, 40)))];
  if (names.length === 0) return plain(state.reason ?? t('unknown'), 60);
  return names.length <= 2 ? names.join(', ') : t('{0} and {1} more', names.slice(0, 2).join(', '), names.length - 2);
}

/** Every change in words: what the lens's click shows. */
export function explainState(stage: Stage, t: Translate): string {
  const { changes, reason } = stage.state;
  const lines = changes.map((change) => `${kindText(change.kind, t)}: ${plain(change.name)}${change.detail === null ? '' : ` (${plain(change.detail)})`}`);
  if (reason !== null) lines.push(plain(reason, 300));
  return lines.length === 0 ? stateText(stage.state, t).replace(/^\$\([^)]*\) /, '') : lines.join('\n');
}

function kindText(kind: Stage['state']['changes'][number]['kind'], t: Translate): string {
  switch (kind) {
    case 'command':
      return t('Command');
    case 'dependency':
      return t('Dependency');
    case 'param':
      return t('Parameter');
    case 'output':
      return t('Output');
    case 'new':
      return t('New');
    case 'upstream':
      return t('Earlier stage');
  }
}

export function lastRunText(run: Run, metric: MetricChoice, t: Translate): string {
  const key = keyMetric(run.metrics, metric);
  const result = key === undefined ? statusText(run.status, t) : metricText(run.metrics, key);
  return `$(history) ${plain(run.name ?? run.commit?.slice(0, 7) ?? run.id, 30)} · ${result}`;
}
