import { isYamlOrJson } from './fileNames.ts';
import { recognised, type KindRow } from './recognised.ts';
import { hasKey, listOf, textAt, textOf, valueAt } from './syntaxNodes.ts';
import { isChart } from './templated.ts';

/** A configuration of Ray Serve: applications, each with where its code is imported from. */
export const rayServe: KindRow = {
  kind: 'ray-serve',
  syntax: 'yaml',
  isNamed: isYamlOrJson,
  words: ['import_path'],
  recognise(file) {
    const root = file.yaml?.roots[0] ?? null;
    if (!file.yaml || hasKey(root, 'apiVersion') || isChart(file.yaml)) return undefined;
    const stages = listOf(valueAt(root, 'applications')).flatMap((application) => {
      const path = textAt(application, 'import_path');
      if (path === undefined || !isImportPath(path)) return [];
      const at = valueAt(application, 'name') ?? valueAt(application, 'import_path') ?? application;
      return [{ name: textOf(at) ?? path, range: file.places.range(at) }];
    });
    return stages.length > 0 ? recognised('ray-serve', { stages }) : undefined;
  },
};

/** `module.sub:app` or `module.sub.app`. */
const isImportPath = (text: string): boolean => /^[A-Za-z_][\w.-]*(?:[:.][A-Za-z_]\w*)+$/.test(text);
