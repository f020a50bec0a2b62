import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { tools } from '../support/tools.ts';
import { time } from './line.ts';
import { timed } from './measure.ts';

export interface Cost {
  readonly wallMs: number;
  /** Of the program and what it started. */
  readonly cpuMs: number;
  /** Resident, of the largest of its processes. */
  readonly peakBytes: number;
  /** Did the kernel hold it to the limit that was asked for? */
  readonly isLimited: boolean;
}

interface Allowed {
  readonly codes?: readonly number[];
  /** Of memory, held to where the kernel lets us; 0: no limit. */
  readonly mostBytes?: number;
}

/** What a program took from its start to its exit, by the kernel's own accounts. Throws where it ends with a code that is not in `codes`. */
export async function measuredProgram(root: string, scratch: string, argv: readonly string[], env: NodeJS.ProcessEnv, { codes = [0], mostBytes = 0 }: Allowed = {}): Promise<{ readonly cost: Cost; readonly stdout: string }> {
  const out = path.join(scratch, 'stdout');
  const { stdout } = await timed([tools.python, path.join(root, 'test', 'bench', 'measured.py'), out, String(mostBytes), ...argv], scratch, env);
  const { code, ...cost } = JSON.parse(stdout.toString()) as Cost & { readonly code: number };
  if (!codes.includes(code)) throw new Error(`${argv.join(' ')} ended with ${code}`);
  return { cost, stdout: await readFile(out, 'utf8') };
}

export function costText({ cpuMs, wallMs, peakBytes }: Cost): string {
  return `${time(cpuMs)} CPU, ${time(wallMs)}, ${megabytes(peakBytes)}`;
}

export function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
