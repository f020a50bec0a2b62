import { fail } from '../../core/base/fault.ts';
import type { OutcomeKind, ThresholdConstraint } from '../../core/model/bias.ts';
import type { ColumnProblem } from '../../core/table/column.ts';
import { problemOf } from '../../core/model/problem.ts';
import { defaultSettings, type BiasSettings } from '../../core/validation/bias/biasInput.ts';
import type { Bins } from '../../core/validation/bias/groupColumn.ts';
import { biasText } from '../biasText.ts';
import { exitCodes } from '../exit.ts';
import { chosen, listValue, textValue, type Noun, type Values } from '../noun.ts';
import { pairs } from '../pairs.ts';

const kinds: readonly OutcomeKind[] = ['binary', 'multiclass', 'regression'];
const constraints: readonly ThresholdConstraint[] = ['equal_opportunity', 'demographic_parity', 'equalized_odds', 'none'];

export const noun: Noun = {
  usage: `mlops bias --data DATA --label COL --prediction COL --group COL[,COL]… [--score COL] [--positive VALUE] [--kind ${kinds.join('|')}]
    [--intersections] [--bins COL=30,50,65|COL=q4]… [--limit METRIC=X]… [--threshold X] [--tune DATA [--constraint NAME] [--tolerance X] [--per-group]]
  DATA  PATH, or what the other commands call so
  --group          divides the rows; numbers with many values are divided by --bins (default: quarters)
  --limit          at most for a difference, at least for a ratio: demographic_parity_difference=0.1, demographic_parity_ratio=0.8,
                   equalized_odds_difference=0.1, mae_ratio=0.8 …; with .to_overall against all rows
  --threshold      rows with at least this score are predicted positive (instead of --prediction)
  --tune           rows apart from DATA, on which a threshold is chosen (--constraint ${constraints.join('|')}); its result is of DATA
  Exit 1 where a declared limit is broken or cannot be checked; without limits differences are measured, not judged.`,
  options: {
    data: { type: 'string' },
    label: { type: 'string' },
    prediction: { type: 'string' },
    score: { type: 'string' },
    positive: { type: 'string' },
    kind: { type: 'string' },
    group: { type: 'string', multiple: true },
    intersections: { type: 'boolean' },
    bins: { type: 'string', multiple: true },
    limit: { type: 'string', multiple: true },
    threshold: { type: 'string' },
    tune: { type: 'string' },
    constraint: { type: 'string' },
    tolerance: { type: 'string' },
    'per-group': { type: 'boolean' },
  },
  arguments: [0, 0],
  async run({ workbench, values, cwd, signal }) {
    const [prediction, score, tune] = [textValue(values, 'prediction'), textValue(values, 'score'), textValue(values, 'tune')];
    const groups = [...new Set(listValue(values, 'group').flatMap((text) => text.split(',').map((name) => name.trim())))].filter((name) => name !== '');
    if (groups.length === 0) throw fail('invalid', 'There are no groups to compare.', { hint: 'Name a column that divides the rows: --group COL.' });
    const report = await workbench.bias.measure(
      {
        data: needed(values, 'data'),
        label: needed(values, 'label'),
        groups,
        settings: settingsOf(values),
        ...(prediction === undefined ? {} : { prediction }),
        ...(score === undefined ? {} : { score }),
        ...(tune === undefined ? {} : { tune }),
      },
      cwd,
      signal,
    );
    return {
      data: report,
      problems: report.problems.map(problem),
      text: (style) => biasText(report, style),
      exitCode: report.verdict === 'fail' || report.verdict === 'unknown' ? exitCodes.verdictNo : exitCodes.done,
    };
  },
};

function settingsOf(values: Values): Partial<BiasSettings> {
  const positive = textValue(values, 'positive');
  const threshold = textValue(values, 'threshold');
  const kind = chosen(values, 'kind', kinds);
  return {
    withIntersections: values['intersections'] === true,
    bins: Object.fromEntries(Object.entries(pairs(listValue(values, 'bins'), '--bins')).map(([name, text]) => [name, binsOf(text)])),
    limits: Object.fromEntries(Object.entries(pairs(listValue(values, 'limit'), '--limit')).map(([name, text]) => [name, numberOf(text, `--limit ${name}`)])),
    wish: {
      constraint: chosen(values, 'constraint', constraints) ?? defaultSettings.wish.constraint,
      tolerance: numberOf(textValue(values, 'tolerance') ?? String(defaultSettings.wish.tolerance), '--tolerance'),
      isPerGroup: values['per-group'] === true,
    },
    ...(positive === undefined ? {} : { positive }),
    ...(threshold === undefined ? {} : { threshold: numberOf(threshold, '--threshold') }),
    ...(kind === undefined ? {} : { kind }),
  };
}

function needed(values: Values, name: string): string {
  const value = textValue(values, name);
  if (value === undefined) throw fail('invalid', `--${name} is missing.`, { hint: `Usage: ${noun.usage}` });
  return value;
}

function numberOf(text: string, option: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) throw fail('invalid', `${option} must be a number, not “${text}”.`);
  return value;
}

/** `q4`: so many parts of about as many rows; `30,50,65`: edges. */
function binsOf(text: string): Bins {
  const parts = /^q(\d{1,3})$/.exec(text)?.[1];
  return parts === undefined ? { edges: text.split(',').map((edge) => numberOf(edge, '--bins')) } : { parts: Number(parts) };
}

function problem({ message }: ColumnProblem) {
  return problemOf('', { code: 'schema', message }, 'warning');
}
