import type { Artifact } from '../model/artifact.ts';

export interface ByteRange {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

export interface ArtifactStore {
  /** One level below `folder` ("" = the top). */
  list(run: string, folder: string, signal: AbortSignal): Promise<Artifact[]>;
  /** Where an artifact lies as a file on this machine; absent in a store that is elsewhere. Throws `notFound` where nothing is there. */
  path?(run: string, path: string, signal: AbortSignal): Promise<string>;
  /** Bytes of one artifact; fewer than asked at its end. A path that leaves the run is `invalid`. */
  read(run: string, path: string, range: ByteRange | undefined, signal: AbortSignal): Promise<Uint8Array>;
}
