const mask = '•••';
/** Shorter values would mask ordinary words and numbers everywhere. */
const minLength = 4;

/**
 * Masks known secret values in text that comes in pieces, also where a value is cut by a piece's end: as much is held back
 * as may be the beginning of a secret. For views; the raw log stays as it is.
 */
export class SecretFilter {
  readonly #secrets: readonly string[];
  readonly #longest: number;
  #held = '';

  constructor(secrets: readonly string[]) {
    // Longest first, so that a secret which contains another is masked whole.
    this.#secrets = [...new Set(secrets)].filter((secret) => secret.length >= minLength).sort((a, b) => b.length - a.length);
    this.#longest = this.#secrets[0]?.length ?? 0;
  }

  write(text: string): string {
    if (this.#longest === 0) return text;
    const all = this.#held + text;
    const keep = this.#beginning(all);
    this.#held = all.slice(all.length - keep);
    return this.#mask(all.slice(0, all.length - keep));
  }

  /** What was held back; call it at the end, or when a live log pauses. */
  flush(): string {
    const rest = this.#mask(this.#held);
    this.#held = '';
    return rest;
  }

  #mask(text: string): string {
    let masked = text;
    for (const secret of this.#secrets) masked = masked.split(secret).join(mask);
    return masked;
  }

  /** Length of the tail from the first place at which a secret may have begun that is not whole yet. */
  #beginning(text: string): number {
    for (let start = Math.max(0, text.length - this.#longest + 1); start < text.length; start += 1) {
      const tail = text.slice(start);
      if (this.#secrets.some((secret) => secret.length > tail.length && secret.startsWith(tail))) {
        return this.#insideSecret(text, start) ? 0 : tail.length;
      }
    }
    return 0;
  }

  /** Is this place part of a whole secret, which is masked now? Then its end begins nothing new worth waiting for. */
  #insideSecret(text: string, at: number): boolean {
    return this.#secrets.some((secret) => {
      const found = text.lastIndexOf(secret, at);
      return found >= 0 && found < at && found + secret.length > at && found + secret.length === text.length;
    });
  }
}
