import { baseName } from './fileNames.ts';
import { recognised, type KindRow } from './recognised.ts';
import { entryAt, hasKey, isMap, textOf, valueAt } from './syntaxNodes.ts';

const marks = ['artifact_path', 'model_uuid', 'model_id', 'run_id', 'mlflow_version', 'utc_time_created'];

/** `MLmodel`: a saved model, one stage by the name it was saved under. */
export const mlmodel: KindRow = {
  kind: 'mlmodel',
  syntax: 'yaml',
  isNamed: (path) => baseName(path) === 'MLmodel',
  words: ['flavors'],
  recognise(file) {
    const root = file.yaml?.roots[0] ?? null;
    const flavors = entryAt(root, 'flavors');
    if (!flavors || !isMap(flavors.value) || flavors.value.entries.length === 0 || !hasKey(root, ...marks)) return undefined;
    const place = valueAt(root, 'artifact_path') ?? valueAt(root, 'model_uuid');
    const name = textOf(place);
    return recognised('mlmodel', { stages: [{ name: name ?? 'model', range: file.places.range(place ?? flavors.key) }] });
  },
};
