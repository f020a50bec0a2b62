import type { Run } from '../model/run.ts';
import type { Field } from './field.ts';

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** Where a value comes from: a run's field or the filter's own text. `isText` = compared as text unless numbers meet. */
export type Operand<T = Run> =
  | { readonly kind: 'field'; readonly path: string; readonly read: Field<T>; readonly isText: boolean }
  | { readonly kind: 'literal'; readonly value: string | number | boolean };

export type Expression<T = Run> =
  | { readonly kind: 'and' | 'or'; readonly operands: ReadonlyArray<Expression<T>> }
  | { readonly kind: 'not'; readonly operand: Expression<T> }
  | { readonly kind: 'compare'; readonly operator: Operator; readonly left: Operand<T>; readonly right: Operand<T> }
  | { readonly kind: 'in'; readonly left: Operand<T>; readonly values: ReadonlyArray<Operand<T>> }
  | { readonly kind: 'match'; readonly left: Operand<T>; readonly test: (text: string) => boolean }
  | { readonly kind: 'present'; readonly operand: Operand<T> };
