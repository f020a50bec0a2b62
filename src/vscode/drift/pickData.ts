import path from 'node:path';
import * as vscode from 'vscode';
import { fail } from '../../core/base/fault.ts';
import { parseId } from '../../core/model/id.ts';
import type { Workbench } from '../../services/workbench.ts';
import { driftLimits, type NamedData, type DriftRequest } from '../../protocol/drift.ts';
import { pickFolder } from '../forms/pickFolder.ts';
import { alone, askAll, askText, back, cancelled, choose, chooseMany, settled, type Choice, type Question } from '../forms/steps.ts';
import { age, bytes, plain, shortSha } from '../views/rows/text.ts';

const t = (message: string, ...values: Array<string | number>): string => vscode.l10n.t(message, ...values);

const dataFiles = '**/*.{csv,tsv,parquet,jsonl,ndjson}';
const filesListed = 500;
const versionsListed = 50;

type Picked = NamedData | 'typed';

/** Asks for the reference, then for one or several windows to hold against it. Throws `cancelled`. */
export async function pickDriftData(workbench: Workbench, signal: AbortSignal): Promise<DriftRequest> {
  const folder = await pickFolder();
  const choices = await dataChoices(workbench, folder, signal);
  const title = t('Compare Data for Drift');
  let reference: NamedData | undefined;
  let currents: NamedData[] = [];
  const named = async (picked: Picked): Promise<NamedData> => (picked === 'typed' ? askTyped(title) : picked);
  const askReference: Question = async (at) => {
    const picked = await choose(at, choices, { placeholder: t('The reference: what the model was trained on') });
    if (picked !== back) reference = await named(picked);
    return picked;
  };
  const askCurrents: Question = async (at) => {
    const others = choices.filter(({ value }) => value === 'typed' || value.text !== reference?.text);
    const picked = await chooseMany(at, others, { placeholder: t('The data to hold against it; several make several windows, oldest first') });
    if (picked === back) return back;
    currents = [];
    for (const one of picked) currents.push(await named(one));
    return currents;
  };
  await askAll(title, () => [askReference, askCurrents]);
  if (!reference || currents.length === 0) throw cancelled();
  if (currents.length > driftLimits.windows) throw fail('tooLarge', t('At most {0} windows are compared at once.', driftLimits.windows));
  return { folder, reference, currents };
}

async function askTyped(title: string): Promise<NamedData> {
  const text = settled(
    await askText(alone(title), {
      prompt: t('A file, a version of a tracked file, an artifact of a run, or a table of a database, as “mlops drift --help” lists them'),
      placeholder: 'data/train.parquet',
      check: (typed) => (typed.trim() === '' ? t('A reference is needed.') : undefined),
    }),
  ).trim();
  return { text, name: text };
}

async function dataChoices(workbench: Workbench, folder: string, signal: AbortSignal): Promise<Array<Choice<Picked>>> {
  const [files, versions] = await Promise.all([fileChoices(folder), versionChoices(workbench, folder, signal)]);
  const heading = (label: string) => ({ label, kind: vscode.QuickPickItemKind.Separator, value: 'typed' as const });
  return [
    { label: `$(edit) ${t('Type a reference…')}`, value: 'typed' },
    ...(versions.length > 0 ? [heading(t('Versions of datasets')), ...versions] : []),
    ...(files.length > 0 ? [heading(t('Files')), ...files] : []),
  ];
}

async function fileChoices(folder: string): Promise<Array<Choice<Picked>>> {
  const found = await vscode.workspace.findFiles(new vscode.RelativePattern(folder, dataFiles), undefined, filesListed);
  const names = found.map((uri) => path.relative(folder, uri.fsPath).split(path.sep).join('/')).sort();
  return Promise.all(
    names.map(async (name) => {
      const { size, mtime } = await vscode.workspace.fs.stat(vscode.Uri.joinPath(vscode.Uri.file(folder), name));
      return { label: `$(file) ${plain(name, 160)}`, description: `${bytes(size)} · ${age(new Date(mtime).toISOString(), { t, nowMs: Date.now() })}`, value: { text: name, name } };
    }),
  );
}

/** Committed versions of tracked files, addressed as `<provider>:<path>@<commit>`. */
async function versionChoices(workbench: Workbench, folder: string, signal: AbortSignal): Promise<Array<Choice<Picked>>> {
  const { items } = await workbench.datasets.list(signal);
  const choices: Array<Choice<Picked>> = [];
  for (const dataset of items) {
    const provider = parseId(dataset.id)?.provider;
    if (dataset.path === null || provider === undefined || path.isAbsolute(dataset.path)) continue;
    const { config } = await workbench.locator.find(dataset.id, signal);
    const relative = path.relative(folder, path.resolve(config.folder, dataset.path)).split(path.sep).join('/');
    if (relative.startsWith('..')) continue;
    const versions = await workbench.datasets.versions(dataset.id, { pageSize: versionsListed }, signal);
    for (const { commit, message, createdAt, sizeBytes } of versions.items) {
      if (commit === null) continue;
      const facts = [message?.split('\n', 1)[0] ?? null, sizeBytes === null ? null : bytes(sizeBytes), age(createdAt, { t, nowMs: Date.now() })];
      choices.push({
        label: `$(database) ${plain(relative, 120)} @ ${shortSha(commit)}`,
        description: facts.filter((fact): fact is string => fact !== null && fact !== '').map((fact) => plain(fact, 80)).join(' · '),
        value: { text: `${provider}:${relative}@${commit}`, name: `${relative} @ ${shortSha(commit)}` },
      });
    }
  }
  return choices;
}
