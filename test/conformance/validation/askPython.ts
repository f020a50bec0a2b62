import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

/** Answers of a script that reads questions [name, arguments…] as JSON from stdin and writes one answer each, in order: one start of Python. */
export async function askPython(python: string, script: string, questions: readonly unknown[]): Promise<unknown[]> {
  const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(questions));
  return JSON.parse(await text(child.stdout)) as unknown[];
}
