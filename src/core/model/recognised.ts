import type { TextRange } from './pipeline.ts';

/** A place that puts a model, or whatever the job brings, into an environment. */
export interface RecognisedDeploy {
  /** As written; null where the file names none. */
  readonly env: string | null;
  /** Registered name; null where the file names no model of a registry. */
  readonly model: string | null;
  readonly version: string | null;
  readonly alias: string | null;
  /** The model's reference as written (`models:/churn/7`, `s3://…`); null where there is none. */
  readonly reference: string | null;
  readonly stage: string | null;
  /** Where the environment's name stands, or the model's where no environment is named. */
  readonly range: TextRange;
}

/** `mlops gate MODEL --env E` in a command of the file. Null = not given, or made from a variable. */
export interface RecognisedGate {
  readonly model: string | null;
  readonly version: string | null;
  readonly alias: string | null;
  readonly env: string | null;
  readonly stage: string | null;
  /** The words `mlops gate`. */
  readonly range: TextRange;
}

export type RecognisedFact =
  /** GPUs asked for, all copies together. */
  | { readonly fact: 'gpus'; readonly count: number; readonly range: TextRange }
  /** A person has to go on with it by hand. */
  | { readonly fact: 'by-hand'; readonly range: TextRange }
  /** A share of the traffic, 0 to 100. */
  | { readonly fact: 'canary'; readonly percent: number; readonly range: TextRange }
  /** Written for a system that is superseded. */
  | { readonly fact: 'superseded'; readonly range: TextRange };
