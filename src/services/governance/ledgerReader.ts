import { fail } from '../../core/base/fault.ts';
import type { Digest } from '../../core/governance/ledger/entry.ts';
import type { LedgerFile } from '../../core/governance/ledger/ledgerFile.ts';
import { maxEntryBytes } from '../../core/governance/ledger/statement.ts';
import type { GitRepository } from '../../core/port/git.ts';

/** An entry as the trees list it, by git's names of its bytes and of its signature's. */
interface Listed {
  readonly name: Digest;
  readonly entry: string;
  /** Null where there is none. */
  readonly signature: string | null;
}

const entryName = /^[0-9a-f]{64}\.json$/;
const digestDigits = 64;
const entryLetters = digestDigits + '.json'.length;
const plainFile = '100644';

/**
 * Reads the entries of a ledger's tips, one tip after the other. An entry that several of them have is read once, so a tip that was
 * read ahead and then moved costs only what is new.
 */
export class LedgerReader {
  readonly #repository: GitRepository;
  readonly #signal: AbortSignal;
  readonly #tips = new Map<string, Promise<readonly LedgerFile[]>>();
  readonly #read = new Map<Digest, { readonly listed: Listed; readonly file: LedgerFile }>();
  #last: Promise<unknown> = Promise.resolve();
  #look: ((file: LedgerFile) => void) | undefined;

  constructor(repository: GitRepository, signal: AbortSignal) {
    this.#repository = repository;
    this.#signal = signal;
  }

  /** `look` gets every entry that was read, and from now on each as it comes. */
  each(look: (file: LedgerFile) => void): void {
    this.#look = look;
    for (const { file } of this.#read.values()) look(file);
  }

  /**
   * Only plain files under their own name are entries: links, folders and other names are none. An entry above the largest size comes
   * without bytes, and so counts for nothing.
   */
  files(commit: string): Promise<readonly LedgerFile[]> {
    let reading = this.#tips.get(commit);
    if (reading === undefined) {
      reading = this.#last.then(() => this.#filesOf(commit));
      this.#tips.set(commit, reading);
      this.#last = reading.catch(() => undefined); // Whoever asked for it gets the failure; the next tip is another matter.
    }
    return reading;
  }

  async #filesOf(commit: string): Promise<readonly LedgerFile[]> {
    const all = await listedIn(this.#repository, commit, this.#signal);
    await this.#readNew(all.filter((one) => !isSame(this.#read.get(one.name)?.listed, one)));
    return all.map(({ name }) => this.#read.get(name)!.file);
  }

  async #readNew(fresh: readonly Listed[]): Promise<void> {
    // An entry and then its signature: with the second of them it is whole.
    const names = fresh.flatMap(({ entry, signature }) => (signature === null ? [entry] : [entry, signature]));
    let next = 0;
    let bytes: Uint8Array | undefined;
    const take = (signature: Uint8Array | null) => {
      const listed = fresh[next]!;
      const file = { name: listed.name, bytes: bytes!, signature };
      [next, bytes] = [next + 1, undefined];
      this.#read.set(listed.name, { listed, file });
      this.#look?.(file);
    };
    await this.#repository.stream(names, (object) => {
      // The tree lists it: nothing was asked for that need not be there.
      if (object === null) throw fail('corrupt', `Entry ${fresh[next]!.name.slice(0, 8)} of the ledger cannot be read from git.`, { hint: 'git fsck tells what is damaged; a new clone, or git fetch --refetch, brings it again.' });
      const read = object.bytes ?? new Uint8Array();
      if (bytes !== undefined) return take(read);
      bytes = read;
      if (fresh[next]!.signature === null) take(null);
    }, this.#signal, { maxBytes: maxEntryBytes });
  }
}

const isSame = (left: Listed | undefined, right: Listed) => left?.entry === right.entry && left.signature === right.signature;

async function listedIn(repository: GitRepository, commit: string, signal: AbortSignal): Promise<Listed[]> {
  const root = await repository.tree(commit, signal);
  const entries = root.find(({ name, type }) => name === 'entries' && type === 'tree');
  if (!entries) return [];
  const shelves = (await repository.tree(entries.sha, signal)).filter(({ name, type }) => type === 'tree' && /^[0-9a-f]{2}$/.test(name));
  const trees = await Promise.all(shelves.map(({ sha }) => repository.tree(sha, signal)));
  return shelves.flatMap((shelf, at) => {
    const files = trees[at]!.filter(({ mode }) => mode === plainFile);
    const byName = new Map(files.map(({ name, sha }) => [name, sha]));
    return files.filter(({ name }) => name.length === entryLetters && name.startsWith(shelf.name) && entryName.test(name)).map(({ name, sha }) => ({ name: name.slice(0, digestDigits), entry: sha, signature: byName.get(`${name}.sig`) ?? null }));
  });
}
