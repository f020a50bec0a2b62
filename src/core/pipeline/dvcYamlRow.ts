import { dvcYaml } from './dvcYaml.ts';
import { baseName } from './fileNames.ts';
import { recognised, type KindRow } from './recognised.ts';
import { hasKey } from './syntaxNodes.ts';

/** `dvc.yaml`, also one that has metrics, plots or artifacts alone. */
export const dvcYamlRow: KindRow = {
  kind: dvcYaml.kind,
  syntax: 'yaml',
  isNamed: (path) => baseName(path) === 'dvc.yaml',
  recognise(file) {
    const root = file.yaml?.roots[0] ?? null;
    if (!hasKey(root, 'stages', 'artifacts', 'params', 'metrics', 'plots', 'vars', 'datasets')) return undefined;
    return recognised(dvcYaml.kind, { stages: dvcYaml.recognise({ text: file.text, root, issues: [] }).map(({ name, range }) => ({ name, range })) });
  },
};
