import type { MlflowRest } from '../../clients/mlflow-rest/client.ts';
import { msAt, objectsAt, textAt } from '../../clients/mlflow-rest/wire.ts';
import { fail } from '../../core/base/fault.ts';
import type { ModelContent } from '../../core/capability/modelContent.ts';
import type { Files } from '../../core/port/files.ts';
import type { LocalAddress } from './address.ts';
import { checkedArtifactPath, localArtifactRoot } from './artifactRoot.ts';
import type { MlflowStore, StoredVersion } from './store/store.ts';

const mostFiles = 20_000;
const mostBytes = 256 * 1024 * 1024;

/** Lists what lies below an artifact URI; undefined for one of another kind of store. */
export type ContentsAt = (uri: string, signal: AbortSignal) => Promise<readonly ModelContent[] | undefined>;

/** The files of a registered version, wherever its `source` leads. */
export async function versionContents(store: MlflowStore, version: Pick<StoredVersion, 'name' | 'version' | 'source'>, at: ContentsAt, signal: AbortSignal): Promise<readonly ModelContent[]> {
  const uri = version.source === null ? null : await resolved(store, version.source, signal);
  const found = uri === null ? undefined : await at(uri, signal);
  if (found === undefined) {
    throw fail('unsupported', `Version ${version.version} of “${version.name}” lies at ${uri ?? 'no known place'}, which is not read from here.`, {
      hint: 'Connect to the tracking server that gives its artifacts out.',
    });
  }
  if (found.length === 0) throw fail('notFound', `Version ${version.version} of “${version.name}” has no files.`, { hint: 'Its artifact was removed, or lies on another machine.' });
  return found;
}

/** `models:/m-…` and `runs:/…` as the place they stand for. */
async function resolved(store: MlflowStore, source: string, signal: AbortSignal): Promise<string> {
  const logged = /^models:\/(m-[0-9a-f]{32})$/.exec(source)?.[1];
  if (logged !== undefined) return (await store.loggedModel(logged, signal)).artifactLocation;
  const [, run, path] = /^runs:\/([0-9a-f]{32})\/(.+)$/.exec(source) ?? [];
  if (run === undefined || path === undefined) return source;
  return `${(await store.run(run, signal)).artifactUri ?? ''}/${checkedArtifactPath(path)}`;
}

/** Folders on this machine. A link is refused: what it leads to is not the model's own. */
export function folderContents(address: LocalAddress, files: Files): ContentsAt {
  return async (uri) => {
    const root = localArtifactRoot(uri, address)?.replace(/[\\/]+$/, '');
    if (root === undefined) return undefined;
    const refuse = (path: string) => fail('invalid', `${path} of the model is a link, or no file at all.`, { hint: 'Log the model again with the file itself.' });
    if ((await files.stat(root))?.kind === 'link') throw refuse('The folder');
    const found: ModelContent[] = [];
    const open = [''];
    for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
      const below = folder === '' ? root : `${root}/${folder}`;
      for (const { name, kind } of (await files.list(below)) ?? []) {
        const path = folder === '' ? name : `${folder}/${name}`;
        if (kind === 'folder') open.push(path);
        else if (kind === 'file') found.push(await localFile(files, `${root}/${path}`, path));
        else throw refuse(path);
        if (found.length > mostFiles) throw tooMany();
      }
    }
    return found;
  };
}

async function localFile(files: Files, place: string, path: string): Promise<ModelContent> {
  const stat = await files.stat(place);
  if (stat?.kind !== 'file') throw fail('notFound', `${path} of the model is gone.`);
  return { path, sizeBytes: stat.sizeBytes, read: (start, end) => files.readRange(place, start, end) };
}

/** What a server gives out itself, under `mlflow-artifacts:`. */
export function proxiedContents(rest: MlflowRest): ContentsAt {
  const base = `${rest.uri}/api/2.0/mlflow-artifacts/artifacts`;
  return async (uri, signal) => {
    const root = /^mlflow-artifacts:\/*(?:[^/]*:\d+\/)?(.*)$/.exec(uri)?.[1];
    if (root === undefined) return undefined;
    const found: ModelContent[] = [];
    const open = [''];
    for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
      const query = new URLSearchParams({ path: [root, folder].filter((part) => part !== '').join('/') }).toString();
      const response = await rest.send({ method: 'GET', url: `${base}?${query}` }, signal);
      const listed = JSON.parse(new TextDecoder().decode(response.body)) as Record<string, unknown>;
      for (const file of objectsAt(listed, 'files')) {
        const name = textAt(file, 'path');
        const path = checkedArtifactPath(folder === '' ? name : `${folder}/${name}`);
        if (file['is_dir'] === true) open.push(path);
        else found.push(proxied(rest, `${base}/${[...root.split('/'), ...path.split('/')].map(encodeURIComponent).join('/')}`, path, msAt(file, 'file_size') ?? 0));
        if (found.length > mostFiles) throw tooMany();
      }
    }
    return found;
  };
}

function proxied(rest: MlflowRest, url: string, path: string, sizeBytes: number): ModelContent {
  return {
    path,
    sizeBytes,
    async read(start, end, signal) {
      if (end <= start || start >= sizeBytes) return new Uint8Array();
      const response = await rest.send({ method: 'GET', url, headers: { Range: `bytes=${start}-${end - 1}` }, maxBytes: mostBytes }, signal);
      return response.status === 206 ? response.body : response.body.subarray(start, end);
    },
  };
}

function tooMany(): Error {
  return fail('tooLarge', `The model has more than ${mostFiles} files.`);
}
