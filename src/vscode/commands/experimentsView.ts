import * as vscode from 'vscode';
import { toFault } from '../../core/base/fault.ts';
import { parseFilter } from '../../core/filter/filter.ts';
import { alone, askText, choose, settled } from '../forms/steps.ts';
import type { ViewId } from '../ids.ts';
import { dataOf, nodesOf } from './pickers.ts';
import type { CommandHandler } from '../product.ts';

const t = (message: string, ...values: Array<string | number>): string => vscode.l10n.t(message, ...values);

export const filterRuns: CommandHandler = async (product) => {
  const text = settled(
    await askText(alone(t('Filter Runs')), {
      prompt: t('For example: metrics.accuracy > 0.9 and params.lr <= 0.01 and not name ~ "^test"'),
      value: product.memory.filter(),
      placeholder: 'metrics.accuracy > 0.9',
      check: filterMistake,
    }),
  );
  await product.memory.setFilter(text.trim());
  product.showFilter();
  product.trees['mlops.experiments'].refreshSoon();
};

export const clearFilter: CommandHandler = async (product) => {
  await product.memory.setFilter('');
  product.showFilter();
  product.trees['mlops.experiments'].refreshSoon();
};

/** What is wrong, with the place where it is. */
export function filterMistake(text: string): string | undefined {
  if (text.trim() === '') return undefined;
  try {
    parseFilter(text.trim());
    return undefined;
  } catch (error) {
    const { message, hint, at } = toFault(error);
    const place = at?.column === undefined || /column \d+/.test(message) ? '' : ` (${t('at character {0}', at.column + 1)})`;
    return `${message}${place}${hint === undefined ? '' : ` ${hint}`}`;
  }
}

export function showHidden(shows: boolean): CommandHandler {
  return async (product) => {
    await product.memory.setShowsHidden(shows);
    product.trees['mlops.experiments'].refreshSoon();
  };
}

export const chooseMetric: CommandHandler = async (product) => {
  const { runs } = await product.workbench.runs.list({ limit: 500 }, product.signal);
  const counts = new Map<string, number>();
  for (const run of runs) for (const key of Object.keys(run.metrics)) counts.set(key, (counts.get(key) ?? 0) + 1);
  const { chosen } = product.memory.metric();
  const choices = [...counts].sort(([, left], [, right]) => right - left).map(([key, count]) => ({ label: key, description: t('in {0} runs', count), value: key, picked: key === chosen }));
  const automatic = { label: t('Automatic'), description: t('the first of .mlops/metrics.yaml, else guessed from the names'), value: null, picked: chosen === null };
  await product.memory.setMetric(settled(await choose<string | null>(alone(t('Metric Shown beside Runs')), [automatic, ...choices], { placeholder: t('Choose a metric') })));
  product.trees['mlops.experiments'].refreshSoon();
};

/** Asks every source again and draws the view again, opened levels only. */
export function refreshView(view: ViewId): CommandHandler {
  return async (product) => {
    await vscode.window.withProgress({ location: { viewId: view } }, async () => {
      if (view === 'mlops.jobs') await product.board.refresh();
      else {
        await product.workbench.catalog.reload(product.signal);
        await product.workbench.refresh.now();
      }
      await product.memory.readMetrics(product.workbench);
      const tree = product.trees[view];
      tree.refreshSoon();
      await tree.flush();
    });
  };
}

export const refreshSource: CommandHandler = async (product, ...args) => {
  const [source] = dataOf(nodesOf(args), 'source');
  if (!source) return;
  const id = source.entry.config.id;
  source.entry.connection.invalidate();
  await product.workbench.refresh.now(id);
  for (const tree of Object.values(product.trees)) {
    const node = tree.find(`source ${id}`);
    if (node) tree.refreshSoon(node);
  }
};

export const loadMore: CommandHandler = async (product, ...args) => {
  const [more] = dataOf(nodesOf(args), 'more');
  if (!more) return;
  const owner = Object.values(product.trees).find((tree) => {
    for (const node of tree.nodes()) if (node.data === more) return true;
    return false;
  });
  await owner?.more(more.parent);
};
