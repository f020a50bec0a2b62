import type { Signatures } from '../../port/signatures.ts';
import { asideOf, type Aside } from './aside.ts';
import type { LedgerFile } from './ledgerFile.ts';

/** What an entry's bytes alone tell, whoever is in the roster and whatever model is asked for. */
export interface Skim {
  /** Whether its name is the digest of its bytes. */
  readonly isNamed: boolean;
  /** Undefined where that cannot be told. */
  readonly aside: Aside | undefined;
}

/** Looks at entries while it is still being found out by what they are to be weighed; each is looked at once. */
export class Skims {
  readonly #signatures: Pick<Signatures, 'sha256Hex'>;
  readonly #found = new Map<LedgerFile, Skim>();

  constructor(signatures: Pick<Signatures, 'sha256Hex'>) {
    this.#signatures = signatures;
  }

  of(file: LedgerFile): Skim {
    let found = this.#found.get(file);
    if (found === undefined) {
      const isNamed = this.#signatures.sha256Hex(file.bytes) === file.name;
      this.#found.set(file, (found = { isNamed, aside: isNamed ? asideOf(file.bytes, file.name) : undefined }));
    }
    return found;
  }
}
