import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Collect = (options: { readonly type: 'minor' }) => void;

let collect: Collect | undefined;

/**
 * Lets go of chunks that were read. Their memory is DuckDB's, which the collector does not see: it would come when hundreds of
 * MB are held by a few small objects. A minor collection takes a fraction of a millisecond.
 */
export function collectChunks(): void {
  collect ??= ours();
  collect({ type: 'minor' });
}

function ours(): Collect {
  setFlagsFromString('--expose-gc');
  const found: unknown = runInNewContext('typeof gc === "function" ? gc : undefined');
  setFlagsFromString('--no-expose-gc');
  return typeof found === 'function' ? (found as Collect) : () => undefined;
}
