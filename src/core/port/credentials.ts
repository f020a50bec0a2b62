export type Credential =
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | { readonly kind: 'bearer'; readonly token: string };

/** Secrets by the origin (scheme, host, port) they were entered for. A changed sources.yaml never gets another's. */
export interface Credentials {
  get(origin: string): Promise<Credential | undefined>;
  set(origin: string, credential: Credential): Promise<void>;
  remove(origin: string): Promise<void>;
}
