import { baseName } from './fileNames.ts';
import { recognised, type KindRow } from './recognised.ts';
import type { Recogniser } from './recogniser.ts';
import { entriesOf, hasKey, isMap, keyOf, textOf, valueAt } from './syntaxNodes.ts';
import { isTemplated } from './templated.ts';
import { TextPlaces } from './textPlaces.ts';

/** `MLproject`: every key below `entry_points`. */
export const mlproject: Recogniser = {
  kind: 'mlproject',
  fileNames: ['MLproject'],
  recognise(document) {
    const places = new TextPlaces(document.text);
    return entriesOf(valueAt(document.root, 'entry_points')).map((entry) => ({
      name: keyOf(entry),
      range: places.range(entry.key),
      form: 'single',
      command: textOf(valueAt(entry.value, 'command')) ?? null,
      body: entry.value,
    }));
  },
};

export const mlprojectRow: KindRow = {
  kind: mlproject.kind,
  syntax: 'yaml',
  isNamed: (path) => baseName(path) === 'MLproject',
  recognise(file) {
    const root = file.yaml?.roots[0] ?? null;
    if (!file.yaml || isTemplated(file.yaml)) return undefined;
    const isProject = isMap(valueAt(root, 'entry_points')) || (hasKey(root, 'name') && hasKey(root, 'conda_env', 'python_env', 'docker_env'));
    if (!isProject) return undefined;
    return recognised(mlproject.kind, { stages: mlproject.recognise({ text: file.text, root, issues: [] }).map(({ name, range }) => ({ name, range })) });
  },
};
