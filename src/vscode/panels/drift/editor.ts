import path from 'node:path';
import * as vscode from 'vscode';
import { toFault } from '../../../core/base/fault.ts';
import type { Workbench } from '../../../services/workbench.ts';
import { computeDrift } from '../../drift/compute.ts';
import { openColumnCode } from '../../drift/openColumnCode.ts';
import { pickDriftData } from '../../drift/pickData.ts';
import { ReportStore } from '../../drift/reportStore.ts';
import { canRetrain } from '../../drift/retrainings.ts';
import type { DriftBench, DriftUi } from './bench.ts';

/** The workbench as the Drift panel sees it. */
export function driftBench(context: vscode.ExtensionContext, workbench: Workbench): DriftBench {
  const store = new ReportStore(context);
  const cli = vscode.Uri.joinPath(context.extensionUri, 'dist', 'cli.js').fsPath;
  return {
    compute: (what, listener, signal) => computeDrift(workbench.machine, cli, what, listener, signal),
    save: (report) => store.save(report),
    load: (digest) => store.load(digest),
    canRetrain: (reference, current, signal) => canRetrain(workbench, reference, current, signal),
  };
}

/** The editor as the Drift panel sees it. */
export function driftUi(workbench: Workbench, panel: Pick<DriftUi, 'rename' | 'warn'>): DriftUi {
  return {
    ...panel,
    saveFile,
    copy: async (text) => vscode.env.clipboard.writeText(text),
    openCode: openColumnCode,
    pickData: async () => {
      try {
        return await pickDriftData(workbench, new AbortController().signal);
      } catch (error) {
        if (toFault(error).code === 'cancelled') return undefined;
        throw error;
      }
    },
    retrain: async (reference, current) => void (await vscode.commands.executeCommand('mlops.drift.retrain', reference, current)),
  };
}

async function saveFile(name: string, content: string): Promise<boolean> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const type = path.extname(name).slice(1);
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Export Drift Report'),
    saveLabel: vscode.l10n.t('Export'),
    filters: { [type.toUpperCase()]: [type] },
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder.uri, name) } : {}),
  });
  if (!target) return false;
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(content));
  return true;
}
