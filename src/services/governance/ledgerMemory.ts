import { sha256 } from '../../core/base/sha256.ts';
import { toFault } from '../../core/base/fault.ts';
import type { Digest } from '../../core/governance/ledger/entry.ts';
import type { Machine } from '../../core/port/machine.ts';
import { pipelineOf } from './pipeline.ts';

type MemoryMachine = Pick<Machine, 'files' | 'places' | 'log' | 'env'>;

const digest = /^[0-9a-f]{64}$/;

export interface Remembered {
  /** With all that they build on checked: whatever of that does not count any more was changed since. */
  readonly heads: readonly Digest[];
  /** Newer ones that were there, and are missed where they are gone; what they build on was not all checked. */
  readonly glimpsed: readonly Digest[];
  /** The model that the look at those was for; null: for none, or there are none. */
  readonly glimpsedFor: string | null;
}

const nothing: Remembered = { heads: [], glimpsed: [], glimpsedFor: null };

/** One head takes 67 bytes, and whoever may push decides how many there are. */
const maxBytes = 64 * 1024 * 1024;

/**
 * Which entries a remote's ledger ended with when it was last seen from here: it may grow, and never lose one of them. Kept in the
 * user's state folder, because whoever can rewrite a repository must not be able to rewrite what was seen of it.
 */
export class LedgerMemory {
  readonly #machine: MemoryMachine;

  constructor(machine: MemoryMachine) {
    this.#machine = machine;
  }

  /** Whether what is remembered is a head to hold the ledger against: in a pipeline it may be of the same job, a moment ago. */
  get isAnchor(): boolean {
    return pipelineOf(this.#machine.env) === undefined;
  }

  /** Empty where it was never seen. */
  async read(root: string, genesis: Digest): Promise<Remembered> {
    const path = await this.path(root, genesis);
    try {
      const value = JSON.parse(await this.#machine.files.readText(path, { maxBytes })) as { heads?: unknown; glimpsed?: unknown; glimpsedFor?: unknown } | null;
      return { heads: digestsOf(value?.heads), glimpsed: digestsOf(value?.glimpsed), glimpsedFor: typeof value?.glimpsedFor === 'string' ? value.glimpsedFor : null };
    } catch (error) {
      if (toFault(error).code === 'notFound') return nothing;
      if (!(error instanceof SyntaxError)) throw error;
      this.#machine.log.warn(`${path} is no JSON: what was seen of the ledger before is forgotten.`);
      return nothing;
    }
  }

  /** Writes only where something is new since `before`. */
  async remember(root: string, genesis: Digest, before: Remembered, { heads, glimpsed, glimpsedFor }: Remembered): Promise<void> {
    const isNew = (of: readonly Digest[], known: ReadonlySet<Digest>) => of.some((name) => !known.has(name));
    if (!isNew(heads, new Set(before.heads)) && !isNew(glimpsed, new Set(before.glimpsed))) return;
    const kept = heads.length > 0 ? heads : before.heads;
    await this.#machine.files.writeAtomic(await this.path(root, genesis), `${JSON.stringify({ heads: [...kept].sort(), glimpsed: [...glimpsed].sort(), glimpsedFor })}\n`, { mode: 0o600 });
  }

  async path(root: string, genesis: Digest): Promise<string> {
    return `${this.#machine.places.state}/governance/${sha256(`${await this.#machine.files.realPath(root)}\n${genesis}`).slice(0, 32)}.json`;
  }
}

function digestsOf(value: unknown): Digest[] {
  const all: unknown[] = Array.isArray(value) ? value : [];
  return all.filter((one): one is Digest => typeof one === 'string' && digest.test(one));
}
