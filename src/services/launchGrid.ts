import { fail } from '../core/base/fault.ts';

export type ParamValue = string | number | boolean;
export type ParamSet = Readonly<Record<string, ParamValue>>;

const mostJobs = 500;

/** Every combination of the values of each key, the last key varying fastest. No keys give one empty set. */
export function expandGrid(grid: Readonly<Record<string, readonly ParamValue[]>>): ParamSet[] {
  let sets: ParamSet[] = [{}];
  for (const [key, values] of Object.entries(grid)) {
    if (values.length === 0) throw fail('invalid', `The grid gives no values for ${key}.`, { hint: `Write ${key}=a,b.` });
    if (sets.length * values.length > mostJobs) throw fail('tooLarge', `The grid makes more than ${mostJobs} jobs.`, { hint: 'Leave some values out.' });
    sets = sets.flatMap((set) => values.map((value) => ({ ...set, [key]: value })));
  }
  return sets;
}

/** The command with `{key}` replaced by the value of that param, in each argument by itself: no shell is involved. */
export function fillCommand(command: readonly string[], params: ParamSet): string[] {
  return command.map((argument) =>
    argument.replace(/\{([\w.-]+)\}/g, (whole, key: string) => (key in params ? String(params[key]) : whole)),
  );
}

/** Params that no `{key}` of the command takes: they are recorded and change nothing. */
export function unusedParams(command: readonly string[], params: ParamSet): string[] {
  return Object.keys(params).filter((key) => !command.some((argument) => argument.includes(`{${key}}`)));
}
