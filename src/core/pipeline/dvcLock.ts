import { baseName } from './fileNames.ts';
import { recognised, type KindRow } from './recognised.ts';
import { entriesOf, hasKey, isMap, keyOf, textAt, valueAt } from './syntaxNodes.ts';

/** `dvc.lock`: what each stage read and wrote when it last ran. */
export const dvcLock: KindRow = {
  kind: 'dvc-lock',
  syntax: 'yaml',
  isNamed: (path) => baseName(path) === 'dvc.lock',
  recognise(file) {
    const root = file.yaml?.roots[0] ?? null;
    const isNew = (textAt(root, 'schema') ?? '').startsWith('2') && (isMap(valueAt(root, 'stages')) || hasKey(root, 'datasets'));
    // The first form of the file has no schema: its stages stand at the top.
    const isOld = !hasKey(root, 'schema') && entriesOf(root).length > 0 && entriesOf(root).every(({ value }) => hasKey(value, 'cmd'));
    if (!isNew && !isOld) return undefined;
    const stages = entriesOf(isNew ? valueAt(root, 'stages') : root);
    return recognised('dvc-lock', { stages: stages.map((stage) => ({ name: keyOf(stage), range: file.places.range(stage.key) })) });
  },
};
