import { spawn } from 'node:child_process';
import { monitorEventLoopDelay } from 'node:perf_hooks';

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? NaN;
}

export async function elapsedMs(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

/** How long the event loop was kept from its timers at a stretch while `work` ran. */
export async function blockMs(work: () => Promise<unknown>): Promise<number> {
  const resolutionMs = 1;
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  await new Promise((resolve) => setTimeout(resolve, 5 * resolutionMs)); // Its own timer must have run once, or a first block goes unseen.
  delay.reset();
  await work();
  await new Promise((resolve) => setTimeout(resolve, 5 * resolutionMs));
  delay.disable();
  return Math.max(0, delay.max / 1e6 - resolutionMs);
}

export interface Timed {
  readonly elapsedMs: number;
  readonly stdout: Buffer;
}

/** A program from its start to its exit, its whole output read as any caller must. Throws when it fails. */
export async function timed(argv: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Timed> {
  const startedMs = performance.now();
  const [program = '', ...rest] = argv;
  const child = spawn(program, rest, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const took = performance.now() - startedMs;
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${Buffer.concat(errors).toString().slice(-500)}`);
  return { elapsedMs: took, stdout: Buffer.concat(chunks) };
}
