/** What an accelerator is and where it would come from; nothing is contacted to say so. */
export interface AcceleratorAbout {
  readonly name: string;
  /** The one version that is ever loaded. */
  readonly version: string;
  readonly isInstalled: boolean;
  /** Why it cannot be installed on this machine; undefined where it can. */
  readonly unsupported: string | undefined;
  /** To download. */
  readonly packedBytes: number;
  /** On disk. */
  readonly unpackedBytes: number;
  /** Address of the registry that it is fetched from. */
  readonly source: string;
}

export interface AcceleratorProgress {
  /** Of `packedBytes`. */
  readonly receivedBytes: number;
  readonly packedBytes: number;
}

/** An optional native reader of tables. Everything works without it, slower; nothing is fetched unless it is asked for. */
export interface Accelerator {
  about(): Promise<AcceleratorAbout>;
  /**
   * Fetches, checks against the hashes in this program, unpacks. What is there stays as it was until all of it is done. Throws
   * `untrusted`, `unsupported`, `integrity` (other bytes than the pinned ones), `unreachable` and what the download throws.
   */
  install(signal: AbortSignal, onProgress?: (progress: AcceleratorProgress) => void): Promise<void>;
}
