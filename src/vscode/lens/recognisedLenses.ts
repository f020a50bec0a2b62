import * as vscode from 'vscode';
import { toFault } from '../../core/base/fault.ts';
import type { Recognised } from '../../core/pipeline/recognised.ts';
import type { TextRange } from '../../core/model/pipeline.ts';
import type { Workbench } from '../../services/workbench.ts';
import { aborting } from '../platform/cancellation.ts';
import { standingLenses, type Place } from './standingLenses.ts';
import { deployText, factText, gateText, stagesText } from './recognisedText.ts';

const t = (message: string, ...values: Array<string | number>): string => vscode.l10n.t(message, ...values);

/**
 * What the text of a pipeline or deploy file says at a glance, above the places that say it. Nothing here runs, submits or
 * deploys: where a source can do that, the file is the source's and has its own lenses.
 */
export async function recognisedLenses(workbench: Workbench, document: vscode.TextDocument, token: vscode.CancellationToken): Promise<vscode.CodeLens[]> {
  const file = document.uri.fsPath;
  if (workbench.machine.settings.get<boolean>('codeLens.enabled', file) === false) return [];
  const { signal, dispose } = aborting(token);
  try {
    if (await workbench.pipelines.owns(file, signal)) return [];
    const found = await workbench.pipelineFiles.recognise(file, document.getText(), signal);
    const standing = await standingLenses(workbench, found, signal);
    return found.flatMap((one) => lensesOf(one, standing));
  } catch (error) {
    const fault = toFault(error);
    if (fault.code !== 'cancelled') workbench.machine.log.warn(`${file}: ${fault.message}`);
    return [];
  } finally {
    dispose();
  }
}

/** Where it is known how a model stands, that is told in place of what the line itself says. */
function lensesOf({ kind, stages, deploys, gates, facts }: Recognised, standing: ReadonlyMap<Place, vscode.CodeLens>): vscode.CodeLens[] {
  const first = stages[0];
  return [
    ...(first ? [lens(first.range, stagesText(kind, stages.length, t))] : []),
    ...facts.map((fact) => lens(fact.range, factText(fact, t))),
    ...deploys.map((deploy) => standing.get(deploy) ?? lens(deploy.range, deployText(deploy, t))),
    ...gates.map((gate) => standing.get(gate) ?? lens(gate.range, gateText(gate, t))),
  ];
}

function lens({ start, end }: TextRange, title: string): vscode.CodeLens {
  return new vscode.CodeLens(new vscode.Range(start.line, start.character, end.line, end.character), { title, command: '' });
}
