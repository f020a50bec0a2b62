import type { TextRange } from '../../model/pipeline.ts';
import type { SyntaxMap } from '../../port/syntax.ts';

/** Where the names below a key of a map stand. */
export type Places = (map: SyntaxMap, key: string) => ReadonlyMap<string, TextRange>;
