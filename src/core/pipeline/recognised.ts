import type { TextRange } from '../model/pipeline.ts';
import type { RecognisedDeploy, RecognisedFact, RecognisedGate } from '../model/recognised.ts';
import type { PythonOutline } from '../port/pythonSyntax.ts';
import type { SyntaxNode, SyntaxStream } from '../port/syntax.ts';
import type { TextPlaces } from './textPlaces.ts';

/** A unit of the file as a person thinks of it: a job, a step, a task, a deployment. */
export interface FoundStage {
  readonly name: string;
  /** Where its name stands, or what stands for it where it has none. */
  readonly range: TextRange;
}

export interface Recognised {
  /** One of DESIGN section 6: `kfp-v2`, `azureml-commandJob`, … */
  readonly kind: string;
  readonly stages: readonly FoundStage[];
  readonly deploys: readonly RecognisedDeploy[];
  readonly gates: readonly RecognisedGate[];
  readonly facts: readonly RecognisedFact[];
}

/** Another file that says what this one is. */
export interface NearbyFile {
  /** Absolute, with `/`. */
  readonly path: string;
  readonly root: SyntaxNode | null;
}

/** A text that may be a pipeline file. */
export interface PipelineText {
  /** Absolute or relative to the folder, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly places: TextPlaces;
  /** Null for a Python file. */
  readonly yaml: SyntaxStream | null;
  readonly python: PythonOutline | null;
  readonly nearby: readonly NearbyFile[];
}

/** One row of the table. Pure: text in, what it is out. Undefined where the text is something else. */
export interface KindRow {
  /** As DESIGN names it; `azureml-*` where the file decides the rest. */
  readonly kind: string;
  readonly syntax: 'yaml' | 'python';
  /** Of the path alone. */
  isNamed(path: string): boolean;
  /** One of these words stands in every such text: a cheap look before it is parsed. Absent = no such word. */
  readonly words?: readonly string[];
  /** Written by people, so never longer than this: what is longer is not even parsed. */
  readonly mostCharacters?: number;
  /** Names of files that are looked for beside it and in the folders above. */
  readonly nearby?: readonly string[];
  recognise(file: PipelineText): Recognised | undefined;
}

/** What a recogniser found; everything it does not name is empty. */
export function recognised(kind: string, found: Partial<Omit<Recognised, 'kind'>>): Recognised {
  return { kind, stages: [], deploys: [], gates: [], facts: [], ...found };
}
