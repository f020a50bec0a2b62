import type { MlflowRest } from '../../clients/mlflow-rest/client.ts';
import { msAt, objectsAt, textAt } from '../../clients/mlflow-rest/wire.ts';
import { fail, toFault } from '../../core/base/fault.ts';
import type { ArtifactStore, ByteRange } from '../../core/capability/artifactStore.ts';
import type { Artifact } from '../../core/model/artifact.ts';
import type { Files } from '../../core/port/files.ts';
import type { LocalAddress } from './address.ts';
import { checkedArtifactPath, isWithin, localArtifactRoot } from './artifactRoot.ts';
import type { Ids } from './ids.ts';
import type { MlflowStore } from './store/store.ts';

const mostBytes = 256 * 1024 * 1024;

/** Artifacts of a local store: the files themselves. No link is followed out of the run's own folder. */
export function localArtifacts(store: MlflowStore, address: LocalAddress, files: Files, ids: Ids): ArtifactStore {
  async function rootOf(run: string, signal: AbortSignal): Promise<string> {
    const { artifactUri } = await store.run(ids.nativeRun(run), signal);
    const root = artifactUri === null ? undefined : localArtifactRoot(artifactUri, address);
    if (root === undefined) {
      throw fail('unsupported', 'This run keeps its artifacts elsewhere, not on this machine.', {
        hint: 'Start the tracking server that holds them and connect to it.',
      });
    }
    return root;
  }

  /** The real path of an artifact, undefined where nothing is there. */
  async function located(run: string, artifact: string, signal: AbortSignal): Promise<string | undefined> {
    const root = await rootOf(run, signal);
    const checked = checkedArtifactPath(artifact);
    try {
      const [realRoot, real] = await Promise.all([files.realPath(root), files.realPath(checked === '' ? root : `${root}/${checked}`)]);
      if (!isWithin(realRoot, real)) throw fail('invalid', 'That artifact is a link that leaves the run.');
      return real;
    } catch (error) {
      if (toFault(error).code === 'notFound') return undefined;
      throw error;
    }
  }

  return {
    async path(run, artifact, signal) {
      const real = await located(run, artifact, signal);
      if (real === undefined) throw fail('notFound', `This run has no artifact ${artifact}.`);
      return real;
    },
    async list(run, folder, signal) {
      const real = await located(run, folder, signal);
      const entries = real === undefined ? [] : ((await files.list(real)) ?? []);
      const prefix = checkedArtifactPath(folder);
      const listed = await Promise.all(entries.map(async (entry): Promise<Artifact[]> => {
        if (entry.kind !== 'file' && entry.kind !== 'folder') return [];
        const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
        const stat = entry.kind === 'file' ? await files.stat(`${real ?? ''}/${entry.name}`) : undefined;
        return [{ path, isFolder: entry.kind === 'folder', sizeBytes: stat?.sizeBytes ?? null }];
      }));
      return listed.flat().sort((a, b) => (a.path < b.path ? -1 : 1));
    },
    async read(run, path, range, signal) {
      const real = await located(run, path, signal);
      if (real === undefined) throw fail('notFound', `This run has no artifact ${path}.`);
      return range ? files.readRange(real, range.start, range.end) : files.read(real, { maxBytes: mostBytes });
    },
  };
}

/** Artifacts behind a server: its proxy with ranges where it serves them, else the whole file. */
export function restArtifacts(rest: MlflowRest, store: MlflowStore, ids: Ids): ArtifactStore {
  async function proxied(native: string, path: string, range: ByteRange, signal: AbortSignal): Promise<Uint8Array | undefined> {
    const { artifactUri } = await store.run(native, signal);
    const served = /^mlflow-artifacts:\/*(?:[^/]*:\d+\/)?(.*)$/.exec(artifactUri ?? '')?.[1];
    if (served === undefined) return undefined;
    const url = `${rest.uri}/api/2.0/mlflow-artifacts/artifacts/${[...served.split('/'), ...path.split('/')].map(encodeURIComponent).join('/')}`;
    const response = await rest.send({ method: 'GET', url, headers: { Range: `bytes=${range.start}-${range.end - 1}` }, maxBytes: mostBytes }, signal);
    return response.status === 206 ? response.body : response.body.subarray(range.start, range.end);
  }

  async function whole(native: string, path: string, signal: AbortSignal): Promise<Uint8Array> {
    const query = new URLSearchParams({ run_id: native, path }).toString();
    const response = await rest.send({ method: 'GET', url: `${rest.uri}/get-artifact?${query}`, maxBytes: mostBytes }, signal);
    return response.body;
  }

  return {
    async list(run, folder, signal) {
      const path = checkedArtifactPath(folder);
      const found: Artifact[] = [];
      let token: string | undefined;
      do {
        const page = await rest.get('artifacts/list', {
          run_id: ids.nativeRun(run), ...(path === '' ? {} : { path }), ...(token === undefined ? {} : { page_token: token }),
        }, signal);
        for (const file of objectsAt(page, 'files')) {
          const isFolder = file['is_dir'] === true;
          found.push({ path: textAt(file, 'path'), isFolder, sizeBytes: isFolder ? null : (msAt(file, 'file_size') ?? 0) });
        }
        const next = textAt(page, 'next_page_token') || undefined;
        token = next === token ? undefined : next;
      } while (token !== undefined);
      return found.sort((a, b) => (a.path < b.path ? -1 : 1));
    },
    async read(run, path, range, signal) {
      const checked = checkedArtifactPath(path);
      const native = ids.nativeRun(run);
      if (range) {
        if (range.end <= range.start) return new Uint8Array();
        try {
          const bytes = await proxied(native, checked, range, signal);
          if (bytes) return bytes;
        } catch (error) {
          // A range past the end, or a server without the proxy: the whole file answers both.
          if (!['invalid', 'notFound', 'unsupported'].includes(toFault(error).code)) throw error;
        }
      }
      const all = await whole(native, checked, signal);
      return range ? all.subarray(range.start, range.end) : all;
    },
  };
}
