import { chmod, stat } from 'node:fs/promises';
import { fail, toFault } from '../core/base/fault.ts';
import type { Credential, Credentials } from '../core/port/credentials.ts';
import type { Files } from '../core/port/files.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Environment variables that carry a credential, and the one that names the only address it may go to. */
export interface CredentialVariables {
  readonly uri: string;
  readonly username: string;
  readonly password: string;
  readonly token: string;
}

/**
 * Credentials of a program without an editor: the environment first, then a JSON file of mode 0600 that maps origins to
 * credentials. Each is handed out for its own origin only.
 */
export function fileCredentials(files: Files, file: string, env: Env, variables: readonly CredentialVariables[]): Credentials {
  return {
    async get(origin) {
      const wanted = originOf(origin);
      for (const names of variables) {
        const found = fromEnvironment(env, names);
        if (found && wanted !== undefined && originOf(env[names.uri]) === wanted) return found;
      }
      return (await read(files, file)).get(wanted ?? origin);
    },
    async set(origin, credential) {
      const all = await read(files, file);
      all.set(originOf(origin) ?? origin, credential);
      await write(files, file, all);
    },
    async remove(origin) {
      const all = await read(files, file);
      if (all.delete(originOf(origin) ?? origin)) await write(files, file, all);
    },
  };
}

function fromEnvironment(env: Env, names: CredentialVariables): Credential | undefined {
  const username = env[names.username];
  if (username) return { kind: 'basic', username, password: env[names.password] ?? '' };
  const token = env[names.token];
  return token ? { kind: 'bearer', token } : undefined;
}

/** Scheme, host and port; undefined for what is no web address. */
function originOf(address: string | undefined): string | undefined {
  if (!address || !/^https?:\/\//i.test(address) || !URL.canParse(address)) return undefined;
  return new URL(address).origin;
}

async function read(files: Files, file: string): Promise<Map<string, Credential>> {
  let text: string;
  try {
    text = await files.readText(file, { maxBytes: 1024 * 1024 });
  } catch (error) {
    if (toFault(error).code === 'notFound') return new Map();
    throw error;
  }
  if (process.platform !== 'win32' && ((await stat(file)).mode & 0o077) !== 0) {
    throw fail('forbidden', `${file} can be read by other users, so it is not used.`, { hint: `chmod 600 ${file}`, at: { path: file } });
  }
  let values: unknown;
  try {
    values = JSON.parse(text);
  } catch {
    // The parser's message quotes the text, which holds secrets.
    throw fail('invalid', `${file} is no valid JSON.`, { at: { path: file } });
  }
  const all = new Map<string, Credential>();
  for (const [origin, value] of Object.entries(values ?? {})) {
    const credential = decode(value);
    if (!credential) throw fail('invalid', `${file}: the entry of “${origin}” is no credential.`, { at: { path: file } });
    all.set(originOf(origin) ?? origin, credential);
  }
  return all;
}

function decode(value: unknown): Credential | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { kind, username, password, token } = value as Record<string, unknown>;
  if (kind === 'basic' && typeof username === 'string' && typeof password === 'string') return { kind, username, password };
  return kind === 'bearer' && typeof token === 'string' ? { kind, token } : undefined;
}

async function write(files: Files, file: string, all: ReadonlyMap<string, Credential>): Promise<void> {
  await files.writeAtomic(file, `${JSON.stringify(Object.fromEntries(all), null, 2)}\n`, { mode: 0o600 });
  await chmod(file, 0o600);
}
