import type { Field } from './field.ts';

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** Where a value comes from: a run's field or the filter's own text. `isText` = compared as text unless numbers meet. */
export type Operand =
  | { readonly kind: 'field'; readonly path: string; readonly read: Field; readonly isText: boolean }
  | { readonly kind: 'literal'; readonly value: string | number | boolean };

export type Expression =
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Expression[] }
  | { readonly kind: 'not'; readonly operand: Expression }
  | { readonly kind: 'compare'; readonly operator: Operator; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'in'; readonly left: Operand; readonly values: readonly Operand[] }
  | { readonly kind: 'match'; readonly left: Operand; readonly test: (text: string) => boolean }
  | { readonly kind: 'present'; readonly operand: Operand };
