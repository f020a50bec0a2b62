import * as vscode from 'vscode';
import { fail } from '../../core/base/fault.ts';
import { columnReads, type ColumnRead } from '../../core/drift/columnReads.ts';
import { alone, cancelled, choose, settled } from '../forms/steps.ts';
import { aborting } from '../platform/cancellation.ts';
import { plain } from '../views/rows/text.ts';

const t = (message: string, ...values: Array<string | number>): string => vscode.l10n.t(message, ...values);

const codeFiles = '**/*.{py,ipynb,sql,r,R,Rmd,jl,scala,java,kt,js,ts,yaml,yml,toml}';
const filesSearched = 3000;
const maxFileBytes = 1_000_000;
const placesPerFile = 20;
const placesListed = 200;

interface Place extends ColumnRead {
  readonly uri: vscode.Uri;
}

/** Opens the line that names a column, or lets the person choose among several. What `files.exclude` leaves out is left out. */
export async function openColumnCode(column: string): Promise<void> {
  const places = await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: t('Looking for code that reads “{0}”', plain(column, 60)), cancellable: true }, async (progress, token) => {
    const { signal, dispose } = aborting(token);
    try {
      return await search(column, signal, (path) => progress.report({ message: path }), token);
    } finally {
      dispose();
    }
  });
  const [first] = places;
  if (!first) {
    throw fail('notFound', t('No code here names “{0}”.', plain(column, 80)), { hint: t('Code that reads columns by place or builds their names is not found this way.') });
  }
  const chosen =
    places.length === 1
      ? first
      : settled(
          await choose(
            alone(t('Code that Reads “{0}”', plain(column, 60))),
            places.map((place) => ({
              label: `$(${place.form === 'text' ? 'symbol-string' : 'symbol-field'}) ${plain(place.excerpt, 120)}`,
              description: `${plain(vscode.workspace.asRelativePath(place.uri), 120)}:${place.line + 1}`,
              value: place,
            })),
            { placeholder: places.length >= placesListed ? t('The first {0} places that name it', placesListed) : t('{0} places name it', places.length) },
          ),
        );
  const start = new vscode.Position(chosen.line, chosen.column);
  await vscode.window.showTextDocument(chosen.uri, { selection: new vscode.Range(start, start.translate(0, column.length)), preview: true });
}

async function search(column: string, signal: AbortSignal, onFile: (path: string) => void, token: vscode.CancellationToken): Promise<Place[]> {
  const files = await vscode.workspace.findFiles(codeFiles, undefined, filesSearched, token);
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  const places: Place[] = [];
  for (const uri of files) {
    if (signal.aborted) throw cancelled();
    if (places.length >= placesListed) break;
    onFile(vscode.workspace.asRelativePath(uri));
    if ((await vscode.workspace.fs.stat(uri)).size > maxFileBytes) continue;
    // What is typed and not saved yet is what the person sees.
    const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
    const text = open?.getText() ?? new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    for (const read of columnReads(text, column, placesPerFile)) places.push({ ...read, uri });
  }
  return places.slice(0, placesListed);
}
