/** One file of a model version, as the system that keeps it gives it out. */
export interface ModelContent {
  /** Below the version, `/` separated. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Bytes [start, end); fewer at the end. */
  read(start: number, end: number, signal: AbortSignal): Promise<Uint8Array>;
}
