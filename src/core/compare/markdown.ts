import type { Scalar } from '../model/value.ts';
import type { Comparison } from './comparison.ts';

/** Foreign text in Markdown is data: no HTML, no links, no table breaks, no control characters. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .replace(/[\\`*_{}[\]()#+!|~>-]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/:\/\//g, '&#58;//')
    .replace(/@/g, '&#64;');
}

/** A comparison for a pull request: differing params, metrics with deltas, code and data. `names` in the order of runs. */
export function toMarkdown(comparison: Comparison, names: readonly string[], baseline: number): string {
  const heads = names.map((name, index) => `${escapeMarkdown(name)}${index === baseline ? ' (baseline)' : ''}`);
  const parts = [
    section('Metrics', heads, comparison.metrics.map((row) => [
      metricName(row.key, row.direction, row.directionFrom),
      ...row.values.map((value, index) => `${cell(value)}${index === baseline ? '' : deltaText(row.delta[index] ?? null)}`),
    ])),
    section('Params that differ', heads, comparison.params.filter((row) => row.differs).map((row) => [
      escapeMarkdown(row.key),
      ...row.values.map(cell),
    ])),
    section('Data', heads, comparison.data.map((row) => [
      `${escapeMarkdown(row.name)}${row.differs ? ' (differs)' : ''}`,
      ...row.values.map(cell),
    ])),
    codeSection(comparison),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function section(title: string, heads: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [`### ${title}`, '', line(['', ...heads]), line(['---', ...heads.map(() => '---')]), ...rows.map(line)].join('\n');
}

function codeSection({ code }: Comparison): string {
  if (!code) return '';
  const range = `${code.from.slice(0, 8)} → ${code.to.slice(0, 8)}`;
  if (code.files.length === 0) return `### Code\n\nNo file differs (${range}).`;
  return ['### Code', '', `${range}:`, '', ...code.files.map((file) => `- ${file.status}: ${escapeMarkdown(file.path)}`)].join('\n');
}

function metricName(key: string, direction: string | null, from: string | null): string {
  const arrow = direction === 'maximize' ? ' ↑' : direction === 'minimize' ? ' ↓' : '';
  return `${escapeMarkdown(key)}${arrow}${from === 'name' ? ' (guessed)' : ''}`;
}

function cell(value: Scalar): string {
  return value === null ? '–' : escapeMarkdown(String(value));
}

function deltaText(delta: number | null): string {
  if (delta === null) return '';
  const text = String(Number(delta.toPrecision(4)));
  return delta > 0 ? ` (+${text})` : delta < 0 ? ` (${text.replace('-', '−')})` : ' (=)';
}
