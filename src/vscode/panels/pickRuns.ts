import * as vscode from 'vscode';
import { runMoment, type Run } from '../../core/model/run.ts';
import type { Workbench } from '../../services/workbench.ts';

const listed = 1000;

/** Runs to add to a comparison; undefined when the person changed their mind. */
export async function pickRuns(workbench: Workbench, chosen: readonly string[]): Promise<readonly string[] | undefined> {
  const ended = new AbortController();
  const items = workbench.runs.list({ limit: listed }, ended.signal).then((list) => list.runs.filter((run) => !chosen.includes(run.id)).map(itemOf));
  const picked = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    matchOnDescription: true,
    matchOnDetail: true,
    placeHolder: vscode.l10n.t('Runs to compare'),
  });
  ended.abort();
  return picked?.map((item) => item.run);
}

function itemOf(run: Run): vscode.QuickPickItem & { readonly run: string } {
  const facts = [run.status, runMoment(run)?.slice(0, 16).replace('T', ' '), run.commit?.slice(0, 7)];
  return { run: run.id, label: run.name ?? run.id, description: run.experiment ?? '', detail: facts.filter(Boolean).join(' · ') };
}
