import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fail, type FaultError } from '../../core/base/fault.ts';
import type { Process } from '../../core/port/process.ts';
import type { SignRequest } from '../../core/port/signing.ts';
import { openAskpass } from './askpass.ts';

const timeoutMs = 60_000;
/** After which a program that was asked to end is ended. */
const graceMs = 2_000;
const decoder = new TextDecoder();

/** Signs on ssh-keygen: agents, security keys and every kind of key file come along with it. */
export async function signWithSshKeygen(process: Process, program: string, request: SignRequest, signal: AbortSignal): Promise<Uint8Array> {
  signal.throwIfAborted();
  // Of its owner alone (0700): the key's name and the socket for the passphrase are in it.
  const folder = await mkdtemp(path.join(tmpdir(), 'mlops-sign-'));
  const ask = typeof request.passphrase === 'function' ? await openAskpass(folder, request.passphrase) : undefined;
  try {
    const args = ['-Y', 'sign', '-q', '-n', request.namespace, '-O', 'hashalg=sha512', ...(await keyArguments(folder, request.key))];
    const env = ask?.env ?? (request.passphrase === 'never' ? { SSH_ASKPASS_REQUIRE: 'never' } : {});
    const ended = await endOf(process, [program, ...args], { cwd: folder, env: { ...env, LC_ALL: 'C' }, stdin: request.bytes }, signal);
    if (ended.exitCode !== 0) throw ask?.wasGivenUp() ? fail('cancelled', 'No passphrase was given, so nothing was signed.') : refused(ended.stderr, request);
    return ended.stdout;
  } finally {
    await ask?.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A key that only the agent has comes as a public one, which ssh-keygen takes from a file only. */
async function keyArguments(folder: string, key: SignRequest['key']): Promise<string[]> {
  if ('file' in key) return ['-f', key.file];
  const file = path.join(folder, 'key.pub');
  await writeFile(file, `${key.publicKey}\n`, { mode: 0o600 });
  return ['-U', '-f', file];
}

/** Asked to end first: a program that is killed while it asks on a terminal leaves it without echo. */
async function endOf(process: Process, argv: readonly string[], options: { cwd: string; env: Record<string, string | undefined>; stdin: Uint8Array }, signal: AbortSignal) {
  const chunks = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] };
  const child = process.spawn(argv, { ...options, signal, onOutput: (stream, bytes) => void chunks[stream].push(bytes) });
  let isLate = false;
  let killing: NodeJS.Timeout | undefined;
  const late = setTimeout(() => {
    isLate = true;
    child.kill('SIGTERM');
    killing = setTimeout(() => child.kill('SIGKILL'), graceMs);
  }, timeoutMs);
  try {
    const { exitCode } = await child.exited;
    signal.throwIfAborted();
    if (isLate) throw fail('timeout', `Nothing was signed within ${timeoutMs / 1000} s.`, { hint: 'Give the passphrase, or touch the security key, when you are asked; then try again.' });
    return { exitCode, stdout: Buffer.concat(chunks.stdout), stderr: decoder.decode(Buffer.concat(chunks.stderr)) };
  } finally {
    clearTimeout(late);
    clearTimeout(killing);
  }
}

const byAgent = 'Run ssh-add with the key in a terminal, so that the agent has it, and try again.';

/** What ssh-keygen said, as a fault with the next step. */
function refused(stderr: string, { key, passphrase }: SignRequest): FaultError {
  const text = stderr.trim().split('\n').at(-1)?.slice(0, 300) ?? '';
  const name = 'file' in key ? key.file : 'the key';
  if (/incorrect passphrase|bad passphrase|passphrase supplied/i.test(stderr)) {
    if (passphrase === 'never') return fail('auth', `${name} is protected by a passphrase, and nobody is here to be asked.`, { hint: byAgent });
    return fail('auth', 'The passphrase is not the one of this key.', { hint: `Try again. ${byAgent}` });
  }
  if (/agent refused|communication with agent failed|No such identity|agent.*(not found|no key)|requested agent|no identities/i.test(stderr)) return fail('auth', `The agent does not sign with this key: ${text}`, { hint: byAgent });
  if (/device not found|not found on device|FIDO|sk-|security key|user presence/i.test(stderr)) return fail('auth', `The security key did not sign: ${text}`, { hint: 'Plug it in and touch it when it blinks.' });
  if (/bad permissions|UNPROTECTED PRIVATE KEY/i.test(stderr)) return fail('forbidden', `${name} can be read by others, so ssh-keygen does not use it.`, { hint: `Run: chmod 600 ${name}` });
  return fail('auth', `ssh-keygen did not sign with ${name}: ${text}`, { hint: `The private key must be there, or in the agent. ${byAgent}` });
}
