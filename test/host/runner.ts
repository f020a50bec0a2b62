import { appendFileSync } from 'node:fs';
import process from 'node:process';

/**
 * A runner of a few lines, so that the same suites run in a served VS Code, under @vscode/test-electron, and in a host
 * that is killed half way: each result is on disk the moment it is known.
 */
export interface HostTest {
  readonly name: string;
  readonly body: () => Promise<void>;
  /** A training by real tools on a busy machine may take longer than the rest. */
  readonly limitMs?: number;
}

export interface HostResult {
  readonly suite: string;
  readonly name: string;
  readonly state: 'passed' | 'failed';
  readonly ms: number;
  readonly message?: string;
}

const testLimitMs = 180_000;

/** Makes the `run` that VS Code calls. Rejects when a test failed, which makes the host's exit code 1. */
export function hostSuite(suite: string, tests: readonly HostTest[]): () => Promise<void> {
  return async () => {
    let failed = 0;
    for (const test of tests) {
      const result = await runOne(suite, test);
      if (result.state === 'failed') failed += 1;
      report(result);
    }
    if (failed > 0) throw new Error(`${failed} of ${tests.length} failed in ${suite}`);
  };
}

async function runOne(suite: string, test: HostTest): Promise<HostResult> {
  const startedAt = performance.now();
  const took = (): number => Math.round(performance.now() - startedAt);
  let timer: NodeJS.Timeout | undefined;
  const limitMs = test.limitMs ?? testLimitMs;
  try {
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`did not end in ${limitMs / 1000} s`)), limitMs);
    });
    await Promise.race([test.body(), late]);
    return { suite, name: test.name, state: 'passed', ms: took() };
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(error);
    return { suite, name: test.name, state: 'failed', ms: took(), message };
  } finally {
    clearTimeout(timer);
  }
}

function report(result: HostResult): void {
  const file = process.env['MLOPS_HOST_RESULTS'];
  if (file) appendFileSync(file, `${JSON.stringify(result)}\n`);
  console.log(`${result.state === 'passed' ? '✓' : '✗'} ${result.suite}: ${result.name} (${result.ms} ms)${result.message ? `\n${result.message}` : ''}`);
}

/** Polls until `look` gives a value. The last reason is in the error, so that a time-out says what was seen. */
export async function until<T>(what: string, look: () => Promise<T | undefined> | T | undefined, limitMs = 60_000): Promise<T> {
  const end = Date.now() + limitMs;
  for (;;) {
    const value = await look();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > end) throw new Error(`${what}: not within ${limitMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
