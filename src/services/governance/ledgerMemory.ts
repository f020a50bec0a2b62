import { sha256 } from '../../core/base/sha256.ts';
import { fail, toFault } from '../../core/base/fault.ts';
import type { Digest } from '../../core/governance/ledger/entry.ts';
import type { Machine } from '../../core/port/machine.ts';
import { pipelineOf } from './pipeline.ts';

type MemoryMachine = Pick<Machine, 'files' | 'places' | 'log' | 'env'>;

const digest = /^[0-9a-f]{64}$/;

export interface Remembered {
  /** With all that they build on checked: whatever of that does not count any more was changed since. */
  readonly heads: readonly Digest[];
  /**
   * Newer ones that were there, and are missed where they are gone; what they build on was not all checked. By the model that was asked
   * for, or null for all at once, because of what a look checked only the next look for the same can tell that it changed.
   */
  readonly glimpsed: ReadonlyMap<string | null, readonly Digest[]>;
}

const nothing: Remembered = { heads: [], glimpsed: new Map() };

/** One head takes 67 bytes, and members decide how many there are. */
const maxBytes = 64 * 1024 * 1024;

/**
 * Which entries a remote's ledger ended with when it was last seen from here: it may grow, and never lose one of them. Kept in the
 * user's state folder, because whoever can rewrite a repository must not be able to rewrite what was seen of it.
 */
export class LedgerMemory {
  readonly #machine: MemoryMachine;
  readonly #maxBytes: number;

  constructor(machine: MemoryMachine, most = maxBytes) {
    this.#machine = machine;
    this.#maxBytes = most;
  }

  /** Whether what is remembered is a head to hold the ledger against: in a pipeline it may be of the same job, a moment ago. */
  get isAnchor(): boolean {
    return pipelineOf(this.#machine.env) === undefined;
  }

  /** Empty where it was never seen. */
  async read(root: string, genesis: Digest): Promise<Remembered> {
    const path = await this.path(root, genesis);
    try {
      const value = JSON.parse(await this.#machine.files.readText(path, { maxBytes: this.#maxBytes })) as { heads?: unknown; glimpsed?: unknown; glimpsedFor?: unknown } | null;
      return { heads: digestsOf(value?.heads), glimpsed: glimpsedOf(value?.glimpsed, value?.glimpsedFor) };
    } catch (error) {
      if (toFault(error).code === 'notFound') return nothing;
      if (!(error instanceof SyntaxError)) throw error;
      this.#machine.log.warn(`${path} is no JSON: what was seen of the ledger before is forgotten.`);
      return nothing;
    }
  }

  /**
   * Writes only where something is new since `before`; what another process noted meanwhile stays. Throws `tooLarge` where no more can be
   * held: whoever went on then would forget.
   */
  async remember(root: string, genesis: Digest, before: Remembered, next: Remembered): Promise<void> {
    if (!hasMore(next, before)) return;
    const now = await this.read(root, genesis);
    const text = written(written(now) === written(before) ? next : both(now, next));
    const path = await this.path(root, genesis);
    if (new TextEncoder().encode(text).length > this.#maxBytes) throw fail('tooLarge', `What was seen of the ledger does not fit into ${path}.`, { hint: 'Run “mlops approvals verify”: what it finds good is held by the newest entries alone.' });
    await this.#machine.files.writeAtomic(path, text, { mode: 0o600 });
  }

  async path(root: string, genesis: Digest): Promise<string> {
    return `${this.#machine.places.state}/governance/${sha256(`${await this.#machine.files.realPath(root)}\n${genesis}`).slice(0, 32)}.json`;
  }
}

function written({ heads, glimpsed }: Remembered): string {
  const records = [...glimpsed].filter(([, of]) => of.length > 0).map(([model, of]) => ({ model, heads: [...of].sort() }));
  return `${JSON.stringify({ heads: [...heads].sort(), glimpsed: records.sort((a, b) => ((a.model ?? '') < (b.model ?? '') ? -1 : 1)) })}\n`;
}

function hasMore(next: Remembered, before: Remembered): boolean {
  const isNew = (of: readonly Digest[], known: ReadonlySet<Digest>) => of.some((name) => !known.has(name));
  return isNew(next.heads, new Set(before.heads)) || [...next.glimpsed].some(([model, of]) => isNew(of, new Set(before.glimpsed.get(model))));
}

function both(one: Remembered, other: Remembered): Remembered {
  const union = (a: readonly Digest[] = [], b: readonly Digest[] = []) => [...new Set([...a, ...b])];
  const models = new Set([...one.glimpsed.keys(), ...other.glimpsed.keys()]);
  return { heads: union(one.heads, other.heads), glimpsed: new Map([...models].map((model) => [model, union(one.glimpsed.get(model), other.glimpsed.get(model))])) };
}

/** `model`: of a file of a former form, which had one record and named its model beside. */
function glimpsedOf(value: unknown, model: unknown): Map<string | null, Digest[]> {
  const all: unknown[] = Array.isArray(value) ? value : [];
  const former = digestsOf(all);
  const found = new Map<string | null, Digest[]>(former.length === 0 ? [] : [[typeof model === 'string' ? model : null, former]]);
  for (const one of all) {
    if (typeof one !== 'object' || one === null) continue;
    const record = one as { model?: unknown; heads?: unknown };
    const key = typeof record.model === 'string' ? record.model : null;
    found.set(key, [...(found.get(key) ?? []), ...digestsOf(record.heads)]);
  }
  return found;
}

function digestsOf(value: unknown): Digest[] {
  const all: unknown[] = Array.isArray(value) ? value : [];
  return all.filter((one): one is Digest => typeof one === 'string' && digest.test(one));
}
