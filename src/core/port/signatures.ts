/** A public key as numbers; points are uncompressed (4, x, y). */
export type VerificationKey =
  | { readonly kind: 'ed25519'; readonly point: Uint8Array }
  | { readonly kind: 'ecdsa'; readonly curve: 'nistp256' | 'nistp384' | 'nistp521'; readonly point: Uint8Array }
  | { readonly kind: 'rsa'; readonly exponent: Uint8Array; readonly modulus: Uint8Array };

/**
 * Whether `signature` was made over `message` with the key: ed25519 as such, ECDSA as r and s of the curve's width with its own hash,
 * RSA as PKCS #1 v1.5 with `rsaHash`.
 */
export interface SignatureCheck {
  readonly key: VerificationKey;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
  readonly rsaHash: 'sha256' | 'sha512';
}

/** SHA-256 of what comes in pieces. */
export interface Hasher {
  update(bytes: Uint8Array): void;
  /** 64 hex digits; nothing can be added after. */
  hex(): string;
}

/** The arithmetic of signatures, which the platform has. */
export interface Signatures {
  sha256(bytes: Uint8Array): Uint8Array;
  /** As 64 hex digits. */
  sha256Hex(bytes: Uint8Array): string;
  sha512(bytes: Uint8Array): Uint8Array;
  sha256InPieces(): Hasher;
  /** Whether the signature is good. False for a key that is none. */
  verify(check: SignatureCheck): boolean;
  /** The same beside other work, several at once where the machine has the cores. */
  verifySoon(check: SignatureCheck): Promise<boolean>;
}
