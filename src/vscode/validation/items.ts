import * as vscode from 'vscode';
import type { Problem } from '../../core/model/problem.ts';
import type { TextRange } from '../../core/model/pipeline.ts';
import { leavesOf } from '../../core/validation/report/leaves.ts';
import type { Wanted } from '../../core/validation/report/select.ts';
import type { Suite } from '../../core/validation/suite.ts';
import { validationPath, type WrittenSuites } from '../../services/validation/validationFile.ts';

/** Where an item belongs: ids hold it, so that nothing else has to be kept. */
export interface Place {
  readonly folder: string;
  readonly suite: string;
  /** Null for the suite itself. */
  readonly leaf: string | null;
}

export function itemId({ folder, suite, leaf }: Place): string {
  return JSON.stringify(leaf === null ? [folder, suite] : [folder, suite, leaf]);
}

export function placeOf(item: vscode.TestItem): Place {
  const [folder = '', suite = '', leaf = null] = JSON.parse(item.id) as [string?, string?, string?];
  return { folder, suite, leaf };
}

/** A suite with its folds, scenarios or checks, each at its line of the file. */
export function suiteItem(controller: vscode.TestController, folder: string, suite: Suite, folderName: string | undefined): vscode.TestItem {
  const uri = vscode.Uri.file(validationPath(folder));
  const make = (leaf: string | null, label: string, range: TextRange) => {
    const item = controller.createTestItem(itemId({ folder, suite: suite.name, leaf }), label, uri);
    item.range = rangeOf(range);
    return item;
  };
  const item = make(null, suite.name, suite.range);
  item.description = [suite.kind, folderName].filter(Boolean).join(', ');
  leavesOf(suite).forEach(({ name, range }, at) => {
    const child = make(name, name, range);
    // Folds stand in their order, not fold 10 before fold 2.
    child.sortText = String(at).padStart(6, '0');
    item.children.add(child);
  });
  return item;
}

/** What is wrong with the file, as one item that cannot pass. */
export function mistakeItem(controller: vscode.TestController, folder: string, { path, problems }: WrittenSuites): vscode.TestItem | undefined {
  const [first] = problems;
  if (!first) return undefined;
  const item = controller.createTestItem(itemId({ folder, suite: '', leaf: null }), vscode.l10n.t('validation.yaml has mistakes'), vscode.Uri.file(path));
  const { line = 0, column = 0 } = first.at ?? {};
  item.range = new vscode.Range(line, column, line, column);
  item.error = problems.map(textOf).join('\n');
  return item;
}

function textOf({ message, hint }: Problem): string {
  return hint === null ? message : `${message} ${hint}`;
}

/** What a request asks for in a folder: suites and leaves by name, without what it leaves out. */
export function wantedIn(controller: vscode.TestController, request: vscode.TestRunRequest, folder: string): ReadonlyMap<string, Wanted> {
  const left = new Set(request.exclude?.map(({ id }) => id));
  const included: vscode.TestItem[] = [];
  if (request.include) included.push(...request.include);
  else controller.items.forEach((item) => included.push(item));
  const wanted = new Map<string, Wanted>();
  for (const item of included) {
    const { suite, leaf, folder: of } = placeOf(item);
    if (of !== folder || suite === '' || left.has(item.id) || wanted.get(suite) === 'all') continue;
    const known = wanted.get(suite);
    if (leaf !== null) wanted.set(suite, new Set([...(known instanceof Set ? (known as ReadonlySet<string>) : []), leaf]));
    else wanted.set(suite, withoutLeft(item, left));
  }
  return wanted;
}

function withoutLeft(item: vscode.TestItem, left: ReadonlySet<string>): Wanted {
  const kept = new Set<string>();
  let isWhole = true;
  item.children.forEach((child) => {
    if (left.has(child.id)) isWhole = false;
    else kept.add(placeOf(child).leaf ?? '');
  });
  return isWhole ? 'all' : kept;
}

export function rangeOf({ start, end }: TextRange): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
