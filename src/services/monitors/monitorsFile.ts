import { fail, toFault, type FaultError } from '../../core/base/fault.ts';
import { problemOf, type Problem } from '../../core/model/problem.ts';
import { decodeMonitors } from '../../core/monitor/decodeMonitors.ts';
import type { Monitor } from '../../core/monitor/monitor.ts';
import { TextPlaces } from '../../core/pipeline/textPlaces.ts';
import type { Machine } from '../../core/port/machine.ts';
import type { WrittenProblem } from '../../core/written/fields.ts';

export interface WrittenMonitors {
  /** Absolute. */
  readonly path: string;
  readonly monitors: readonly Monitor[];
  /** The first mistake in each monitor that is left out, by name. */
  readonly wrong: ReadonlyMap<string, Problem>;
  readonly problems: readonly Problem[];
}

export function monitorsPath(folder: string): string {
  return `${folder}/.mlops/monitors.yaml`;
}

/**
 * The committed file of a folder; no file is no monitor. What is wrong in it is a problem with its line, the rest counts.
 * `unsaved`: an editor's text in its place.
 */
export async function readMonitors(machine: Machine, folder: string, unsaved?: string): Promise<WrittenMonitors> {
  const path = monitorsPath(folder);
  try {
    if (unsaved === undefined && !(await machine.files.stat(path, { followLinks: true }))) return { path, monitors: [], wrong: new Map(), problems: [] };
    const text = unsaved ?? (await machine.files.readText(path, { maxBytes: 1024 * 1024 }));
    const { monitors, wrong, problems } = decodeMonitors(await machine.parseYaml(text));
    const places = new TextPlaces(text);
    const located = ({ message, hint, start }: WrittenProblem): Problem => {
      const { line, character } = places.place(start);
      return problemOf(path, { code: 'invalid', message: `line ${line + 1}: ${message}`, hint, at: { path, line, column: character } });
    };
    return { path, monitors, wrong: new Map([...wrong].map(([name, problem]) => [name, located(problem)])), problems: problems.map(located) };
  } catch (error) {
    return { path, monitors: [], wrong: new Map(), problems: [problemOf(path, { ...toFault(error), at: { path } })] };
  }
}

/** A mistake in the file as what ends a command; its message names the file and the line. */
export function mistakeIn({ source, code, message, hint, at }: Problem): FaultError {
  return fail(code, `${source}: ${message}`, { ...(hint === null ? {} : { hint }), ...(at ? { at } : {}) });
}
