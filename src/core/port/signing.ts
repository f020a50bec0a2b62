/** Asks for the passphrase of a key. `prompt` is the program's own question; null where the person gave up. */
export type AskPassphrase = (prompt: string, signal: AbortSignal) => Promise<string | null>;

export interface SignRequest {
  /** A private key file, or the public one of a key that the agent holds. */
  readonly key: { readonly file: string } | { readonly publicKey: string };
  /** What the signature is for. */
  readonly namespace: string;
  readonly bytes: Uint8Array;
  /** `terminal`: the program asks there itself; `never`: nobody is there to be asked. */
  readonly passphrase: AskPassphrase | 'terminal' | 'never';
}

/** Signing with a person's own SSH key. The private key and its passphrase stay with the program that has them. */
export interface Signing {
  /** What git is told to sign with here: `gpg.format` and `user.signingkey`; null where it is not said. */
  configured(root: string, signal: AbortSignal): Promise<{ readonly format: string | null; readonly key: string | null }>;
  /** Who commits here, as git is told; null where it is not said. */
  committer(root: string, signal: AbortSignal): Promise<{ readonly name: string | null; readonly email: string | null }>;
  /**
   * An armoured SSH signature with sha512. Throws `auth` for a passphrase that is wrong or missing and for an agent that
   * refuses, `timeout` after 60 s, `missingTool` without ssh-keygen, `invalid` for a file that is no key.
   */
  sign(request: SignRequest, signal: AbortSignal): Promise<Uint8Array>;
  /** So many bytes that nobody can foretell. */
  random(count: number): Uint8Array;
}
