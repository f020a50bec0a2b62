export interface Artifact {
  /** Path below the run, `/` separated. */
  readonly path: string;
  readonly isFolder: boolean;
  readonly sizeBytes: number | null;
}
