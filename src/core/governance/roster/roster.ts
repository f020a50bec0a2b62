import type { PublicKey } from '../signature/publicKey.ts';
import type { Digest } from '../ledger/entry.ts';

/** A key of a person, with how far it counts. No time is asked: times are claims. */
export interface RosterKey {
  readonly key: PublicKey;
  /** Retired: it counts for these entries and what they build on. Null: in use. */
  readonly retiredAtHeads: readonly Digest[] | null;
  /** Stolen or lost: it counts for nothing, whenever it signed. */
  readonly isRevoked: boolean;
}

export interface Person {
  /** A pseudonym: entries are kept for ever, names are not in them. */
  readonly id: string;
  readonly roles: readonly string[];
  /** Under which commits are made. */
  readonly emails: readonly string[];
  /** Names under which trackers note who ran something (an account of a machine). */
  readonly accounts: readonly string[];
  /** No human: its decisions count for no person. */
  readonly isBot: boolean;
  readonly keys: readonly RosterKey[];
}

/** Who may decide, as the trusted ref has it. Two keys of one person are one person. */
export class Roster {
  readonly people: readonly Person[];
  readonly #byKey = new Map<string, { readonly person: Person; readonly key: RosterKey }>();
  readonly #byEmail = new Map<string, Person>();
  readonly #byAccount = new Map<string, Person>();

  constructor(people: readonly Person[]) {
    this.people = people;
    for (const person of people) {
      for (const key of person.keys) this.#byKey.set(key.key.fingerprint, { person, key });
      for (const email of person.emails) this.#byEmail.set(email.toLowerCase(), person);
      for (const account of person.accounts) this.#byAccount.set(account, person);
    }
  }

  /** Of everybody, in use or not. */
  get keys(): PublicKey[] {
    return [...this.#byKey.values()].map(({ key }) => key.key);
  }

  signer(fingerprint: string): { readonly person: Person; readonly key: RosterKey } | undefined {
    return this.#byKey.get(fingerprint);
  }

  /** Whether accounts are told at all: where they are, one that is nobody's stands out. */
  get hasAccounts(): boolean {
    return this.#byAccount.size > 0;
  }

  /** Who runs things under this name: an account, else an address. */
  runner(user: string): Person | undefined {
    return this.#byAccount.get(user) ?? this.owner(user);
  }

  /** Whose commits are made under this address. */
  owner(email: string): Person | undefined {
    return this.#byEmail.get(email.toLowerCase());
  }
}
