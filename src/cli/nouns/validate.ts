import { fail, type Fault } from '../../core/base/fault.ts';
import { junitXml } from '../../core/validation/report/junit.ts';
import type { Wanted } from '../../core/validation/report/select.ts';
import type { Suite } from '../../core/validation/suite.ts';
import type { WrittenSuites } from '../../services/validation/validationFile.ts';
import { exitCodes } from '../exit.ts';
import { listValue, textValue, type Noun } from '../noun.ts';
import { validationText } from '../validationText.ts';

export const noun: Noun = {
  usage: 'mlops validate [SUITE…] [--model ID]… [--rerun-failed] [--junit FILE]',
  options: { model: { type: 'string', multiple: true }, 'rerun-failed': { type: 'boolean' }, junit: { type: 'string' } },
  arguments: [0, Infinity],
  // The person's Python and what it started are ended first.
  patienceMs: 4_000,
  async run(context) {
    const { workbench, cwd, values, isJson, say, signal } = context;
    const written = await workbench.validation.read(cwd);
    if (!written.isThere) {
      throw fail('notFound', 'There is no .mlops/validation.yaml here.', {
        hint: 'It begins with “suites:”, a name below it, and below that kind: data, data: FILE and checks:. The editor completes the rest.',
      });
    }
    const wrong = mistakeOf(written, context.positionals);
    const suites = wanted(written, context.positionals);
    const again = values['rerun-failed'] === true ? await workbench.validation.failedLast(cwd, suites) : undefined;
    const chosen = again === undefined ? new Map<string, Wanted>(suites.map(({ name }): [string, Wanted] => [name, 'all'])) : again;
    if (again?.size === 0) say('Nothing failed when it ran last.');
    const report = await workbench.validation.run(cwd, suites, {
      wanted: chosen,
      models: listValue(values, 'model'),
      ...(isJson ? {} : { onProgress: (suite: Suite, text: string) => say(`${suite.name}: ${text}`) }),
    }, signal);
    const junit = textValue(values, 'junit');
    if (junit !== undefined) await workbench.machine.files.writeAtomic(absolute(cwd, junit), junitXml(report));
    const isFine = report.verdict === 'pass' || again?.size === 0;
    return {
      data: again?.size === 0 ? { ...report, verdict: 'pass' } : report,
      problems: written.problems,
      text: (style) => validationText(report, style),
      exitCode: isFine ? exitCodes.done : exitCodes.verdictNo,
      ...(wrong ? { wrongInput: wrong } : {}),
    };
  },
};

/** A suite that is written but wrong is bad input, unless others were asked for. */
function mistakeOf({ wrong, problems, path }: WrittenSuites, asked: readonly string[]): Fault | undefined {
  const missed = asked.length === 0 ? wrong : wrong.filter((name) => asked.includes(name));
  if (missed.length === 0 && (asked.length > 0 || problems.length === 0)) return undefined;
  const what = missed.length === 0 ? 'is not read as a whole' : `has mistakes in ${missed.map((name) => `“${name}”`).join(', ')}`;
  return { code: 'invalid', message: `${path} ${what}.`, hint: 'Correct the lines named above.' };
}

function wanted({ suites, wrong }: WrittenSuites, asked: readonly string[]): readonly Suite[] {
  for (const name of asked) {
    if (suites.some((suite) => suite.name === name) || wrong.includes(name)) continue;
    throw fail('notFound', `There is no suite “${name}”.`, { hint: `Suites: ${suites.map((suite) => suite.name).join(', ')}.` });
  }
  return asked.length === 0 ? suites : suites.filter(({ name }) => asked.includes(name));
}

function absolute(cwd: string, file: string): string {
  return /^([\\/]|[A-Za-z]:[\\/])/.test(file) ? file : `${cwd}/${file}`;
}
