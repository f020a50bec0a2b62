import type { Fault } from '../base/fault.ts';

export interface JsonSchema {
  readonly type?: string;
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly [keyword: string]: unknown;
}

export type ActionEffect = 'read' | 'write' | 'destructive' | 'paid';

export interface Action {
  /** Unique within its provider: `apply`, `branch`, `startServer`. */
  readonly id: string;
  readonly title: string;
  /** Menu group: `1_open`, `2_run`, `7_modification`, `9_copy`. */
  readonly group: string;
  /** Codicon name, for an inline button. */
  readonly icon?: string;
  /** An object schema: draws the form and completes `--input k=v`. Absent = asks nothing. */
  readonly inputs?: JsonSchema;
  readonly effect: ActionEffect;
  readonly undoable: boolean;
  /** Words for the question before a destructive or paid action. */
  readonly confirm?: string;
}

/** How to take an action back: the same call again. */
export interface Undo {
  readonly id: string;
  readonly subject: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly title: string;
}

export type ActionEvent =
  | { readonly kind: 'progress'; readonly message: string; readonly fraction?: number }
  | { readonly kind: 'output'; readonly text: string }
  | {
      readonly kind: 'done';
      readonly message: string;
      readonly undo?: Undo;
      /** Ask the UI to show this next: a run id, a file path, a URL. */
      readonly reveal?: string;
      readonly data?: unknown;
    };

/** How deep, provider-own actions reach menus, palette, CLI and agents without the UI knowing a provider. */
export interface ActionSource {
  /** What can be done with this subject (an id of any kind, see model/id). Cheap: no I/O beyond memory. */
  actions(subject: string): readonly Action[];
  /** Runs one. Ends with `done`, or throws a Fault. */
  perform(
    action: string,
    subject: string,
    inputs: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
  ): AsyncIterable<ActionEvent>;
}

export type ActionFailure = Fault;
