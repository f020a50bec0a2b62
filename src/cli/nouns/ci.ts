import { fail } from '../../core/base/fault.ts';
import { forges } from '../../core/ci/ciRequest.ts';
import type { Problem } from '../../core/model/problem.ts';
import type { WorkflowFile } from '../../core/ci/workflowFile.ts';
import { exitCodes } from '../exit.ts';
import { textValue, type Noun } from '../noun.ts';
import { clean } from '../style.ts';

export const noun: Noun = {
  usage: `mlops ci ${forges.join('|')} [--model M] [--env E] [--branch B] [--write [--force] | --check]`,
  options: { model: { type: 'string' }, env: { type: 'string' }, branch: { type: 'string' }, write: { type: 'boolean' }, force: { type: 'boolean' }, check: { type: 'boolean' } },
  arguments: [1, 1],
  async run({ workbench, cwd, positionals, values }) {
    const forge = forges.find((one) => one === positionals[0]);
    if (forge === undefined) throw fail('invalid', `“${positionals[0] ?? ''}” is no forge that a workflow can be written for.`, { hint: `One of: ${forges.join(', ')}.` });
    const [isCheck, isWrite, isForced] = [values['check'] === true, values['write'] === true, values['force'] === true];
    if (isCheck && (isWrite || isForced)) throw fail('invalid', '--check only looks: it goes with neither --write nor --force.');
    if (isForced && !isWrite) throw fail('invalid', '--force is for --write.');
    const [model, env, branch] = [textValue(values, 'model'), textValue(values, 'env'), textValue(values, 'branch')];
    const file = await workbench.ciFiles.workflow(cwd, forge, { ...(model === undefined ? {} : { model }), ...(env === undefined ? {} : { env }), ...(branch === undefined ? {} : { branch }) }, isForced);
    if (isWrite) await workbench.ciFiles.write(cwd, file);
    const { path, state, kept, note } = file;
    return {
      data: { forge, path, state, written: isWrite && state !== 'current', kept, text: file.text },
      problems: problemsOf(file),
      text: (style) => {
        if (!isCheck && !isWrite) return file.text.trimEnd();
        const done = state === 'current' ? style.good('up to date') : isWrite ? style.good('written') : style.bad({ missing: 'not there', stale: 'not up to date', foreign: 'not ours' }[state]);
        return [`${clean(path)}: ${done}`, ...(isWrite && note !== null && state === 'missing' ? [style.dim(clean(note))] : [])].join('\n');
      },
      exitCode: isCheck && state !== 'current' ? exitCodes.verdictNo : exitCodes.done,
    };
  },
};

function problemsOf({ path, kept, state }: WorkflowFile): Problem[] {
  if (state === 'foreign') return [{ source: '', severity: 'warning', code: 'conflict', message: `${path} was not written by mlops.`, hint: 'Move it away, or write over it with --force.' }];
  if (kept.length === 0) return [];
  return [{ source: '', severity: 'info', code: 'conflict', message: `${path}: changed by hand and left alone: ${kept.join(', ')}.`, hint: '--write --force writes every part anew.' }];
}
