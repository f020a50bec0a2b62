import type { Machine } from '../../core/port/machine.ts';
import { gatherFacts, type FactParts, type GatheredFacts } from './cardFacts.ts';
import { CardFiles } from './cardFiles.ts';

/** Model cards: facts of a version, and the file they are written to. */
export class Cards {
  readonly #machine: Machine;
  readonly #parts: FactParts;
  readonly files: CardFiles;

  constructor(machine: Machine, parts: FactParts) {
    this.#machine = machine;
    this.#parts = parts;
    this.files = new CardFiles(machine);
  }

  facts(folder: string, written: string, reports: readonly string[], signal: AbortSignal): Promise<GatheredFacts> {
    return gatherFacts(this.#machine, folder, this.#parts, written, reports, signal);
  }
}
