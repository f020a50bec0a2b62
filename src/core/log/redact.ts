const mask = '•••';
/** Shorter values would mask ordinary words and numbers everywhere. */
const minLength = 4;

/**
 * Masks known secret values in text that comes in pieces, also where a value is cut by a piece's end: as much is held back
 * as may be the beginning of a secret. For views; the raw log stays as it is.
 */
export class SecretFilter {
  /** Longest first, so that a secret which contains another is masked whole. */
  readonly #secrets: readonly string[];
  readonly #firsts: ReadonlySet<string>;
  readonly #longest: number;
  #held = '';

  constructor(secrets: readonly string[]) {
    this.#secrets = [...new Set(secrets)].filter((secret) => secret.length >= minLength).sort((a, b) => b.length - a.length);
    this.#firsts = new Set(this.#secrets.map((secret) => secret.charAt(0)));
    this.#longest = this.#secrets[0]?.length ?? 0;
  }

  write(text: string): string {
    return this.#longest === 0 ? text : this.#scan(this.#held + text, true);
  }

  /** What was held back; call it at the end, or when a live log pauses. */
  flush(): string {
    return this.#scan(this.#held, false);
  }

  /** From left to right, so that where values overlap the earlier one wins, however the text was cut. */
  #scan(text: string, mayHold: boolean): string {
    let shown = '';
    let from = 0;
    this.#held = '';
    for (let at = 0; at < text.length; ) {
      if (!this.#firsts.has(text.charAt(at))) {
        at += 1;
        continue;
      }
      if (mayHold && this.#mayGoOn(text, at)) {
        this.#held = text.slice(at);
        return shown + text.slice(from, at);
      }
      const whole = this.#secrets.find((secret) => text.startsWith(secret, at));
      if (whole === undefined) {
        at += 1;
        continue;
      }
      shown += text.slice(from, at) + mask;
      at += whole.length;
      from = at;
    }
    return shown + text.slice(from);
  }

  /** Is all from here on the beginning of a secret that is longer than what is there? */
  #mayGoOn(text: string, at: number): boolean {
    const length = text.length - at;
    if (length >= this.#longest) return false;
    const tail = text.slice(at);
    return this.#secrets.some((secret) => secret.length > length && secret.startsWith(tail));
  }
}
