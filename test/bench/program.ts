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
}

/** What a program took from its start to its exit, by the kernel's own accounts. Throws where it ends with a code that is not in `codes`. */
export async function measuredProgram(root: string, scratch: string, argv: readonly string[], env: NodeJS.ProcessEnv, codes: readonly number[] = [0]): Promise<{ readonly cost: Cost; readonly stdout: string }> {
  const out = path.join(scratch, 'stdout');
  const { stdout } = await timed([tools.python, path.join(root, 'test', 'bench', 'measured.py'), out, ...argv], scratch, env);
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
