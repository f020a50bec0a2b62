import { fail } from '../../core/base/fault.ts';
import { scanText, type PiiKind } from '../../core/governance/pii/scan.ts';
import { isSecretName } from '../../core/log/secretName.ts';
import { secretsIn } from '../../core/log/secretShapes.ts';

/** Shorter values of variables are words of every sentence. */
const leastLength = 8;

const personal: Readonly<Record<PiiKind, string>> = { email: 'an e-mail address', iban: 'an account number', 'credit-card': 'a card number', 'us-ssn': 'a social security number' };

/**
 * Looks through what a person wrote before it is signed: what is in a ledger is copied with every clone. Throws `invalid` with the
 * kinds that it possibly holds; the text itself is in no message.
 */
export function refuseSecrets(text: string, env: Readonly<Record<string, string | undefined>>): void {
  const known = Object.entries(env).flatMap(([name, value]) => (isSecretName(name) && value !== undefined && value.length >= leastLength ? [value] : []));
  const kinds = [...secretsIn(text, known), ...scanText(text).map((kind) => personal[kind])];
  if (kinds.length > 0) throw fail('invalid', `The text possibly holds ${kinds.join(', ')}; nothing was signed.`, { hint: 'Every clone of the ledger has it. Say it without, or name the place where it is kept.' });
}
