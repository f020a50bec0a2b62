import { fail } from '../../core/base/fault.ts';
import { entityId, parseId, runId, type IdKind } from '../../core/model/id.ts';

const provider = 'mlflow';

/** Ids of one source's things. Native ids begin with the source's own, so a service can find it. */
export class Ids {
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  run(native: string): string {
    return runId(provider, native);
  }

  of(kind: Exclude<IdKind, 'run'>, ...segments: string[]): string {
    return entityId(provider, kind, [this.#source, ...segments.map(encodeURIComponent)].join('/'));
  }

  /** MLflow's own run id. Throws `notFound` for an id that is no run of this provider. */
  nativeRun(id: string): string {
    const parsed = parseId(id);
    if (parsed?.provider !== provider || parsed.kind !== 'run') throw fail('notFound', `${id} is not an MLflow run.`);
    return parsed.native;
  }

  /** The decoded segments behind the source id, or undefined where the id is of another kind or source. */
  peek(id: string, kind: IdKind): string[] | undefined {
    const parsed = parseId(id);
    if (parsed?.provider !== provider || parsed.kind !== kind) return undefined;
    for (const source of [this.#source, encodeURIComponent(this.#source)]) {
      if (parsed.native === source) return [];
      if (parsed.native.startsWith(`${source}/`)) return parsed.native.slice(source.length + 1).split('/').map(decoded);
    }
    return undefined;
  }

  segments(id: string, kind: IdKind, count: number): string[] {
    const segments = this.peek(id, kind);
    if (segments?.length !== count) throw fail('notFound', `${id} is not a ${kind} of this source.`);
    return segments;
  }
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw fail('invalid', 'That id is not written correctly.');
  }
}
