import { ClaimedKeys } from '../signature/claimedKey.ts';
import type { PublicKey } from '../signature/publicKey.ts';
import type { Digest, Entry } from './entry.ts';
import { Skims } from './skim.ts';
import type { LedgerFile } from './ledgerFile.ts';
import { standingOf, type Focus, type Standing, type StandingRules } from './standing.ts';

export interface InspectionRules extends StandingRules {
  /** Entries about other models are looked at for their places only. Without: of no model. */
  readonly model?: string;
  /**
   * Whether the signature of an entry is checked; default: of all. Of the others name, form and key are looked at, and the signature
   * where something depends on it: an honest writer builds only on what was checked, so an entry that is not may cost only whoever
   * built on it.
   */
  readonly mustCheck?: (entry: Entry) => boolean;
}

/**
 * Every entry by itself, before it is held against the others. What was looked at while the others were still being read is not looked
 * at again, and its signature is checked beside.
 */
export class Inspection {
  readonly #rules: InspectionRules;
  readonly #focus: Focus | undefined;
  readonly #found = new Map<LedgerFile, Standing | string>();
  readonly #checks: Array<Promise<void>> = [];
  /** Of the model that is asked for. */
  readonly #own = new Set<Digest>();
  readonly #comments: Standing[] = [];

  constructor(rules: InspectionRules, skims = new Skims(rules.signatures)) {
    this.#rules = { ...rules, keys: new Map<string, PublicKey>() };
    this.#focus = rules.model === undefined ? undefined : { model: rules.model, claimed: new ClaimedKeys(rules.roster.keys), skims };
  }

  /** Ahead of `of`: starts what takes long. */
  look(file: LedgerFile): void {
    const found = this.#standing(file);
    if (typeof found === 'string') return;
    if (found.entry !== null) this.#own.add(file.name);
    if (found.about !== null) this.#comments.push(found);
    if (this.#mustCheck(found)) this.#start(found);
  }

  /** Once all that `look` started is done. */
  async settled(): Promise<void> {
    // What they are on may have come after them.
    for (const one of this.#comments.splice(0)) if (this.#own.has(one.about!)) this.#start(one);
    await Promise.all(this.#checks.splice(0));
  }

  /** What may count by itself, its signature checked where it must be; the reason, as the end of a sentence, of what cannot. */
  of(file: LedgerFile): Standing | string {
    const found = this.#standing(file);
    return typeof found !== 'string' && this.#mustCheck(found) && !found.isSignatureGood() ? forged : found;
  }

  #start(standing: Standing): void {
    const check = standing.checkSoon();
    check.catch(() => undefined); // Nobody may come to ask; `settled` tells it.
    this.#checks.push(check);
  }

  #standing(file: LedgerFile): Standing | string {
    let found = this.#found.get(file);
    if (found === undefined) this.#found.set(file, (found = standingOf(file, this.#rules, this.#focus)));
    return found;
  }

  #mustCheck({ entry }: Standing): boolean {
    return entry !== null && (this.#rules.mustCheck?.(entry) ?? true);
  }
}

export const forged = 'its signature is not good';
