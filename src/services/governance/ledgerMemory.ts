import { sha256 } from '../../core/base/sha256.ts';
import { toFault } from '../../core/base/fault.ts';
import type { Digest } from '../../core/governance/ledger/entry.ts';
import type { Machine } from '../../core/port/machine.ts';

const digest = /^[0-9a-f]{64}$/;

/**
 * Which entries a remote's ledger ended with when it was last seen from here: it may grow, and never lose one of them. Kept in the
 * user's state folder, because whoever can rewrite a repository must not be able to rewrite what was seen of it.
 */
export class LedgerMemory {
  readonly #machine: Pick<Machine, 'files' | 'places' | 'log'>;

  constructor(machine: Pick<Machine, 'files' | 'places' | 'log'>) {
    this.#machine = machine;
  }

  /** Empty where it was never seen. */
  async heads(root: string, genesis: Digest): Promise<readonly Digest[]> {
    const path = await this.path(root, genesis);
    try {
      const value = JSON.parse(await this.#machine.files.readText(path, { maxBytes: 64 * 1024 })) as { heads?: unknown } | null;
      const heads: unknown[] = Array.isArray(value?.heads) ? value.heads : [];
      return heads.filter((one): one is Digest => typeof one === 'string' && digest.test(one));
    } catch (error) {
      if (toFault(error).code === 'notFound') return [];
      if (!(error instanceof SyntaxError)) throw error;
      this.#machine.log.warn(`${path} is no JSON: what was seen of the ledger before is forgotten.`);
      return [];
    }
  }

  async remember(root: string, genesis: Digest, heads: readonly Digest[]): Promise<void> {
    await this.#machine.files.writeAtomic(await this.path(root, genesis), `${JSON.stringify({ heads: [...heads].sort() })}\n`, { mode: 0o600 });
  }

  async path(root: string, genesis: Digest): Promise<string> {
    return `${this.#machine.places.state}/governance/${sha256(`${await this.#machine.files.realPath(root)}\n${genesis}`).slice(0, 32)}.json`;
  }
}
