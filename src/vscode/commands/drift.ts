import * as vscode from 'vscode';
import { fail, toFault } from '../../core/base/fault.ts';
import type { DriftReport } from '../../core/model/drift.ts';
import { driftLimits, type NamedData } from '../../protocol/drift.ts';
import { driftReportsIn } from '../../services/driftResults.ts';
import { pickDriftData } from '../drift/pickData.ts';
import { retrainings } from '../drift/retrainings.ts';
import { alone, cancelled, choose, settled } from '../forms/steps.ts';
import { launchTraining } from '../launch/wizard.ts';
import type { CommandHandler } from '../product.ts';
import { plain } from '../views/rows/text.ts';

const t = (message: string, ...values: Array<string | number>): string => vscode.l10n.t(message, ...values);
const maxReportBytes = 256 * 1024 * 1024;

export const compareDrift: CommandHandler = async (product) => {
  await product.panels.openDrift(await pickDriftData(product.workbench, product.signal));
};

/** Reports of files: evidence, answers of `mlops drift --json`, results of other tools. Several are windows of one reference. */
export const openDriftReport: CommandHandler = async (product, ...args) => {
  const given = args.filter((arg): arg is vscode.Uri => arg instanceof vscode.Uri);
  const files = given.length > 0 ? given : await vscode.window.showOpenDialog({ title: t('Open Drift Report'), canSelectMany: true, filters: { [t('Drift results')]: ['json', 'csv'] } });
  if (!files) throw cancelled();
  const reports: DriftReport[] = [];
  for (const file of files) reports.push(...(await reportsIn(file)));
  if (reports.length > driftLimits.windows) throw fail('tooLarge', t('At most {0} reports are shown at once.', driftLimits.windows));
  await product.panels.openReports(reports);
};

async function reportsIn(file: vscode.Uri): Promise<readonly DriftReport[]> {
  const name = plain(file.path.split('/').at(-1) ?? file.path, 80);
  const { size } = await vscode.workspace.fs.stat(file);
  if (size > maxReportBytes) throw fail('tooLarge', t('{0} is larger than {1} MiB.', name, maxReportBytes / 1024 / 1024));
  try {
    return await driftReportsIn(new TextDecoder().decode(await vscode.workspace.fs.readFile(file)), name);
  } catch (error) {
    const { code, message, ...more } = toFault(error);
    throw fail(code, `${name}: ${message}`, more);
  }
}

/** Opens the launch wizard on the stage, its data parameter set to the current data. Nothing starts before the plan was seen. */
export const retrainOnWindow: CommandHandler = async (product, ...args) => {
  const [reference, current] = args.map(referenceOf);
  if (!reference || !current) throw fail('invalid', t('Nothing was chosen to retrain on.'), { hint: t('Use the button of the drift panel.') });
  const choices = await retrainings(product.workbench, reference, current, product.signal);
  const [only] = choices;
  if (!only) throw fail('notFound', t('No stage has a parameter that names {0}.', plain(reference.name)));
  const chosen = choices.length === 1 ? only.value : settled(await choose(alone(t('Retrain with This Window')), choices, { placeholder: t('Which stage to run') }));
  await launchTraining(product, chosen.entry, chosen.params);
};

function referenceOf(value: unknown): NamedData | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { text, name } = value as Record<string, unknown>;
  return typeof text === 'string' && typeof name === 'string' ? { text, name } : undefined;
}
