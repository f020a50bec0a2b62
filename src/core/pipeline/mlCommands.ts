import { gateSubjectOf } from './modelReference.ts';
import { shellCommands, withoutRunner, type ShellCommand } from './shellCommands.ts';

/** A program that does machine-learning work, and the words that must follow it where its name alone says too little. */
const programs: Readonly<Record<string, readonly string[] | null>> = {
  dvc: null,
  mlflow: null,
  cml: null,
  gto: null,
  mlops: null,
  az: ['ml'],
  aws: ['sagemaker'],
  gcloud: ['ai', 'ai-platform'],
  sky: ['launch', 'exec', 'jobs', 'serve'],
  ray: ['job'],
  kfp: ['run', 'pipeline', 'dsl', 'component', 'recurring-run'],
};

const older = new Set(['cml-publish', 'cml-send-comment', 'cml-send-github-check', 'cml-cloud-runner-entrypoint', 'cml-tensorboard-dev', 'cml-pr', 'cml-runner']);

/** Whether a shell text runs a program of machine learning. To install one, or to ask for its version, is not to run it. */
export function runsMl(script: string): boolean {
  return shellCommands(script).map(withoutRunner).some(isMl);
}

function isMl(command: ShellCommand): boolean {
  const [path = '', ...rest] = command;
  const program = path.slice(path.lastIndexOf('/') + 1);
  if (older.has(program)) return true;
  if (!Object.hasOwn(programs, program)) return false;
  const first = rest.find((word) => !word.startsWith('-'));
  const next = programs[program];
  if (first === undefined) return false;
  return next === null || next === undefined ? true : next.includes(first);
}

export interface GateCommand {
  readonly model: string | null;
  readonly version: string | null;
  readonly alias: string | null;
  readonly env: string | null;
}

const withValue = new Set(['--policy-ref', '--anchor', '--pack', '--format', '--cwd', '--output', '--out']);

/** Every `mlops gate` of a shell text, in order. */
export function gateCommands(script: string): GateCommand[] {
  return shellCommands(script).map(withoutRunner).flatMap((command) => {
    const [path = '', verb, ...rest] = command;
    if (path.slice(path.lastIndexOf('/') + 1) !== 'mlops' || verb !== 'gate') return [];
    let env: string | null = null;
    let subject: string | undefined;
    for (let at = 0; at < rest.length; at += 1) {
      const word = rest[at] ?? '';
      if (word === '--env') env = rest[(at += 1)] ?? null;
      else if (word.startsWith('--env=')) env = word.slice('--env='.length);
      else if (withValue.has(word)) at += 1;
      else if (!word.startsWith('-')) subject ??= word;
    }
    const found = gateSubjectOf(subject ?? '');
    return [{ model: found?.model ?? null, version: found?.version ?? null, alias: found?.alias ?? null, env: env !== null && isPlain(env) ? env : null }];
  });
}

const isPlain = (text: string): boolean => !/[${}`]/.test(text);
