import type { Experiment } from '../../../core/model/experiment.ts';
import type { Problem } from '../../../core/model/problem.ts';
import type { Source } from '../../../core/model/source.ts';
import { joined, type Row, type RowContext } from './row.ts';
import { age, plain } from './text.ts';

export function sourceRow(
  source: Source,
  facts: { readonly icon: string; readonly hasActions: boolean; readonly subject: string },
): Row {
  const label = plain(source.label);
  return {
    id: `source ${source.id}`,
    label,
    description: label.includes(lastPart(source.origin)) ? '' : plain(origin(source), 80),
    icon: { name: facts.icon },
    children: 'expanded',
    tokens: ['source', 'id', ...(facts.hasActions ? ['actions'] : [])],
    speech: joined([label, origin(source)], ', '),
    subject: facts.subject,
  };
}

/** A folder's full path says little beside a name; its last parts do. */
function origin(source: Source): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(source.origin)) return source.origin;
  return source.origin.split(/[\\/]/).filter(Boolean).slice(-2).join('/');
}

function lastPart(origin: string): string {
  return origin.split(/[\\/]/).findLast((part) => part !== '') ?? origin;
}

/** An address or a path says nothing beside a name; the tooltip has it. */
function isPlace(text: string): boolean {
  return /^([a-z][a-z0-9+.-]*:\/|[\\/~])/i.test(text);
}

export function experimentRow(experiment: Experiment, facts: { readonly isFirst: boolean; readonly hasActions: boolean }, context: RowContext): Row {
  const { t } = context;
  const count = experiment.runCount;
  const runs = count === null ? '' : count === 1 ? t('1 run') : t('{0} runs', count);
  const label = plain(experiment.name);
  return {
    id: `experiment ${experiment.id}`,
    label,
    description: joined([
      experiment.detail !== null && !isPlace(experiment.detail) && plain(experiment.detail, 80),
      experiment.orphaned === true && t('no branch reaches it'),
      runs,
      age(experiment.updatedAt, context),
    ]),
    icon: experiment.orphaned ? { name: 'warning', color: 'list.warningForeground' } : { name: 'layers' },
    children: count === 0 ? 'none' : facts.isFirst ? 'expanded' : 'collapsed',
    tokens: ['experiment', 'id', ...(experiment.orphaned ? ['orphaned'] : []), ...(facts.hasActions ? ['actions'] : [])],
    speech: joined([t('experiment {0}', label), runs, experiment.orphaned === true && t('no branch reaches it')], ', '),
    subject: experiment.id,
  };
}

/** What, why and what to do, in the branch it belongs to. */
export function problemRow(problem: Problem, parent: string, index: number): Row {
  const isError = problem.severity === 'error';
  const label = plain(problem.message, 300);
  return {
    id: `problem ${parent} ${problem.code} ${index}`,
    label,
    description: problem.hint === null ? '' : plain(problem.hint, 300),
    icon: isError
      ? { name: 'error', color: 'list.errorForeground' }
      : problem.severity === 'warning'
        ? { name: 'warning', color: 'list.warningForeground' }
        : { name: 'info' },
    children: 'none',
    tokens: ['problem', problem.code, 'mendable'],
    speech: joined([label.replace(/\.$/, ''), problem.hint], '. '),
    subject: null,
  };
}

export function moreRow(parent: string, shown: number, total: number | null, { t }: RowContext): Row {
  return {
    id: `more ${parent} ${shown}`,
    label: t('Load more…'),
    description: total === null ? t('{0} shown', shown) : t('{0} of {1} shown', shown, total),
    icon: { name: 'ellipsis' },
    children: 'none',
    tokens: ['more'],
    speech: t('Load more, {0} shown', shown),
    subject: null,
  };
}

/** A plain sentence where a level has nothing to show: an empty branch must not look like a broken one. */
export function remarkRow(parent: string, text: string): Row {
  return { id: `remark ${parent}`, label: text, description: '', icon: { name: 'dash' }, children: 'none', tokens: ['remark'], speech: text, subject: null };
}
