import { randomBytes } from 'node:crypto';
import type { Process } from '../../core/port/process.ts';
import type { Signing } from '../../core/port/signing.ts';
import { signWithSshKeygen } from './sshKeygen.ts';

/** On the programs ssh-keygen and git. Runs programs: for trusted folders only. */
export function nodeSigning(process: Process, programs = { sshKeygen: 'ssh-keygen', git: 'git' }): Signing {
  /** A value of git's config, as git itself finds it; null where there is none. */
  const config = async (root: string, key: string, signal: AbortSignal): Promise<string | null> => {
    const { exitCode, stdout } = await process.run([programs.git, 'config', '--get', key], { cwd: root, env: { LC_ALL: 'C' }, signal });
    const value = new TextDecoder().decode(stdout).trim();
    return exitCode === 0 && value !== '' ? value : null;
  };
  return {
    configured: async (root, signal) => ({ format: await config(root, 'gpg.format', signal), key: await config(root, 'user.signingkey', signal) }),
    committer: async (root, signal) => ({ name: await config(root, 'user.name', signal), email: await config(root, 'user.email', signal) }),
    sign: (request, signal) => signWithSshKeygen(process, programs.sshKeygen, request, signal),
    random: (count) => randomBytes(count),
  };
}
