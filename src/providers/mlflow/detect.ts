import path from 'node:path';
import { toFault } from '../../core/base/fault.ts';
import type { SourceConfig } from '../../core/model/source.ts';
import type { Files } from '../../core/port/files.ts';
import type { Machine } from '../../core/port/machine.ts';
import { originOf, parseAddress, trackingUri, type LocalAddress } from './address.ts';
import { trackingUriOf } from './credentials.ts';

export const projectFile = 'MLproject';
const mostSubfolders = 200;
const mostExperiments = 50;
const skipped = new Set(['node_modules', '.git', '.venv', 'venv', '__pycache__', '.mlops', '.dvc', 'site-packages']);

/** Stores in the folder and one level below, what MLFLOW_TRACKING_URI names, and MLproject files. */
export async function detectSources(folder: string, machine: Machine): Promise<SourceConfig[]> {
  const { files } = machine;
  const places = ['', ...(await subfolders(files, folder))];
  const found: SourceConfig[] = [];
  for (const place of places) {
    for (const name of ['mlflow.db', 'mlruns']) {
      const relative = place === '' ? name : `${place}/${name}`;
      const address: LocalAddress = { kind: name === 'mlruns' ? 'folder' : 'sqlite', path: path.join(folder, relative) };
      if (await isStore(files, address)) found.push(storeConfig(folder, relative, address));
    }
  }
  const named = await fromEnvironment(folder, machine);
  if (named && !found.some((one) => one.origin === named.origin)) found.push(named);
  if ((await projectFiles(files, folder)).length > 0) found.push(projectConfig(folder));
  return found;
}

/** What MLflow itself would use here on a first run: what the environment names, else its default at the root. */
export async function offeredStore(folder: string, machine: Machine): Promise<SourceConfig | undefined> {
  const named = trackingUriOf(machine.env);
  const address = named ? parseAddress(named, folder) : ({ kind: 'sqlite', path: path.join(folder, 'mlflow.db') } as const);
  if (address.kind === 'server' || (await isStore(machine.files, address))) return undefined;
  return storeConfig(folder, placeIn(folder, address), address);
}

function placeIn(folder: string, address: LocalAddress): string {
  const inside = path.relative(folder, address.path);
  const isInside = !inside.startsWith('..') && !path.isAbsolute(inside);
  return isInside ? inside.replaceAll('\\', '/') : address.path;
}

/** MLproject files of the folder and one level below, relative to it. */
export async function projectFiles(files: Files, folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const place of ['', ...(await subfolders(files, folder))]) {
    const relative = place === '' ? projectFile : `${place}/${projectFile}`;
    if ((await files.stat(path.join(folder, relative)))?.kind === 'file') found.push(relative);
  }
  return found;
}

function storeConfig(folder: string, relative: string, address: LocalAddress): SourceConfig {
  return {
    id: `mlflow:${relative}`,
    provider: 'mlflow',
    label: `MLflow (${relative})`,
    origin: originOf(address),
    folder,
    detected: true,
    settings: { uri: trackingUri(address) },
  };
}

/** The server of a person's environment. Not every launch is recorded there: only those whose scripts log to it. */
function serverConfig(folder: string, uri: string): SourceConfig {
  const origin = originOf({ kind: 'server', uri });
  return { id: 'mlflow', provider: 'mlflow', label: `MLflow (${new URL(uri).host})`, origin, folder, detected: true, settings: { uri, isAmbient: true } };
}

function projectConfig(folder: string): SourceConfig {
  return {
    id: `mlflow:${projectFile}`,
    provider: 'mlflow',
    label: 'MLflow project',
    origin: path.join(folder, projectFile),
    folder,
    detected: true,
    settings: { project: true },
  };
}

async function fromEnvironment(folder: string, machine: Machine): Promise<SourceConfig | undefined> {
  const uri = trackingUriOf(machine.env);
  if (!uri) return undefined;
  try {
    const address = parseAddress(uri, folder);
    if (address.kind === 'server') return serverConfig(folder, address.uri);
    return (await isStore(machine.files, address)) ? storeConfig(folder, placeIn(folder, address), address) : undefined;
  } catch (error) {
    machine.log.info(`MLFLOW_TRACKING_URI names nothing that is read here: ${toFault(error).message}`);
    return undefined;
  }
}

/**
 * A file store has an experiment with its `meta.yaml`. A `mlruns` without one holds only the artifacts of a SQLite
 * store, and an empty one is nothing yet.
 */
async function isStore(files: Files, address: LocalAddress): Promise<boolean> {
  if (address.kind === 'sqlite') return (await files.stat(address.path, { followLinks: true }))?.kind === 'file';
  const entries = ((await files.list(address.path)) ?? []).filter((entry) => entry.kind === 'folder');
  for (const entry of entries.slice(0, mostExperiments)) {
    if ((await files.stat(`${address.path}/${entry.name}/meta.yaml`))?.kind === 'file') return true;
  }
  return false;
}

async function subfolders(files: Files, folder: string): Promise<string[]> {
  const entries = (await files.list(folder)) ?? [];
  return entries
    .filter((entry) => entry.kind === 'folder' && !skipped.has(entry.name))
    .map((entry) => entry.name)
    .sort()
    .slice(0, mostSubfolders);
}
