import { TextPlaces } from '../../pipeline/textPlaces.ts';
import { entriesOf, keyOf, valueAt } from '../../pipeline/syntaxNodes.ts';
import type { TextRange } from '../../model/pipeline.ts';
import type { SyntaxDocument } from '../../port/syntax.ts';
import { Fields, type WrittenProblem } from '../../written/fields.ts';
import { suiteKinds, type Suite } from '../suite.ts';
import type { Places } from './places.ts';
import { readChampion } from './readChampion.ts';
import { readChecks } from './readChecks.ts';
import { readCrossValidation } from './readCrossValidation.ts';
import { readScenarios } from './readScenarios.ts';

export interface DecodedValidation {
  readonly suites: readonly Suite[];
  readonly problems: readonly WrittenProblem[];
  /** Names of suites that are written but wrong. */
  readonly wrong: readonly string[];
}

const kindHint = `One of: ${suiteKinds.join(', ')}.`;

/**
 * `.mlops/validation.yaml`: a map `suites:` of name → suite. A suite with a mistake in it is left out, with one problem for
 * each mistake: half a validation must not pass for a whole one.
 */
export function decodeValidation(document: SyntaxDocument): DecodedValidation {
  const problems: WrittenProblem[] = document.issues.map(({ message, offset }) => ({ message: `No valid YAML: ${message}`, hint: 'Correct this line and save the file.', start: offset, end: offset + 1 }));
  if (document.root === null || document.issues.length > 0) return { suites: [], problems, wrong: [] };
  const report = (problem: WrittenProblem): void => void problems.push(problem);
  if (document.root.kind !== 'map') {
    report({ message: 'The file is no map.', hint: 'It begins with “suites:”.', start: document.root.start, end: document.root.end });
    return { suites: [], problems, wrong: [] };
  }
  const lines = new TextPlaces(document.text);
  const places: Places = (map, key) => new Map(entriesOf(valueAt(map, key)).map((entry) => [keyOf(entry), lines.range(entry.key)]));
  const top = new Fields(document.root, 'Validation', report);
  const ranges = places(document.root, 'suites');
  const suites: Suite[] = [];
  const wrong: string[] = [];
  for (const [name, fields] of top.named('suites', (one) => `Suite “${one}”`)) {
    const before = problems.length;
    const suite = readSuite(name, fields, ranges.get(name)!, places);
    if (suite && problems.length === before) suites.push(suite);
    else wrong.push(name);
  }
  top.finish();
  return { suites, problems, wrong };
}

function readSuite(name: string, fields: Fields, range: TextRange, places: Places): Suite | undefined {
  if (!fields.has('kind')) return fields.refuse('kind', '“kind” is missing.', kindHint);
  const kind = fields.choice('kind', suiteKinds);
  if (kind === undefined) return undefined;
  const data = fields.neededText('data', 'Write a file (data/train.csv) or another DATA reference.') ?? '';
  const base = { name, data, range };
  const suite = readKind(kind, base, fields, places);
  fields.finish();
  return suite;
}

function readKind(kind: Suite['kind'], base: Pick<Suite, 'name' | 'data' | 'range'>, fields: Fields, places: Places): Suite | undefined {
  switch (kind) {
    case 'cross-validation':
      return readCrossValidation(base, fields);
    case 'champion':
      return readChampion(base, fields);
    case 'scenarios':
      return readScenarios(base, fields, places);
    case 'data':
      return readChecks(base, fields, places);
  }
}
