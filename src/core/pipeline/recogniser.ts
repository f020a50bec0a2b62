import type { SyntaxDocument, SyntaxNode } from '../port/syntax.ts';
import type { TextRange } from '../model/pipeline.ts';

/** A stage as the text alone shows it: no other file was read. */
export interface RecognisedStage {
  readonly name: string;
  /** Where its name stands. */
  readonly range: TextRange;
  /** `each`: the text holds a template from which the source makes several stages. */
  readonly form: 'single' | 'each';
  readonly command: string | null;
  readonly body: SyntaxNode | null;
}

/** One kind of pipeline file. Pure: text in, stages out. */
export interface Recogniser {
  /** One of DESIGN section 6: `dvc`, `mlproject`, … */
  readonly kind: string;
  /** File names, with `*` at most in the last segment. */
  readonly fileNames: readonly string[];
  recognise(document: SyntaxDocument): readonly RecognisedStage[];
}
