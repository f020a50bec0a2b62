import * as vscode from 'vscode';
import { fail } from '../../core/base/fault.ts';
import { parseId } from '../../core/model/id.ts';
import { runMoment, type Run } from '../../core/model/run.ts';
import { alone, cancelled, choose, chooseMany, settled, type Choice } from '../forms/steps.ts';
import type { ViewId } from '../ids.ts';
import type { Product } from '../product.ts';
import { isNode, type NodeData, type TreeNode } from '../views/node.ts';
import { keyMetric, metricText } from '../views/rows/keyMetric.ts';
import { runLabel } from '../views/rows/runRow.ts';
import { age, plain } from '../views/rows/text.ts';

const t = (message: string, ...values: Array<string | number>): string => vscode.l10n.t(message, ...values);
const maxListed = 500;

/** Rows a menu command was called on: all selected ones where the clicked one is among them. Empty from the palette. */
export function nodesOf(args: readonly unknown[]): TreeNode[] {
  const [clicked, selected] = args;
  const many = Array.isArray(selected) ? selected.filter(isNode) : [];
  if (!isNode(clicked)) return many;
  return many.includes(clicked) ? many : [clicked];
}

export function dataOf<K extends NodeData['kind']>(nodes: readonly TreeNode[], kind: K): Array<NodeData & { kind: K }> {
  return nodes.map((node) => node.data).filter((data): data is NodeData & { kind: K } => data.kind === kind);
}

/** The rows a command is about: those it was called on, else what is selected in its view. */
export function targetNodes(product: Product, view: ViewId, args: readonly unknown[]): TreeNode[] {
  const nodes = nodesOf(args);
  return nodes.length > 0 ? nodes : [...product.shell[view].view.selection];
}

/** Run ids a command is about: rows, plain ids handed over by another part, or a choice from the palette. */
export async function pickRuns(product: Product, args: readonly unknown[], options: { readonly title: string; readonly many: boolean; readonly min?: number }): Promise<string[]> {
  const given = typeof args[0] === 'string' && parseId(args[0]) ? [args[0]] : runIdsOf(targetNodes(product, 'mlops.experiments', args));
  if (given.length >= (options.min ?? 1)) return options.many ? given : given.slice(0, 1);
  const choices = await runChoices(product, given);
  if (choices.length === 0) throw fail('notFound', t('No runs were found.'));
  if (!options.many) return [settled(await choose(alone(options.title), choices, { placeholder: t('Choose a run') }))];
  const picked = settled(await chooseMany(alone(options.title), choices, { placeholder: t('Choose at least {0} runs', options.min ?? 1) }));
  if (picked.length === 0) throw cancelled();
  return picked;
}

function runIdsOf(nodes: readonly TreeNode[]): string[] {
  return nodes.flatMap(({ data }) => {
    if (data.kind === 'run') return [data.run.id];
    if (data.kind === 'modelVersion' && data.version.runId !== null) return [data.version.runId];
    if (data.kind === 'job') return data.job.runs.slice(0, 1).map((run) => run.id);
    return [];
  });
}

async function runChoices(product: Product, picked: readonly string[]): Promise<Array<Choice<string>>> {
  const { runs } = await product.workbench.runs.list({ limit: maxListed }, product.signal);
  return runs.map((run) => ({ ...runChoice(product, run), picked: picked.includes(run.id) }));
}

export function runChoice(product: Product, run: Run): Choice<string> {
  const key = keyMetric(run.metrics, product.memory.metric());
  const source = product.workbench.catalog.current.find((entry) => entry.config.id === run.source)?.config.label ?? run.source;
  const parts = [run.experiment, key === undefined ? null : metricText(run.metrics, key), age(runMoment(run), { t, nowMs: Date.now() })];
  return {
    label: runLabel(run, product.workbench.notes.get(run.id)),
    description: parts.filter((part): part is string => part !== null && part !== '').map((part) => plain(part, 60)).join(' · '),
    detail: plain(source, 60),
    value: run.id,
  };
}
