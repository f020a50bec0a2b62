import { fail, toFault, type FaultError } from '../../core/base/fault.ts';
import { publicHalf } from '../../core/governance/signature/openSshKey.ts';
import { isTouchKey, parsePublicKey, type PublicKey } from '../../core/governance/signature/publicKey.ts';
import { toBase64 } from '../../core/base/base64.ts';
import { WireReader } from '../../core/governance/signature/wire.ts';
import type { Machine } from '../../core/port/machine.ts';
import type { SignRequest } from '../../core/port/signing.ts';

export interface SigningKey {
  readonly publicKey: PublicKey;
  /** As in a `.pub` file, without a comment: what belongs into the roster. */
  readonly line: string;
  readonly key: SignRequest['key'];
  /** Where it was named, for people. */
  readonly from: string;
}

type KeyMachine = Pick<Machine, 'files' | 'places' | 'env' | 'signing'>;

/** Names below ~/.ssh that ssh-keygen gives, in the order in which they are tried. */
const defaultNames = ['id_ed25519', 'id_ecdsa', 'id_rsa', 'id_ed25519_sk', 'id_ecdsa_sk'] as const;
const mostBytes = 64 * 1024;

/**
 * The key a person signs with here: `named` (a path), else MLOPS_SIGNING_KEY, else what git signs with, else the usual files. Throws
 * `notFound` where there is none, `unsupported` for gpg keys, certificates and keys that are too short, each with the next step.
 */
export async function signingKey(machine: KeyMachine, root: string, named: string | undefined, signal: AbortSignal): Promise<SigningKey> {
  if (named !== undefined) return fromFile(machine, root, named, '--key');
  const variable = machine.env['MLOPS_SIGNING_KEY'];
  if (variable !== undefined && variable !== '') return fromFile(machine, root, variable, 'MLOPS_SIGNING_KEY');
  const { format, key } = await machine.signing.configured(root, signal);
  if (format === 'ssh' && key !== null) {
    const from = 'user.signingkey of git';
    return isLiteral(key) ? literal(key.replace(/^key::/, ''), from) : fromFile(machine, root, key, from);
  }
  for (const name of defaultNames) {
    const file = `${machine.places.home}/.ssh/${name}`;
    if ((await isThere(machine, file)) || (await isThere(machine, `${file}.pub`))) return fromFile(machine, root, file, `~/.ssh/${name}`);
  }
  throw noKey(key !== null);
}

export function isTouched({ publicKey }: SigningKey): boolean {
  return isTouchKey(publicKey);
}

/** `ssh-ed25519` … */
export function keyType({ blob }: PublicKey): string {
  return new WireReader(blob).text();
}

/** As git takes it. */
function isLiteral(key: string): boolean {
  return key.startsWith('key::') || /^(ssh|ecdsa|sk-ssh|sk-ecdsa)-\S+\s+AAAA/.test(key);
}

function literal(line: string, from: string): SigningKey {
  const publicKey = taken(from, () => parsePublicKey(line));
  return { publicKey, line: lineOf(publicKey), key: { publicKey: lineOf(publicKey) }, from };
}

/** A private key, or a `.pub` whose private half lies beside it or in the agent. */
async function fromFile(machine: KeyMachine, root: string, named: string, from: string): Promise<SigningKey> {
  const path = named.startsWith('~/') ? `${machine.places.home}${named.slice(1)}` : isAbsolute(named) ? named : `${root}/${named}`;
  const file = path.replace(/\.pub$/, '');
  const [open, secret] = [await textOf(machine, `${file}.pub`), path === file ? await textOf(machine, file) : undefined];
  if (open === undefined && secret === undefined) throw fail('notFound', `${path} (${from}) is not there.`, { hint: setUp });
  if (secret !== undefined && /^-----BEGIN PGP/.test(secret)) throw gpg(`${path} (${from}) is a PGP key.`);
  const found = (secret === undefined ? undefined : taken(from, () => publicHalf(secret))) ?? (open === undefined ? undefined : taken(`${file}.pub`, () => parsePublicKey(open)));
  if (found === undefined) throw fail('invalid', `${path} (${from}) does not say its public key.`, { hint: `Write it beside the file: ssh-keygen -y -f ${file} > ${file}.pub` });
  return { publicKey: found, line: lineOf(found), key: { file: secret === undefined ? `${file}.pub` : file }, from };
}

function taken<T>(from: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const { code, message, hint } = toFault(error);
    const words = message.startsWith('Keys of the kind') && message.includes('-cert-v01@') ? 'Certificates are not taken.' : message;
    throw fail(code === 'unsupported' ? code : 'invalid', `${from}: ${words}`, { hint: `${hint ?? 'Name an SSH key.'} A new key: ${makeKey}` });
  }
}

function lineOf({ blob }: PublicKey): string {
  return `${new WireReader(blob).text()} ${toBase64(blob)}`;
}

function isAbsolute(path: string): boolean {
  return /^([/\\]|[A-Za-z]:)/.test(path);
}

async function isThere({ files }: KeyMachine, path: string): Promise<boolean> {
  return (await files.stat(path, { followLinks: true }))?.kind === 'file';
}

async function textOf({ files }: KeyMachine, path: string): Promise<string | undefined> {
  try {
    return await files.readText(path, { maxBytes: mostBytes });
  } catch (error) {
    if (toFault(error).code === 'notFound') return undefined;
    throw error;
  }
}

const makeKey = 'ssh-keygen -t ed25519 -f ~/.ssh/id_ed25519 (with a security key: -t ed25519-sk)';

/** For a person who has no key yet. */
const setUp = [
  'A signature needs an SSH key of yours. In a terminal:',
  `  1. ${makeKey}`,
  '  2. Tell git: git config --global gpg.format ssh && git config --global user.signingkey ~/.ssh/id_ed25519.pub',
  '  3. Have the line of ~/.ssh/id_ed25519.pub added to .mlops/roster.yaml, on the protected branch:',
  '       people:',
  '         YOUR-ID: { roles: [ml-lead], emails: [you@example.org], keys: [{ key: "ssh-ed25519 AAAA…" }] }',
  'Another key: --key PATH, or MLOPS_SIGNING_KEY (in CI).',
].join('\n');

function noKey(isGpg: boolean): FaultError {
  return isGpg ? gpg('git signs with another kind of key here, and no SSH key was found.') : fail('notFound', 'No signing key was found.', { hint: setUp });
}

function gpg(message: string): FaultError {
  return fail('unsupported', `${message} The ledger takes SSH keys only.`, { hint: setUp });
}
