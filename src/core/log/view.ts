import { SecretFilter } from './redact.ts';
import { SafeText, TerminalLines } from './sanitize.ts';

/** Raw log bytes as text that is safe to show in a terminal: known secrets masked, hostile sequences gone. */
export class LogView {
  readonly #decoder = new TextDecoder();
  readonly #secrets: SecretFilter;
  readonly #safe = new SafeText();
  readonly #ends = new TerminalLines();

  constructor(secrets: readonly string[]) {
    this.#secrets = new SecretFilter(secrets);
  }

  write(bytes: Uint8Array): string {
    return this.#show(this.#secrets.write(this.#decoder.decode(bytes, { stream: true })));
  }

  /** What was held back; at the end, or when a live log pauses. */
  flush(): string {
    return this.#show(this.#secrets.flush());
  }

  #show(text: string): string {
    return this.#ends.write(this.#safe.write(text));
  }
}
