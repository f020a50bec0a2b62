/** A persisted cache for immutable things, keyed by content id. Lives in storageUri or XDG, never in the workspace. */
export interface KeyValue {
  get(key: string): Promise<Uint8Array | undefined>;
  set(key: string, value: Uint8Array): Promise<void>;
  delete(key: string): Promise<void>;
}
