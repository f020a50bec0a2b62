import { writeSync } from 'node:fs';
import { exitCodes } from './exit.ts';
import { envelope } from './output.ts';
import { clean } from './style.ts';

/** An error that nobody caught is a fault of ours: exit 5, and still one envelope on stdout for a program that reads it. */
export function catchUncaught(isJson: boolean): void {
  const end = (error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    if (isJson) writeSync(1, envelope(null, [{ source: '', severity: 'error', code: 'internal', message, hint: null }]));
    writeSync(2, `error: ${clean(message)}\n`);
    process.exit(exitCodes.internal);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
}
