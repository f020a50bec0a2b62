import * as vscode from 'vscode';
import { fail } from '../../core/base/fault.ts';
import { viewIds } from '../ids.ts';
import { quoteCommand } from '../launch/commandLine.ts';
import type { CommandHandler, Product } from '../product.ts';
import type { NodeData, TreeNode } from '../views/node.ts';
import { nodesOf, pickRuns } from './pickers.ts';

const t = (message: string, ...values: Array<string | number>): string => vscode.l10n.t(message, ...values);

export const copyId: CommandHandler = (product, ...args) => copy(product, args, idOf, t('an id'));
export const copySha: CommandHandler = (product, ...args) => copy(product, args, shaOf, t('a commit'));
export const copyCommand: CommandHandler = (product, ...args) => copy(product, args, commandOf, t('a command'));

/** Copies one line per selected row; from the palette without a selection, of a chosen run. */
async function copy(product: Product, args: readonly unknown[], read: (data: NodeData) => string | null, what: string): Promise<void> {
  const nodes = nodesOrSelection(product, args);
  let lines = nodes.map((node) => read(node.data)).filter((line): line is string => line !== null);
  if (nodes.length === 0) {
    const [id] = await pickRuns(product, [], { title: t('Copy'), many: false });
    const run = id === undefined ? undefined : await product.workbench.runs.run(id, product.signal);
    const { entry } = run ? { entry: await product.workbench.locator.find(run.id, product.signal) } : { entry: undefined };
    const line = run && entry ? read({ kind: 'run', run, experiment: '', entry }) : null;
    lines = line === null ? [] : [line];
  }
  if (lines.length === 0) throw fail('notFound', t('What is selected has not {0}.', what));
  await vscode.env.clipboard.writeText(lines.join('\n'));
  vscode.window.setStatusBarMessage(t('Copied: {0}', lines.length === 1 ? (lines[0] ?? '').slice(0, 60) : t('{0} lines', lines.length)), 3000);
}

export function nodesOrSelection(product: Product, args: readonly unknown[]): TreeNode[] {
  const nodes = nodesOf(args);
  if (nodes.length > 0) return nodes;
  const visible = viewIds.map((id) => product.shell[id].view).filter((view) => view.visible && view.selection.length > 0);
  return [...(visible[0]?.selection ?? [])];
}

export function idOf(data: NodeData): string | null {
  switch (data.kind) {
    case 'run':
      return data.run.id;
    case 'experiment':
      return data.experiment.id;
    case 'dataset':
      return data.dataset.id;
    case 'datasetVersion':
    case 'modelVersion':
      return data.version.id;
    case 'model':
      return data.model.id;
    case 'job':
      return data.job.id;
    case 'source':
      return data.entry.config.id;
    default:
      return null;
  }
}

function shaOf(data: NodeData): string | null {
  if (data.kind === 'run') return data.run.commit;
  return data.kind === 'datasetVersion' || data.kind === 'modelVersion' ? data.version.commit : null;
}

function commandOf(data: NodeData): string | null {
  if (data.kind === 'job') return quoteCommand(data.job.command);
  if (data.kind === 'run') return quoteCommand(['mlops', 'run', data.run.id]);
  return null;
}

export const openUrl: CommandHandler = async (product, ...args) => {
  const urls = nodesOrSelection(product, args).map(({ data }) => {
    if (data.kind === 'run') return data.run.url;
    if (data.kind === 'modelVersion') return data.version.url;
    return data.kind === 'job' ? data.job.url : null;
  });
  const url = urls.find((one) => one !== null) ?? (await urlOfChosenRun(product));
  if (!/^https?:\/\//i.test(url)) throw fail('invalid', t('“{0}” is no web address.', url));
  await vscode.env.openExternal(await vscode.env.asExternalUri(vscode.Uri.parse(url, true)));
};

async function urlOfChosenRun(product: Product): Promise<string> {
  const [id] = await pickRuns(product, [], { title: t('Open in Browser'), many: false });
  const run = id === undefined ? undefined : await product.workbench.runs.run(id, product.signal);
  if (!run?.url) throw fail('notFound', t('This run has no page in a browser.'));
  return run.url;
}
