import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pinnedPackages, pinnedVersion } from './release.ts';

/** Below the user's cache folder; a folder for each version, so that an older program keeps its own. */
export function acceleratorFolder(cacheFolder: string): string {
  return path.join(cacheFolder, 'accelerator', `duckdb-${pinnedVersion}`);
}

/** As the registry's names have it. Linux without glibc is told apart: the packages for it are others. */
export function thisPlatform(): string {
  const name = `${process.platform}-${process.arch}`;
  return process.platform === 'linux' && !hasGlibc() ? `${name}-musl` : name;
}

function hasGlibc(): boolean {
  const { header } = process.report.getReport() as unknown as { readonly header: { readonly glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime !== undefined;
}

/** Is every package there, each in the pinned version? Another version is as good as none. */
export async function isInstalled(folder: string): Promise<boolean> {
  const packages = pinnedPackages(`${process.platform}-${process.arch}`);
  if (packages === undefined) return false;
  const versions = await Promise.all(packages.map(({ name }) => versionAt(path.join(folder, 'node_modules', name, 'package.json'))));
  return versions.every((version) => version === pinnedVersion);
}

async function versionAt(file: string): Promise<unknown> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)['version'] : undefined;
  } catch {
    return undefined; // Not there or not readable: not installed, which is what is asked.
  }
}
