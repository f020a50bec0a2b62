import { closeSync, openSync, writeSync } from 'node:fs';

/**
 * The raw log. A full disk must not end a training and must not pass in silence: bytes that cannot be written are
 * dropped and counted, and as soon as writing works again a line in the log says how many are missing.
 */
export class Spool {
  #fd: number | undefined;
  readonly #file: string;
  #writtenBytes = 0;
  #lostBytes = 0;
  #unreportedBytes = 0;
  #problem: string | null = null;

  constructor(file: string) {
    this.#file = file;
  }

  get writtenBytes(): number {
    return this.#writtenBytes;
  }

  get lostBytes(): number {
    return this.#lostBytes;
  }

  /** Why the last write failed; null while all is well. */
  get problem(): string | null {
    return this.#problem;
  }

  write(bytes: Uint8Array): void {
    if (this.#unreportedBytes > 0) {
      const note = new TextEncoder().encode(
        `\n[mlops: ${this.#unreportedBytes} bytes of this log could not be written: ${this.#problem ?? 'unknown'}]\n`,
      );
      if (this.#put(note) < note.length) {
        this.#lose(bytes.length);
        return;
      }
      this.#unreportedBytes = 0;
    }
    const written = this.#put(bytes);
    if (written < bytes.length) this.#lose(bytes.length - written);
    else this.#problem = null;
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }

  #lose(bytes: number): void {
    this.#lostBytes += bytes;
    this.#unreportedBytes += bytes;
  }

  /** How many bytes reached the file; fewer than given after a failure, whose reason is kept. */
  #put(bytes: Uint8Array): number {
    let at = 0;
    try {
      this.#fd ??= openSync(this.#file, 'a', 0o600);
      while (at < bytes.length) at += writeSync(this.#fd, bytes, at, bytes.length - at);
    } catch (error) {
      this.#problem = (error as NodeJS.ErrnoException).code ?? String(error);
    }
    this.#writtenBytes += at;
    return at;
  }
}
