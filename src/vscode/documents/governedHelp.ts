import path from 'node:path';
import * as vscode from 'vscode';
import { decodePolicy } from '../../core/governance/policy/decodePolicy.ts';
import { policySchema } from '../../core/governance/policy/policySchema.ts';
import { decodeRoster } from '../../core/governance/roster/decodeRoster.ts';
import { rosterSchema } from '../../core/governance/roster/rosterSchema.ts';
import type { SyntaxDocument } from '../../core/port/syntax.ts';
import { describedAt, offersAt } from '../../core/written/schemaHelp.ts';
import { withoutWord } from '../../core/written/wordAt.ts';

type Parse = (text: string) => Promise<SyntaxDocument>;

const isRoster = ({ fileName }: vscode.TextDocument): boolean => path.basename(fileName) === 'roster.yaml';
const schemaOf = (document: vscode.TextDocument) => (isRoster(document) ? rosterSchema : policySchema);

export async function problemsIn(document: vscode.TextDocument, parse: Parse): Promise<vscode.Diagnostic[]> {
  const read = await parse(document.getText());
  const { problems } = isRoster(document) ? decodeRoster(read) : decodePolicy(read);
  return problems.map(({ message, hint, start, end }) => {
    const diagnostic = new vscode.Diagnostic(new vscode.Range(document.positionAt(start), document.positionAt(end)), `${message} ${hint}`, vscode.DiagnosticSeverity.Error);
    diagnostic.source = 'MLOps';
    return diagnostic;
  });
}

export async function hoverAt(document: vscode.TextDocument, position: vscode.Position, parse: Parse): Promise<vscode.Hover | undefined> {
  const found = describedAt(await parse(document.getText()), schemaOf(document), document.offsetAt(position));
  return found && new vscode.Hover(new vscode.MarkdownString(found.words.map(plain).join('\n\n')), new vscode.Range(document.positionAt(found.start), document.positionAt(found.end)));
}

export async function completionsAt(document: vscode.TextDocument, position: vscode.Position, parse: Parse): Promise<vscode.CompletionItem[]> {
  const { text, place } = withoutWord(document.getText(), document.offsetAt(position));
  return offersAt(await parse(text), schemaOf(document), place).map(({ label, words, kind, insert }, at) => {
    const item = new vscode.CompletionItem(label, itemKinds[kind]);
    item.insertText = insert !== undefined ? new vscode.SnippetString(insert) : kind === 'key' ? `${label}: ` : label;
    item.documentation = words;
    // In the schema's order: what an item begins with stands above its other keys.
    item.sortText = String(at).padStart(3, '0');
    return item;
  });
}

const itemKinds = { key: vscode.CompletionItemKind.Property, value: vscode.CompletionItemKind.Value, snippet: vscode.CompletionItemKind.Snippet } as const;

/** Markdown that shows a sentence as it is. `appendText` would join its words with blanks at which no line breaks. */
function plain(sentence: string): string {
  return sentence.replaceAll(/[\\`*_{}[\]()#+!<>&|~-]/g, '\\$&');
}
