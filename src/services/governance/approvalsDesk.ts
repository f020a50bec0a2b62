import { fail } from '../../core/base/fault.ts';
import type { Person } from '../../core/governance/roster/roster.ts';
import type { Machine } from '../../core/port/machine.ts';
import type { SignRequest } from '../../core/port/signing.ts';
import { signingKey, type SigningKey } from './keys.ts';
import type { Signer } from './sign.ts';
import type { LedgerView, Trusted } from './trusted.ts';
import { writeEntries, type NewEntry, type WriteMachine, type Written } from './writeEntry.ts';

/** Where somebody writes: what governs, what was said so far, and who they are by their key. */
export interface Desk {
  readonly trusted: Trusted;
  readonly view: LedgerView;
  readonly person: Person;
  readonly signer: Signer;
}

export interface DeskOptions {
  /** A path, as `--key` has it. */
  readonly key?: string | undefined;
  readonly passphrase: SignRequest['passphrase'];
}

type DeskMachine = WriteMachine & Pick<Machine, 'files' | 'places'>;

/** Throws what `signingKey` throws, and `invalid` for a key with which nothing would count: unknown, revoked or retired. */
export async function openDesk(machine: DeskMachine, trusted: Trusted, view: LedgerView, options: DeskOptions, signal: AbortSignal): Promise<Desk> {
  const key = await signingKey(machine, trusted.root, options.key, signal);
  return { trusted, view, person: personOf(trusted, key), signer: { key, passphrase: options.passphrase } };
}

export function write(machine: DeskMachine, { trusted, view, signer }: Desk, entries: readonly NewEntry[], signal: AbortSignal): Promise<Written> {
  return writeEntries(machine, trusted.root, view, entries, signer, signal);
}

function personOf({ roster, ref }: Trusted, { publicKey, line, from }: SigningKey): Person {
  const found = roster.signer(publicKey.fingerprint);
  const words = `The key ${publicKey.fingerprint} (${from})`;
  if (found === undefined) {
    throw fail('invalid', `${words} is nobody's in the roster at ${ref}, so nothing that it signs counts.`, {
      hint: `Have it added to .mlops/roster.yaml there, below your id:\n  keys: [{ key: "${line}" }]\nOr name another key with --key PATH.`,
    });
  }
  const state = found.key.isRevoked ? 'revoked' : found.key.retiredAtHeads === null ? undefined : 'retired';
  if (state !== undefined) throw fail('invalid', `${words} of ${found.person.id} is ${state}, so nothing that it signs now counts.`, { hint: 'Sign with another key of yours: --key PATH. The roster says which count.' });
  return found.person;
}
