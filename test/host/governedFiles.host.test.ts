import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import { hostSuite, until, type HostTest } from './runner.ts';

const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';

async function shown(name: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(path.join(folder, '.mlops', name));
  await vscode.window.showTextDocument(document);
  return document;
}

const ours = ({ uri }: vscode.TextDocument) => vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'MLOps');

async function replace(document: vscode.TextDocument, from: string, to: string): Promise<void> {
  const start = document.getText().indexOf(from);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(document.positionAt(start), document.positionAt(start + from.length)), to);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

const tests: HostTest[] = [
  {
    name: 'a slip of the pen in a policy is marked with the nearest rule, and the mark goes with it',
    body: async () => {
      const document = await shown('policy.yaml');
      await replace(document, 'slice_gap:', 'slicegap:');
      const [found] = await until('a mark', () => (ours(document).length > 0 ? ours(document) : undefined));
      assert.match(found?.message ?? '', /“slicegap” is not known here\. Did you mean “slice_gap”/);
      assert.equal(document.getText(found?.range), 'slicegap');
      await replace(document, 'slicegap:', 'slice_gap:');
      await until('no mark', () => (ours(document).length === 0 ? true : undefined));
    },
  },
  {
    name: 'a rule says in words what it asks for, and its words are offered',
    body: async () => {
      const document = await shown('policy.yaml');
      const at = (text: string) => document.positionAt(document.getText().indexOf(text) + 1);
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, at('slice_gap'));
      assert.match(hovers.flatMap(({ contents }) => contents.map((one) => (typeof one === 'string' ? one : one.value))).join(), /^Asks that a metric differs between groups by no more than a limit\./);
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', document.uri, at('higher'));
      assert.deepEqual(items.filter(({ kind }) => kind === vscode.CompletionItemKind.Value).map(({ label }) => label).sort(), ['higher', 'lower']);
      // Behind the dash of the next rule: whole rules, to be filled.
      await replace(document, 'rules:\n', 'rules:\n  - \n');
      const dash = document.positionAt(document.getText().indexOf('rules:') + 'rules:\n  - '.length);
      const begun = await vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', document.uri, dash);
      const approvals = begun.items.find(({ label, kind }) => label === 'approvals' && kind === vscode.CompletionItemKind.Snippet);
      const { documentation } = approvals ?? {};
      assert.match(typeof documentation === 'string' ? documentation : (documentation?.value ?? ''), /^Asks that people have agreed/);
      assert.equal((approvals?.insertText as vscode.SnippetString).value, 'id: ${1:id}\n  approvals: { require: [{ role: ${2:role} }] }');
      await replace(document, 'rules:\n  - \n', 'rules:\n');
    },
  },
  {
    name: 'one person twice in the roster is marked at both places',
    body: async () => {
      const document = await shown('roster.yaml');
      const found = await until('marks', () => (ours(document).length > 0 ? ours(document) : undefined));
      assert.deepEqual(found.map(({ range }) => document.getText(range)), ['ada', 'Ada']);
      assert.match(found[0]?.message ?? '', /in lines 2 and 3/);
    },
  },
];

export const run = hostSuite('governedFiles', tests);
