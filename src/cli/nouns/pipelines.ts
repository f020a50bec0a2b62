import path from 'node:path';
import type { PipelineAnswer } from '../../services/pipelineFiles.ts';
import type { Noun } from '../noun.ts';
import { table, type Cell } from '../table.ts';

export const noun: Noun = {
  usage: 'mlops pipelines [FILE…]',
  options: {},
  arguments: [0, Infinity],
  async run({ workbench, positionals, cwd, signal }) {
    const named = positionals.map((file) => path.resolve(cwd, file));
    const { items, problems, failed } = await workbench.pipelineFiles.list(signal, named.length > 0 ? named : undefined);
    const files = items.map(fileOf);
    const missing = problems.find((problem) => named.includes(problem.source) && problem.code === 'notFound');
    return {
      data: { files },
      problems: problems.filter((problem) => problem !== missing),
      failedSources: named.length > 0 ? failed.filter((one) => one !== missing?.source) : [],
      ...(missing ? { wrongInput: { code: 'notFound' as const, message: missing.message } } : {}),
      text: (style) =>
        table(
          ['FILE', 'KIND', 'STAGE', 'STATE', 'CHANGED', 'LINE'],
          files.flatMap((file) => rowsOf(file)),
          style,
        ),
    };
  },
};

/** The state's word where the contract has it; what changed and why beside it. */
function fileOf(file: PipelineAnswer) {
  return {
    path: file.path,
    kind: file.kind,
    source: file.source,
    stages: file.stages.map(({ name, range, state, command, params }) => ({
      name,
      range,
      state: state.state,
      changes: state.changes,
      reason: state.reason,
      command,
      params,
    })),
    deploys: file.deploys,
    gates: file.gates,
    facts: file.facts,
  };
}

/** A row a stage; a file without one (parameters) has a row of its own. */
function rowsOf({ path: file, kind, stages }: ReturnType<typeof fileOf>): Cell[][] {
  if (stages.length === 0) return [[file, kind, null, null, null, null]];
  return stages.map((stage) => [file, kind, stage.name, stage.state, stage.changes.map((change) => change.name).join(' '), stage.range.start.line + 1]);
}
