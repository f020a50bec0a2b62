import type { PythonDecorator } from '../port/pythonSyntax.ts';
import { isPython } from './fileNames.ts';
import { fullNames } from './pythonNames.ts';
import { recognised, type KindRow } from './recognised.ts';

const decorators = new Set(['pipeline', 'component', 'container_component', 'notebook_component', 'python_component', 'graph_component']);

/** Python that defines pipelines or components of KFP with its decorators. */
export const kfpPython: KindRow = {
  kind: 'kfp-python',
  syntax: 'python',
  isNamed: isPython,
  words: ['kfp'],
  recognise(file) {
    const outline = file.python;
    if (!outline) return undefined;
    const namesOf = fullNames(outline);
    const isOurs = (written: string): boolean => namesOf(written).some((full) => {
      const parts = full.split('.');
      const last = parts.at(-1) ?? '';
      return parts[0] === 'kfp' && parts.length > 1 && parts.slice(1, -1).every((part) => part !== 'compiler' && part !== 'client') && decorators.has(last);
    });
    // `@partial(dsl.component, base_image=…)` is the same decorator.
    const isDecorator = ({ name, args }: PythonDecorator): boolean => isOurs(name) || (/(?:^|\.)partial$/.test(name) && isOurs(args[0]?.reference ?? ''));
    const renamed = new Set(outline.calls.flatMap(({ callee, target, args }) => (target && /(?:^|\.)partial$/.test(callee) && isOurs(args[0]?.reference ?? '') ? [target.name] : [])));
    const stages = outline.functions
      .filter((one) => one.decorators.some((decorator) => isDecorator(decorator) || renamed.has(decorator.name)))
      .map(({ name, start, end }) => ({ name, range: file.places.range({ start, end }) }));
    return stages.length > 0 ? recognised('kfp-python', { stages }) : undefined;
  },
};
