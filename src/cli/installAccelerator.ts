import type { Machine } from '../core/port/machine.ts';
import { fail } from '../core/base/fault.ts';
import type { Answer, Context } from './noun.ts';

/** Asked for by name, so it is not asked again; what is fetched from where is said before it is. */
export async function installAccelerator(machine: Machine, { signal, say, progress }: Pick<Context, 'signal' | 'say' | 'progress'>): Promise<Answer> {
  const before = await machine.accelerator.about();
  const { name, version, source, packedBytes, unpackedBytes } = before;
  if (!machine.trust.isTrusted) throw fail('untrusted', `${name} is not fetched with --untrusted.`);
  if (!before.isInstalled) {
    say(`${name} ${version}: ${megabytes(packedBytes)} from ${source}, ${megabytes(unpackedBytes)} on disk.`);
    await machine.accelerator.install(signal, ({ receivedBytes }) => progress?.(receivedBytes === packedBytes ? '' : `${Math.floor((100 * receivedBytes) / packedBytes)} % of ${megabytes(packedBytes)}`));
  }
  return {
    data: { ...before, isInstalled: true, unsupported: before.unsupported ?? null },
    text: () => (before.isInstalled ? `${name} ${version} is installed already.` : `${name} ${version} is installed.`),
  };
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
