import type { Artifact } from '../model/artifact.ts';

export interface ByteRange {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

export interface ArtifactStore {
  /** One level below `folder` ("" = the top). */
  list(run: string, folder: string, signal: AbortSignal): Promise<Artifact[]>;
  /** Bytes of one artifact; fewer than asked at its end. A path that leaves the run is `invalid`. */
  read(run: string, path: string, range: ByteRange | undefined, signal: AbortSignal): Promise<Uint8Array>;
}
