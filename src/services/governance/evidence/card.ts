import type { EvidenceItem, Instant } from '../../../core/governance/ledger/entry.ts';
import type { Machine } from '../../../core/port/machine.ts';
import { CardFiles, cardPath } from '../cardFiles.ts';

/** The card of a model in a folder, if there is one. Throws `invalid` for one that is too large. */
export async function cardOfModel(machine: Pick<Machine, 'files'>, folder: string, model: string, now: Instant): Promise<EvidenceItem[]> {
  const path = cardPath(model);
  const item = await new CardFiles(machine).evidence(`${folder}/${path}`, path, now);
  return item === undefined ? [] : [item];
}
