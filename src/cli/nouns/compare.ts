import type { Comparison } from '../../core/compare/comparison.ts';
import { textValue, type Noun } from '../noun.ts';
import type { Style } from '../style.ts';
import { runId } from '../runId.ts';
import { shown, table } from '../table.ts';

export const noun: Noun = {
  usage: 'mlops compare ID ID… [--baseline ID] [--markdown | --csv]',
  options: { baseline: { type: 'string' }, markdown: { type: 'boolean' }, csv: { type: 'boolean' } },
  arguments: [1, Infinity],
  reconciles: true,
  async run(context) {
    const { workbench, positionals, values, isJson, signal } = context;
    const asked = textValue(values, 'baseline');
    const ids: string[] = [];
    for (const text of positionals) ids.push(await runId(context, text));
    const options = asked === undefined ? {} : { baseline: await runId(context, asked) };
    const compared = await workbench.compare.compare(ids, options, signal);
    const names = compared.runs.map((run) => run.name ?? run.id);
    const isMarkdown = values['markdown'] === true;
    return {
      data: compared.comparison,
      problems: compared.problems,
      text: (style) => {
        if (isMarkdown && !isJson) return workbench.compare.toMarkdown(compared).trimEnd();
        if (values['csv'] === true) return workbench.compare.toCsv(compared).trimEnd();
        return describe(compared.comparison, names, compared.baseline, style);
      },
    };
  },
};

function describe(comparison: Comparison, names: readonly string[], baseline: number, style: Style): string {
  const heads = names.map((name, index) => `${shown(name)}${index === baseline ? ' *' : ''}`);
  const parts: string[] = [];
  const add = (title: string, rows: Parameters<typeof table>[1]) => {
    if (rows.length > 0) parts.push(table([title, ...heads], rows, style));
  };
  add('METRIC', comparison.metrics.map((row) => [row.key, ...row.values.map((value, index) => withDelta(value, row.delta[index] ?? null, index === baseline))]));
  add('PARAM (differs)', comparison.params.filter((row) => row.differs).map((row) => [row.key, ...row.values]));
  add('DATA', comparison.data.map((row) => [`${row.differs ? '≠ ' : '= '}${row.name}`, ...row.values]));
  if (comparison.code) {
    const { from, to, files } = comparison.code;
    parts.push(
      [style.dim(`CODE ${from.slice(0, 8)} → ${to.slice(0, 8)}`), ...files.map((file) => `${file.status.padEnd(8)} ${shown(file.path)}`), ...(files.length === 0 ? ['no file differs'] : [])].join('\n'),
    );
  }
  return parts.join('\n\n');
}

function withDelta(value: Parameters<typeof shown>[0], delta: number | null, isBaseline: boolean): string {
  if (isBaseline || delta === null) return shown(value);
  return `${shown(value)} (${delta > 0 ? '+' : ''}${shown(delta)})`;
}
