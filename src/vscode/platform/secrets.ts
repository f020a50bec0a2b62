import type { SecretStorage } from 'vscode';
import { fail } from '../../core/base/fault.ts';
import type { Credential, Credentials } from '../../core/port/credentials.ts';

/** Credentials in the editor's secret store, one entry per origin: another origin never gets them. */
export function secretCredentials(secrets: SecretStorage): Credentials {
  return {
    async get(origin) {
      const text = await secrets.get(keyOf(origin));
      return text === undefined ? undefined : decode(text, origin);
    },
    set: async (origin, credential) => secrets.store(keyOf(origin), JSON.stringify(credential)),
    remove: async (origin) => secrets.delete(keyOf(origin)),
  };
}

/** Scheme, host and port only: a path or a user in the address is no part of whom we talk to. */
function keyOf(origin: string): string {
  return `credential ${/^https?:\/\//i.test(origin) && URL.canParse(origin) ? new URL(origin).origin : origin}`;
}

function decode(text: string, origin: string): Credential {
  const value: unknown = JSON.parse(text);
  if (typeof value === 'object' && value !== null) {
    const { kind, username, password, token } = value as Record<string, unknown>;
    if (kind === 'basic' && typeof username === 'string' && typeof password === 'string') return { kind, username, password };
    if (kind === 'bearer' && typeof token === 'string') return { kind, token };
  }
  throw fail('invalid', `The stored credential for ${origin} cannot be read.`, { hint: 'Enter it again through “Add Connection…”.' });
}
