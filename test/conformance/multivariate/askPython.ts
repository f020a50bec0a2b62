import { spawn } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';

/** The answers of a script beside this file to questions as JSON, by one start of Python. */
export async function askPython<Answer>(python: string, script: string, questions: readonly unknown[]): Promise<Answer[]> {
  const child = spawn(python, [path.join(import.meta.dirname, script)], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(questions));
  return JSON.parse(await text(child.stdout)) as Answer[];
}
