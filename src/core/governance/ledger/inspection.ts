import { ClaimedKeys } from '../signature/claimedKey.ts';
import type { PublicKey } from '../signature/publicKey.ts';
import { withAncestors } from './ancestors.ts';
import type { Digest, Entry } from './entry.ts';
import { inOrder } from './inOrder.ts';
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

/** How many entries are checked beyond what is needed. */
export interface Beyond {
  readonly whole: number;
  readonly part: number;
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
  readonly #checked = new Set<Digest>();
  /** Checked though nothing asked for it: see `checkBeyond`. */
  readonly #beyond = new Set<Digest>();
  /** What was seen whole before. */
  #known: ReadonlySet<Digest> = new Set();

  constructor(rules: InspectionRules, skims = new Skims(rules.signatures)) {
    this.#rules = { ...rules, keys: new Map<string, PublicKey>() };
    this.#focus = rules.model === undefined ? undefined : { model: rules.model, claimed: new ClaimedKeys(rules.roster.keys), skims };
  }

  /** Whether the signature of every entry is checked. */
  get isWhole(): boolean {
    return this.#focus === undefined && this.#rules.mustCheck === undefined;
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

  /**
   * After `settled`: checks what nobody asked for as well, as far as it is new since `known`, heads that were seen whole: all of it where
   * that is not more than `whole`, else in order until `part` of it are good. Forged ones are not counted then, since anybody could write
   * so many that nothing else would ever be checked.
   */
  async checkBeyond(files: readonly LedgerFile[], known: readonly Digest[], { whole, part }: Beyond): Promise<void> {
    if (this.isWhole) return;
    const standing = new Map<Digest, Standing>();
    for (const file of files) {
      const found = this.#standing(file);
      if (typeof found !== 'string') standing.set(file.name, found);
    }
    this.#known = withAncestors(known, (name) => standing.get(name)?.place);
    const open = inOrder(standing).filter(({ place }) => !this.#known.has(place.digest));
    const fallen = new Set<Digest>();
    let left = open.reduce((sum, one) => (this.#mustCheck(one) ? sum : sum + 1), 0) <= whole ? open.length : part;
    for (let at = 0; at < open.length && left > 0; ) {
      const batch: Standing[] = [];
      for (; at < open.length && batch.length < left; at += 1) {
        const one = open[at]!;
        // It falls with what it builds on.
        if (one.place.prev.some((name) => fallen.has(name)) || (this.#mustCheck(one) && !one.isSignatureGood())) fallen.add(one.place.digest);
        else if (!this.#mustCheck(one)) batch.push(one);
      }
      await Promise.all(batch.map((one) => one.checkSoon()));
      for (const one of batch) {
        this.#beyond.add(one.place.digest);
        if (one.isSignatureGood()) left -= 1;
        else fallen.add(one.place.digest);
      }
    }
  }

  /** Whether the signature of something that has a place was checked, now or when it was seen before. */
  isSure(name: Digest): boolean {
    return this.#checked.has(name) || this.#known.has(name);
  }

  /**
   * Of heads and all they build on, which were looked at for the same model before: what that look found good and this one does not,
   * with the reason. What neither of them needed, and only `checkBeyond` found forged, may have been so then.
   */
  changedSince(files: readonly LedgerFile[], heads: readonly Digest[]): ReadonlyArray<readonly [name: Digest, reason: string]> {
    const byName = new Map(files.map((file) => [file.name, file]));
    const changed: Array<readonly [Digest, string]> = [];
    const placeOf = (name: Digest) => {
      const file = byName.get(name);
      const found = file && this.#standing(file);
      if (typeof found === 'string') changed.push([name, found]);
      else if (found !== undefined && this.#mustCheck(found) && !found.isSignatureGood()) changed.push([name, forged]);
      return typeof found === 'string' ? undefined : found?.place;
    };
    withAncestors(heads, placeOf);
    return changed;
  }

  /** Of what is looked at, below heads that were seen before: what holds a decision back or takes one away, and is well signed. */
  holdingBack(files: readonly LedgerFile[], heads: readonly Digest[]): readonly Digest[] {
    const byName = new Map(files.map((file) => [file.name, file]));
    const found: Digest[] = [];
    withAncestors(heads, (name) => {
      const file = byName.get(name);
      const one = file && this.#standing(file);
      if (one === undefined || typeof one === 'string') return undefined;
      if (one.entry !== null && holdsBack.includes(one.entry.kind) && this.#mustCheck(one) && one.isSignatureGood()) found.push(name);
      return one.place;
    });
    return found;
  }

  /** What may count by itself, its signature checked where it must be; the reason, as the end of a sentence, of what cannot. */
  of(file: LedgerFile): Standing | string {
    const found = this.#standing(file);
    if (typeof found === 'string' || !(this.#mustCheck(found) || this.#beyond.has(file.name))) return found;
    if (!found.isSignatureGood()) return forged;
    this.#checked.add(file.name);
    return found;
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

const holdsBack: ReadonlyArray<Entry['kind']> = ['reject', 'request-changes', 'withdraw', 'revoke'];

export const forged = 'its signature is not good';
