import type { PythonOutline } from '../port/pythonSyntax.ts';

/**
 * Turns a dotted name of a Python file into the full one it stands for by the file's imports: `d.pipeline` with
 * `import kfp.dsl as d` is `kfp.dsl.pipeline`. A name that may come from `import *` has several readings.
 */
export function fullNames(outline: PythonOutline): (written: string) => readonly string[] {
  const known = new Map<string, string[]>();
  const stars: string[] = [];
  for (const { module, name, alias, isRenamed } of outline.imports) {
    if (name === '*') stars.push(module);
    else {
      const full = name !== null ? `${module}.${name}` : isRenamed ? module : alias;
      known.set(alias, [...(known.get(alias) ?? []), full]);
    }
  }
  return (written) => {
    const dot = written.indexOf('.');
    const first = dot < 0 ? written : written.slice(0, dot);
    const rest = dot < 0 ? '' : written.slice(dot);
    const own = known.get(first);
    if (own) return own.map((full) => full + rest);
    return stars.map((module) => `${module}.${written}`);
  };
}
