import * as vscode from 'vscode';
import { fail } from '../../core/base/fault.ts';
import { cancelled } from '../forms/steps.ts';
import type { CommandHandler } from '../product.ts';
import { aborting } from '../platform/cancellation.ts';

const t = (message: string, ...values: Array<string | number>): string => vscode.l10n.t(message, ...values);

/** Nothing is fetched before a person has seen what, how much and from where, and said yes. */
export const installAccelerator: CommandHandler = async (product) => {
  const { machine } = product.workbench;
  if (!machine.trust.isTrusted) throw fail('untrusted', t('Nothing is fetched from an untrusted workspace.'), { hint: t('Trust this workspace first.') });
  const { name, version, isInstalled, unsupported, packedBytes, unpackedBytes, source } = await machine.accelerator.about();
  if (isInstalled) return void vscode.window.showInformationMessage(t('{0} {1} is installed: large Parquet files and DuckDB tables are read with it.', name, version));
  if (unsupported !== undefined) throw fail('unsupported', unsupported, { hint: t('Everything works without it, slower.') });
  const yes = t('Install');
  const detail = t(
    '{0} to download from {1}, {2} on disk, in your cache folder. It is checked against hashes in this extension before it is unpacked. Drift reports are the same with and without it; with it large Parquet files take a fraction of the time, and tables of DuckDB databases can be read.',
    megabytes(packedBytes), source, megabytes(unpackedBytes),
  );
  if ((await vscode.window.showInformationMessage(t('Install {0} {1}?', name, version), { modal: true, detail }, yes)) !== yes) throw cancelled();
  await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: t('Installing {0} {1}', name, version), cancellable: true }, async (progress, token) => {
    let shown = 0;
    const all = megabytes(packedBytes);
    const cancel = aborting(token);
    try {
      await machine.accelerator.install(AbortSignal.any([cancel.signal, product.signal]), ({ receivedBytes }) => {
        const share = Math.floor((100 * receivedBytes) / packedBytes);
        if (share === shown) return;
        progress.report({ increment: share - shown, message: t('{0} of {1}', megabytes(receivedBytes), all) });
        shown = share;
      });
    } finally {
      cancel.dispose();
    }
  });
  void vscode.window.showInformationMessage(t('{0} {1} is installed.', name, version));
};

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}
