import path from 'node:path';
import * as vscode from 'vscode';
import { toFault } from '../../core/base/fault.ts';
import type { Files } from '../../core/port/files.ts';
import { lineOfRow, rowFileOf } from '../../core/validation/checks/rowLine.ts';
import type { LeafResult } from '../../core/validation/report/leaves.ts';

const mostBytes = 32 * 1024 * 1024;

/** What did not pass, at the line of the scenario or check; for rows of a text file also at the first of their own lines. */
export async function messagesOf(leaf: LeafResult, item: vscode.TestItem, data: { readonly folder: string; readonly reference: string }, files: Files): Promise<vscode.TestMessage[]> {
  const message = leaf.expected !== null && leaf.observed !== null ? vscode.TestMessage.diff(leaf.message, leaf.expected, leaf.observed) : new vscode.TestMessage(leaf.message);
  if (item.uri && item.range) message.location = new vscode.Location(item.uri, item.range);
  return [message, ...(await rowMessages(leaf, data, files))];
}

async function rowMessages({ check }: LeafResult, { folder, reference }: { readonly folder: string; readonly reference: string }, files: Files): Promise<vscode.TestMessage[]> {
  const kind = rowFileOf(reference);
  if (!check || check.rows.length === 0 || !kind) return [];
  const file = path.resolve(folder, reference);
  let text: string;
  try {
    text = await files.readText(file, { maxBytes: mostBytes });
  } catch (error) {
    // A version of a source, or too large to look for lines: the rows are told by their numbers.
    if (['notFound', 'tooLarge', 'forbidden'].includes(toFault(error).code)) return [];
    throw error;
  }
  return check.rows.flatMap(({ row, value }) => {
    const line = lineOfRow(text, row, kind);
    if (line === undefined) return [];
    const message = new vscode.TestMessage(vscode.l10n.t('Row {0}: “{1}”. Expected: {2}.', row + 1, value, check.expected));
    message.location = new vscode.Location(vscode.Uri.file(file), new vscode.Position(line, 0));
    return [message];
  });
}
