/** A public key as numbers; points are uncompressed (4, x, y). */
export type VerificationKey =
  | { readonly kind: 'ed25519'; readonly point: Uint8Array }
  | { readonly kind: 'ecdsa'; readonly curve: 'nistp256' | 'nistp384' | 'nistp521'; readonly point: Uint8Array }
  | { readonly kind: 'rsa'; readonly exponent: Uint8Array; readonly modulus: Uint8Array };

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
  /**
   * Whether `signature` was made over `message` with the key: ed25519 as such, ECDSA as r and s of the curve's width with its own
   * hash, RSA as PKCS #1 v1.5 with `rsaHash`. False for a key that is none.
   */
  verify(key: VerificationKey, message: Uint8Array, signature: Uint8Array, rsaHash: 'sha256' | 'sha512'): boolean;
}
