import type { RecognisedDeploy, RecognisedGate } from '../model/recognised.ts';
import type { SyntaxNode } from '../port/syntax.ts';
import { gateCommands } from './mlCommands.ts';
import { modelReferenceOf } from './modelReference.ts';
import type { PipelineText } from './recognised.ts';

/** A shell text of a job. */
export interface JobScript {
  readonly node: SyntaxNode;
  readonly text: string;
}

/** Each `mlops gate` of a job's scripts, at its words in the file. */
export function gatesOf(file: PipelineText, stage: string, scripts: readonly JobScript[]): RecognisedGate[] {
  return scripts.flatMap(({ node, text }) => {
    // Where it stands: the script's own text in the file is searched in the same order as its commands.
    const written = file.text.slice(node.start, node.end);
    const places = [...written.matchAll(/\bmlops\s+gate\b/g)].filter((found) => !/#[^\n'"]*$/.test(written.slice(0, found.index)));
    return gateCommands(text).map((gate, index) => {
      const place = places[Math.min(index, places.length - 1)];
      const start = node.start + (place?.index ?? 0);
      const end = place ? start + place[0].length : node.end;
      return { ...gate, stage, range: file.places.range({ start, end }) };
    });
  });
}

/** The first model of a registry that a job's scripts name. */
export function modelOf(scripts: readonly JobScript[]): Pick<RecognisedDeploy, 'model' | 'version' | 'alias' | 'reference'> {
  for (const { text } of scripts) {
    for (const word of text.matchAll(/(?:models:\/|azureml:)[^\s"'`;|&<>)]+/g)) {
      const found = modelReferenceOf(word[0]);
      if (found && !/[${}]/.test(word[0])) return { ...found, reference: word[0] };
    }
  }
  for (const { text } of scripts) {
    const gate = gateCommands(text).find(({ model }) => model !== null);
    if (gate) return { model: gate.model, version: gate.version, alias: gate.alias, reference: null };
  }
  return { model: null, version: null, alias: null, reference: null };
}

/** The environment a job names: a text, or `{name}`. */
export function environmentDeploy(file: PipelineText, stage: string, node: SyntaxNode | null, env: string | undefined, scripts: readonly JobScript[]): RecognisedDeploy[] {
  if (!node || env === undefined || env === '') return [];
  return [{ env, ...modelOf(scripts), stage, range: file.places.range(node) }];
}
