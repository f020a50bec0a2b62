import type { DriftReport } from '../../model/drift.ts';

/** A kind of result file of another tool. */
export interface ForeignReader {
  readonly tool: string;
  /** What people call the file, for messages. */
  readonly file: string;
  /**
   * The reports of a parsed file, oldest window first; undefined where it is not of this kind. Throws `schema` where it is,
   * and lacks what this kind always has.
   */
  read(value: unknown): readonly DriftReport[] | undefined;
}
