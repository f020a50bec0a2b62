import { fail, type FaultCode } from '../../../core/base/fault.ts';
import type { Label } from '../../../core/validation/scenarios/predictions.ts';

/** A line of the program. Which of these are there says what it is about. */
export interface Message {
  readonly fault?: { readonly code: FaultCode; readonly message: string };
  readonly versions?: Readonly<Record<string, string>>;
  readonly fold?: number;
  readonly of?: number;
  readonly trainRows?: number;
  readonly test?: readonly number[];
  readonly recipe?: number;
  readonly model?: number;
  readonly loaded?: number;
  readonly labels?: readonly Label[];
  readonly classes?: readonly Label[] | null;
  readonly scores?: readonly number[] | null;
  readonly width?: number;
  readonly probabilities?: boolean;
  readonly failed?: string;
  readonly done?: boolean;
}

/** Lines as they come, for one who asks for them one by one. What fails, fails everything after what came before. */
export class MessageQueue {
  readonly #decoder = new TextDecoder();
  readonly #lines: string[] = [];
  #pieces: string[] = [];
  #failure: { readonly error: unknown } | undefined;
  #wake: (() => void) | undefined;

  take(bytes: Uint8Array): void {
    const parts = this.#decoder.decode(bytes, { stream: true }).split('\n');
    for (const [at, part] of parts.entries()) {
      this.#pieces.push(part);
      if (at === parts.length - 1) continue;
      const line = this.#pieces.join('');
      this.#pieces = [];
      if (line !== '') this.#lines.push(line);
    }
    this.#wake?.();
  }

  fail(error: unknown): void {
    this.#failure ??= { error };
    this.#wake?.();
  }

  async next(): Promise<Message> {
    for (;;) {
      const line = this.#lines.shift();
      if (line !== undefined) return messageOf(line);
      if (this.#failure) throw this.#failure.error as Error;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}

/** The program is ours, so its lines have the shape it gives them; what is no JSON is another program's. */
function messageOf(line: string): Message {
  try {
    return JSON.parse(line) as Message;
  } catch {
    throw fail('corrupt', 'Python answered something that is no answer.', { hint: line.slice(0, 200) });
  }
}
