import { toFault } from '../base/fault.ts';
import { parseDataReference } from '../table/dataReference.ts';
import type { Monitor } from './monitor.ts';

/**
 * The files that a monitor's two sides name, as written: relative to its folder, or absolute. Of a provider's reference what
 * stands before `@REVISION`; one that names no file matches none. `providers`: ids.
 */
export function monitoredFiles(monitor: Pick<Monitor, 'reference' | 'current'>, providers: readonly string[]): string[] {
  return [monitor.reference, monitor.current].flatMap((text) => {
    try {
      const data = parseDataReference(text, providers);
      return data.kind === 'provided' ? [data.reference.replace(/@[^@/]*$/, '')] : [data.path];
    } catch (error) {
      // What is no reference is told where the monitor runs.
      if (toFault(error).code === 'invalid') return [];
      throw error;
    }
  });
}

/** Whether one of the files is the output, or lies in it. All are relative to the same folder, or absolute. */
export function writesOne(output: string, files: readonly string[], folder: string): boolean {
  const whole = absolute(folder, output);
  return files.some((file) => {
    const one = absolute(folder, file);
    return one === whole || one.startsWith(`${whole}/`);
  });
}

/** With `/` between parts and without `.` and `..`, so that the same file is the same text. */
function absolute(folder: string, path: string): string {
  const normal = path.replaceAll('\\', '/');
  const parts: string[] = [];
  for (const part of (/^(\/|[A-Za-z]:\/)/.test(normal) ? normal : `${folder.replaceAll('\\', '/')}/${normal}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && (part !== '' || parts.length === 0)) parts.push(part);
  }
  return parts.join('/');
}
