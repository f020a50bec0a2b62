import type { ParseArgsConfig } from 'node:util';
import { fail, type Fault } from '../core/base/fault.ts';
import type { Problem } from '../core/model/problem.ts';
import type { Workbench } from '../services/workbench.ts';
import type { Style } from './style.ts';

export type Options = NonNullable<ParseArgsConfig['options']>;
export type Values = Readonly<Record<string, string | boolean | ReadonlyArray<string | boolean> | undefined>>;

/** What a noun works with. */
export interface Context {
  readonly workbench: Workbench;
  readonly cwd: string;
  readonly values: Values;
  readonly positionals: readonly string[];
  /** What stands after `--`; undefined where there is none. */
  readonly rest: readonly string[] | undefined;
  readonly isJson: boolean;
  readonly signal: AbortSignal;
  /** A line for a person, on stderr. */
  readonly say: (line: string) => void;
  /** How far something long is, in place of what it said before; undefined where stderr is no terminal. */
  readonly progress?: ((line: string) => void) | undefined;
  /** Bytes to stdout as they are, waiting where the reader is slow. */
  readonly write: (bytes: Uint8Array | string) => Promise<void>;
  /** The same to stderr. */
  readonly writeError: (bytes: Uint8Array | string) => Promise<void>;
}

/** What a noun answers. Exit codes come from what is set here (see exit.ts). */
export interface Answer {
  /** Undefined: the noun wrote its output itself. */
  readonly data?: unknown;
  readonly problems?: readonly Problem[];
  /** For a person instead of JSON. */
  readonly text?: (style: Style) => string;
  /** Sources that were asked for by name and failed. */
  readonly failedSources?: readonly string[];
  /** Something asked for by name is wrong or not there, while the rest is printed. */
  readonly wrongInput?: Fault;
  readonly exitCode?: number;
}

export interface Noun {
  readonly usage: string;
  readonly options: Options;
  /** How many positional arguments: [least, most]. */
  readonly arguments: readonly [number, number];
  /** Reads runs or jobs, so trackers are told first what ended unheard. */
  readonly reconciles?: boolean;
  /** How long it may take to end well after an interrupt; default 0.3 s. */
  readonly patienceMs?: number;
  run(context: Context): Promise<Answer>;
}

export function textValue(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

export function listValue(values: Values, name: string): string[] {
  const value = values[name];
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

/** A value that must be one of `options`. Throws `invalid`. */
export function chosen<T extends string>(values: Values, name: string, options: readonly T[]): T | undefined {
  const value = textValue(values, name);
  const found = options.find((option) => option === value);
  if (value !== undefined && found === undefined) throw fail('invalid', `--${name} cannot be “${value}”.`, { hint: `One of: ${options.join(', ')}.` });
  return found;
}
