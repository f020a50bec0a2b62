import { fail } from '../../../core/base/fault.ts';
import { entityId, parseId } from '../../../core/model/id.ts';

/** `dvc:dataset/<source>/<path>` and `dvc:datasetVersion/<source>/<path>/<digest>`; each segment percent-encoded. */
export function datasetId(source: string, path: string): string {
  return entityId('dvc', 'dataset', `${encodeURIComponent(source)}/${encodeURIComponent(path)}`);
}

export function datasetVersionId(source: string, path: string, digest: string): string {
  return entityId('dvc', 'datasetVersion', `${encodeURIComponent(source)}/${encodeURIComponent(path)}/${digest}`);
}

export interface DataAddress {
  readonly path: string;
  /** Undefined for a dataset. */
  readonly digest?: string;
}

/** The address in an id of this source. Throws `notFound` for any other id. */
export function dataAddress(source: string, id: string): DataAddress {
  const parsed = parseId(id);
  const [owner, path, digest] = parsed?.native.split('/') ?? [];
  const isData = parsed?.kind === 'dataset' || parsed?.kind === 'datasetVersion';
  if (!isData || owner !== encodeURIComponent(source) || path === undefined) {
    throw fail('notFound', `No dataset has the id ${id}.`);
  }
  return { path: decoded(path, id), ...(digest === undefined ? {} : { digest }) };
}

function decoded(segment: string, id: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    throw fail('notFound', `No dataset has the id ${id}.`);
  }
}
