import { toFault } from '../../core/base/fault.ts';
import { problemOf, type Problem } from '../../core/model/problem.ts';
import { TextPlaces } from '../../core/pipeline/textPlaces.ts';
import type { Machine } from '../../core/port/machine.ts';
import type { Suite } from '../../core/validation/suite.ts';
import { decodeValidation } from '../../core/validation/written/decodeValidation.ts';

export interface WrittenSuites {
  readonly path: string;
  readonly isThere: boolean;
  readonly suites: readonly Suite[];
  /** Names of suites with a mistake in them, which are left out. */
  readonly wrong: readonly string[];
  readonly problems: readonly Problem[];
}

const maxBytes = 1024 * 1024;

export function validationPath(folder: string): string {
  return `${folder}/.mlops/validation.yaml`;
}

/** The suites of a folder. Reads one file; nothing runs. `text`: an editor's unsaved one. */
export async function readValidationFile(machine: Machine, folder: string, text?: string): Promise<WrittenSuites> {
  const path = validationPath(folder);
  const none = { path, isThere: true, suites: [], wrong: [] };
  let written: string;
  try {
    written = text ?? (await machine.files.readText(path, { maxBytes }));
  } catch (error) {
    const fault = toFault(error);
    if (fault.code === 'notFound') return { ...none, isThere: false, problems: [] };
    return { ...none, problems: [problemOf(path, { ...fault, at: { path } })] };
  }
  const { suites, wrong, problems } = decodeValidation(await machine.parseYaml(written));
  const lines = new TextPlaces(written);
  return {
    path,
    isThere: true,
    suites,
    wrong,
    problems: problems.map(({ message, hint, start }) => {
      const { line, character } = lines.place(start);
      return problemOf(path, { code: 'invalid', message: `Line ${line + 1}: ${message}`, hint, at: { path, line, column: character } });
    }),
  };
}
