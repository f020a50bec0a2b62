import * as vscode from 'vscode';
import { toFault } from '../../core/base/fault.ts';
import type { Product } from '../product.ts';

const selector: vscode.DocumentSelector = { scheme: 'file', pattern: '**/.mlops/{policy,roster}.yaml' };
const waitMs = 250;

/**
 * Policy and roster while they are written: what is wrong in them, by the same readers that judge, at its place; what a key asks for;
 * what may be written. Nothing is loaded before such a file is open. Another extension that reads the shipped schemas tells keys and
 * values itself; what is wrong is told here in either case, because no schema knows it all.
 */
export function registerGovernedFiles(context: vscode.ExtensionContext, product: () => Promise<Product>): void {
  const diagnostics = vscode.languages.createDiagnosticCollection('mlops.governance');
  const waiting = new Map<string, ReturnType<typeof setTimeout>>();
  const parse = async (text: string) => (await product()).workbench.machine.parseYaml(text);
  const check = async (document: vscode.TextDocument): Promise<void> => {
    const { version, uri } = document;
    try {
      const found = await (await import('./governedHelp.ts')).problemsIn(document, parse);
      if (document.version === version && !document.isClosed) diagnostics.set(uri, found);
    } catch (error) {
      const { message } = toFault(error);
      diagnostics.set(uri, [new vscode.Diagnostic(new vscode.Range(0, 0, 0, 1), vscode.l10n.t('This file could not be checked: {0}', message))]);
    }
  };
  const soon = (document: vscode.TextDocument): void => {
    if (vscode.languages.match(selector, document) === 0) return;
    const key = document.uri.toString();
    clearTimeout(waiting.get(key));
    waiting.set(key, setTimeout(() => {
      waiting.delete(key);
      void check(document);
    }, waitMs));
  };
  context.subscriptions.push(
    diagnostics,
    { dispose: () => waiting.forEach((timer) => clearTimeout(timer)) },
    vscode.workspace.onDidOpenTextDocument(soon),
    vscode.workspace.onDidChangeTextDocument(({ document }) => soon(document)),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => diagnostics.delete(uri)),
    vscode.languages.registerHoverProvider(selector, {
      provideHover: async (document, position) => (hasSchemaReader() ? undefined : (await import('./governedHelp.ts')).hoverAt(document, position, parse)),
    }),
    vscode.languages.registerCompletionItemProvider(selector, {
      provideCompletionItems: async (document, position) => (hasSchemaReader() ? [] : (await import('./governedHelp.ts')).completionsAt(document, position, parse)),
    }, ' ', '[', '{'),
  );
  vscode.workspace.textDocuments.forEach(soon);
}

function hasSchemaReader(): boolean {
  return vscode.extensions.getExtension('redhat.vscode-yaml') !== undefined;
}
