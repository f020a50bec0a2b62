import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ledgerNamespace } from '../../../src/core/governance/signature/sshSignature.ts';
import type { SignRequest } from '../../../src/core/port/signing.ts';
import { nodeFiles } from '../../../src/io/files.ts';
import { nodeProcess } from '../../../src/io/process.ts';
import { nodeSignatures } from '../../../src/io/signatures.ts';
import { nodeSigning } from '../../../src/io/signing/index.ts';
import { keyType, signingKey } from '../../../src/services/governance/keys.ts';
import { signForLedger } from '../../../src/services/governance/sign.ts';

const signal = AbortSignal.timeout(120_000);
const bytes = new TextEncoder().encode('{"kind":"approve"}');
const passphrase = 'correct horse 7';
let root = '';
const at = (...parts: string[]) => path.join(root, ...parts);
const keygen = (...args: string[]) => execFileSync('ssh-keygen', args, { encoding: 'utf8', input: '', stdio: ['pipe', 'pipe', 'pipe'] });
const git = (...args: string[]) => execFileSync('git', args, { cwd: at('work'), encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** A person whose home is `home`, with nothing else of ours in the environment. */
function machine(home: string, more: Record<string, string | undefined> = {}) {
  const env = { PATH: process.env['PATH'], HOME: at(home), TMPDIR: at('tmp'), GIT_CONFIG_NOSYSTEM: '1', ...more };
  const places = { home: at(home), state: '', cache: '', config: '' };
  return { files: nodeFiles(), places, env, signatures: nodeSignatures(), signing: nodeSigning(nodeProcess(env)) };
}

async function signedBy(who: ReturnType<typeof machine>, named?: string, ask: SignRequest['passphrase'] = 'never') {
  const key = await signingKey(who, at('work'), named, signal);
  return { key, armoured: await signForLedger(who, bytes, { key, passphrase: ask }, signal) };
}

function accepted(line: string, armoured: Uint8Array): string {
  writeFileSync(at('allowed'), `someone ${line}\n`);
  writeFileSync(at('entry.sig'), armoured);
  return execFileSync('ssh-keygen', ['-Y', 'verify', '-f', at('allowed'), '-I', 'someone', '-n', ledgerNamespace, '-s', at('entry.sig')], { encoding: 'utf8', input: bytes, stdio: ['pipe', 'pipe', 'pipe'] });
}

describe('signing with a person’s own key', () => {
  beforeAll(() => {
    root = mkdtempSync(path.join(tmpdir(), 'mlops-keys-'));
    for (const folder of ['work', 'tmp', 'home/.ssh', 'empty', 'git-home']) mkdirSync(at(folder), { recursive: true });
    git('init', '-q');
    keygen('-q', '-t', 'ed25519', '-N', '', '-f', at('home/.ssh/id_ed25519'));
    keygen('-q', '-t', 'ecdsa', '-N', '', '-f', at('ecdsa'));
    keygen('-q', '-t', 'rsa', '-b', '3072', '-N', '', '-f', at('rsa'));
    keygen('-q', '-t', 'rsa', '-b', '2048', '-N', '', '-f', at('short'));
    keygen('-q', '-t', 'ed25519', '-N', passphrase, '-f', at('locked'));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it.each([['home/.ssh/id_ed25519', 'ssh-ed25519'], ['ecdsa', 'ecdsa-sha2-nistp256'], ['rsa', 'ssh-rsa']])('makes what ssh-keygen takes with %s, and leaves nothing behind', async (name, type) => {
    const { key, armoured } = await signedBy(machine('empty'), at(name));
    expect(keyType(key.publicKey)).toBe(type);
    expect(accepted(key.line, armoured)).toContain('Good');
    expect(readdirSync(at('tmp'))).toEqual([]);
  });

  it('takes the key that was named, then the variable, then git’s, then the usual files', async () => {
    const found = async (more: Record<string, string> = {}, named?: string) => (await signingKey(machine('home', more), at('work'), named, signal)).from;
    expect(await found()).toBe('~/.ssh/id_ed25519');
    git('config', 'user.signingkey', at('ecdsa.pub'));
    expect(await found()).toBe('~/.ssh/id_ed25519');
    git('config', 'gpg.format', 'ssh');
    expect(await found()).toBe('user.signingkey of git');
    expect(await found({ MLOPS_SIGNING_KEY: at('rsa') })).toBe('MLOPS_SIGNING_KEY');
    expect(await found({ MLOPS_SIGNING_KEY: at('rsa') }, at('ecdsa'))).toBe('--key');
    git('config', 'user.signingkey', `key::${readFileSync(at('ecdsa.pub'), 'utf8').trim()}`);
    expect(await found()).toBe('user.signingkey of git');
    git('config', '--unset', 'user.signingkey');
    git('config', '--unset', 'gpg.format');
  });

  it('guides whoever has no key, and says what is not taken', async () => {
    const refused = (named?: string, home = 'empty') => signingKey(machine(home), at('work'), named, signal);
    await expect(refused()).rejects.toMatchObject({ fault: { code: 'notFound', message: 'No signing key was found.', hint: expect.stringMatching(/ssh-keygen -t ed25519[^]*roster\.yaml/) as string } });
    await expect(refused(at('nothing'))).rejects.toMatchObject({ fault: { code: 'notFound' } });
    await expect(refused(at('short'))).rejects.toMatchObject({ fault: { code: 'unsupported', message: expect.stringContaining('2048 bits is too short') as string } });
    keygen('-q', '-s', at('ecdsa'), '-I', 'someone', at('rsa.pub'));
    await expect(refused(at('rsa-cert.pub'))).rejects.toThrow(/Certificates are not taken/);
    writeFileSync(at('pgp'), '-----BEGIN PGP PRIVATE KEY BLOCK-----\n');
    await expect(refused(at('pgp'))).rejects.toThrow(/PGP key/);
    git('config', 'user.signingkey', '0xABCDEF');
    await expect(refused()).rejects.toThrow(/another kind of key[^]*SSH keys only/);
    git('config', '--unset', 'user.signingkey');
  });

  it('refuses a .pub file of another key', async () => {
    writeFileSync(at('swapped'), readFileSync(at('ecdsa')), { mode: 0o600 });
    writeFileSync(at('swapped.pub'), readFileSync(at('rsa.pub')));
    await expect(signedBy(machine('empty'), at('swapped'))).rejects.toThrow(/did not sign|does not hold/);
  });

  it('asks for a passphrase through us, and says when it is wrong or missing', async () => {
    const asked: string[] = [];
    const ask = (answer: string | null) => (prompt: string) => {
      asked.push(prompt);
      return Promise.resolve(answer);
    };
    const { key, armoured } = await signedBy(machine('empty'), at('locked'), ask(passphrase));
    expect(accepted(key.line, armoured)).toContain('Good');
    expect(asked).toEqual([expect.stringMatching(/^Enter passphrase/)]);
    await expect(signedBy(machine('empty'), at('locked'), ask('wrong'))).rejects.toMatchObject({ fault: { code: 'auth', message: 'The passphrase is not the one of this key.' } });
    await expect(signedBy(machine('empty'), at('locked'), ask(null))).rejects.toMatchObject({ fault: { code: 'cancelled' } });
    await expect(signedBy(machine('empty'), at('locked'))).rejects.toMatchObject({ fault: { code: 'auth', hint: expect.stringContaining('ssh-add') as string } });
    expect(readdirSync(at('tmp'))).toEqual([]);
  });

  it('signs with a key that only the agent has', async () => {
    const socket = at('agent');
    const started = execFileSync('ssh-agent', ['-s', '-a', socket], { encoding: 'utf8' });
    const pid = /SSH_AGENT_PID=(\d+)/.exec(started)![1]!;
    try {
      keygen('-q', '-t', 'ed25519', '-N', '', '-f', at('held'));
      execFileSync('ssh-add', ['-q', at('held')], { env: { ...process.env, SSH_AUTH_SOCK: socket }, stdio: 'pipe' });
      rmSync(at('held'));
      const who = machine('empty', { SSH_AUTH_SOCK: socket });
      const { key, armoured } = await signedBy(who, at('held.pub'));
      expect(accepted(key.line, armoured)).toContain('Good');
      git('config', 'gpg.format', 'ssh');
      git('config', 'user.signingkey', `key::${readFileSync(at('held.pub'), 'utf8').trim()}`);
      expect(accepted(key.line, (await signedBy(who)).armoured)).toContain('Good');
      git('config', 'user.signingkey', `key::${readFileSync(at('locked.pub'), 'utf8').trim()}`);
      await expect(signedBy(who)).rejects.toMatchObject({ fault: { code: 'auth' } });
    } finally {
      process.kill(Number(pid));
      git('config', '--unset', 'user.signingkey');
      git('config', '--unset', 'gpg.format');
    }
  });

  it('says when a key file is open to others', async () => {
    writeFileSync(at('open'), readFileSync(at('ecdsa')));
    chmodSync(at('open'), 0o644);
    expect(existsSync(at('open.pub'))).toBe(false);
    await expect(signedBy(machine('empty'), at('open'))).rejects.toMatchObject({ fault: { code: 'forbidden', hint: expect.stringContaining('chmod 600') as string } });
  });
});
