import { sha256 } from '../../../core/base/sha256.ts';
import { evidenceItem, reading } from '../../../core/governance/evidence/item.ts';
import type { EvidenceItem } from '../../../core/governance/ledger/entry.ts';
import type { GitRepository } from '../../../core/port/git.ts';

/** Files that name every package with its version, the strictest first. */
const lockNames = ['uv.lock', 'poetry.lock', 'pdm.lock', 'Pipfile.lock', 'pixi.lock', 'conda-lock.yml', 'requirements.lock', 'requirements.txt'];
const maxBytes = 16 * 1024 * 1024;

/** The lock file of a commit, below `prefix` first and then at the root; undefined where there is none that pins. */
export async function lockEvidence(repository: GitRepository, commit: string, prefix: string, asOf: string, signal: AbortSignal): Promise<EvidenceItem | undefined> {
  for (const folder of prefix === '' ? [''] : [`${prefix}/`, '']) {
    const names = lockNames.map((name) => `${folder}${name}`);
    const objects = await repository.objects(names.map((name) => `${commit}:${name}`), signal, { maxBytes });
    for (const [at, object] of objects.entries()) {
      if (object?.type !== 'blob' || object.tooLarge !== undefined) continue;
      const name = names[at]!;
      if (name.endsWith('requirements.txt') && !pinsAll(new TextDecoder().decode(object.bytes))) continue;
      const digest = sha256(object.bytes);
      return evidenceItem('environment', { path: name, sha256: digest }, `${name} at ${commit.slice(0, 7)}`, asOf, new Map([['environment.lock', reading(digest)]]));
    }
  }
  return undefined;
}

/** Whether every requirement names one version. */
export function pinsAll(text: string): boolean {
  const lines = text.replaceAll('\\\n', ' ').split('\n').map((line) => line.replace(/(?:^|\s)#.*$/, '').trim()).filter((line) => line !== '' && !line.startsWith('--hash'));
  return lines.length > 0 && lines.every((line) => line.startsWith('--') || /^[A-Za-z0-9._-]+(?:\[[^\]]*\])?\s*===?\s*[^*\s,;]+(?:\s|;|$)/.test(line) || /@\s*\S+[@#](?:sha256=)?[0-9a-f]{40,64}/.test(line));
}
