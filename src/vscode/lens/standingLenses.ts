import * as vscode from 'vscode';
import { toFault } from '../../core/base/fault.ts';
import type { TextRange } from '../../core/model/pipeline.ts';
import type { Recognised } from '../../core/pipeline/recognised.ts';
import { approvalLensText, gatePreviewText } from '../../services/governance/lensText.ts';
import type { Workbench } from '../../services/workbench.ts';

/** Each costs a look at the ledger. */
const mostLooks = 8;

interface Asked {
  readonly reference: string;
  readonly env: string;
  readonly range: TextRange;
  readonly isGate: boolean;
  readonly of: Place;
}

/** What a file deploys or gates, at a place in it. */
export type Place = Recognised['deploys'][number] | Recognised['gates'][number];

/**
 * How the models that a file deploys or gates stand, from what was fetched last: nothing is asked of a remote, and no model is read.
 * A place whose model or policy is not known here has none.
 */
export async function standingLenses(workbench: Workbench, found: readonly Recognised[], signal: AbortSignal): Promise<ReadonlyMap<Place, vscode.CodeLens>> {
  const asked = found.flatMap(({ deploys, gates }): Asked[] => [
    ...deploys.flatMap((one) => referenceOf(one, false)),
    ...gates.flatMap((one) => referenceOf(one, true)),
  ]);
  const lenses = new Map<Place, vscode.CodeLens>();
  for (const { reference, env, range: { start, end }, isGate, of } of asked.slice(0, mostLooks)) {
    try {
      const gated = await workbench.governance.gate(reference, env, { fetches: false, trustsRequest: true }, signal);
      const title = isGate ? gatePreviewText(gated) : approvalLensText(gated);
      lenses.set(of, new vscode.CodeLens(new vscode.Range(start.line, start.character, end.line, end.character), { title, tooltip: gated.report.reason, command: 'mlops.approval.open', arguments: [{ reference, env }] }));
    } catch (error) {
      signal.throwIfAborted();
      workbench.machine.log.info(`no state of ${reference} in ${env}: ${toFault(error).message}`);
    }
  }
  return lenses;
}

function referenceOf(of: Place, isGate: boolean): Asked[] {
  const { model, version, alias, env, range } = of;
  if (model === null || env === null) return [];
  return [{ reference: version !== null ? `${model}:${version}` : alias !== null ? `${model}@${alias}` : model, env, range, isGate, of }];
}
