import { fail } from '../../../core/base/fault.ts';
import { entityId, parseId } from '../../../core/model/id.ts';

/** `dvc:model/<source>/<name>` and `dvc:modelVersion/<source>/<name>/<version>`; each segment percent-encoded. */
export function modelId(source: string, name: string): string {
  return entityId('dvc', 'model', [source, name].map(encodeURIComponent).join('/'));
}

export function modelVersionId(source: string, name: string, version: string): string {
  return entityId('dvc', 'modelVersion', [source, name, version].map(encodeURIComponent).join('/'));
}

export interface ModelAddress {
  readonly name: string;
  /** Undefined for a model. */
  readonly version?: string;
}

/** Throws `notFound` for an id that is no model of this source. */
export function modelAddress(source: string, id: string): ModelAddress {
  const parsed = parseId(id);
  const isModel = parsed?.kind === 'model' || parsed?.kind === 'modelVersion';
  const [owner, name, version] = parsed?.native.split('/') ?? [];
  if (!isModel || owner !== encodeURIComponent(source) || name === undefined) {
    throw fail('notFound', `No model has the id ${id}.`);
  }
  try {
    return { name: decodeURIComponent(name), ...(version === undefined ? {} : { version: decodeURIComponent(version) }) };
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    throw fail('notFound', `No model has the id ${id}.`);
  }
}
