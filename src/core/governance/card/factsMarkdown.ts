import { escapeMarkdown } from '../../compare/markdown.ts';
import type { Scalar } from '../../model/value.ts';
import { cardMetrics, type CardFacts } from './cardFacts.ts';

/** Of each kind; a card is for people, and the rest is where the facts come from. */
const most = 200;

/** The facts of a card as Markdown: text from outside stays text. */
export function factsMarkdown(facts: CardFacts): string {
  const { model, version, artifact, run, datasets } = facts;
  const head: Array<readonly [string, Scalar]> = [
    ['Model', model.name],
    ['Version', [version.version, ...version.aliases.map((alias) => `@${alias}`)].join(' ')],
    ['Id', version.id],
    ['SHA-256 of its files', artifact],
    ['Registered', minute(version.createdAt)],
    ['Trained by', run === null ? null : [run.name, run.id].filter((one) => one !== null && one !== '').join(', ')],
    ['Trained at', minute(run?.endedAt ?? run?.startedAt ?? null)],
    ['Commit', version.commit ?? run?.commit ?? null],
    ['Code', run?.dirty === true ? 'with changes that were not committed' : run?.dirty === false ? 'as committed' : null],
  ];
  const metrics = cardMetrics(facts).map(({ key, value, unit, samples }) => [key, typeof value === 'number' ? value : String(value), unit, samples] as const);
  const params = Object.entries(run?.params ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const data = datasets.map(({ name, context, digest }) => [name, context, digest] as const);
  const parts = [
    table(['fact', 'value'], head),
    titled('Metrics', table(['metric', 'value', 'unit', 'samples'], metrics)),
    titled('Params', table(['param', 'value'], params)),
    titled('Data', table(['data', 'used for', 'digest'], data)),
    ...['environment', 'reproduction', 'drift', 'bias'].map((kind) => evidencePart(facts, kind)),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** `2026-02-01 12:30 UTC`. */
function minute(iso: string | null): string | null {
  return iso === null ? null : iso.replace(/^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})[\d:.]*Z$/, '$1 $2 UTC');
}

const titles: Readonly<Record<string, string>> = { environment: 'Environment', reproduction: 'Reproduction', drift: 'Drift', bias: 'Groups' };

function evidencePart({ items }: CardFacts, kind: string): string {
  return items
    .filter((item) => item.kind === kind)
    .map((item) => {
      const rows = [...item.values].map(([path, { value, unit, samples }]) => [path, String(value), unit, samples] as const);
      return titled(titles[kind] ?? kind, `From ${escapeMarkdown(item.from)}.\n\n${table(['what', 'value', 'unit', 'samples'], rows)}`);
    })
    .join('\n\n');
}

function titled(title: string, body: string): string {
  return body === '' ? '' : `### ${title}\n\n${body}`;
}

function table(head: readonly string[], rows: ReadonlyArray<readonly Scalar[]>): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly Scalar[]) => `| ${cells.map((cell) => (cell === null ? '–' : escapeMarkdown(shown(cell)))).join(' | ')} |`;
  return [line(head), `| ${head.map(() => '---').join(' | ')} |`, ...rows.slice(0, most).map(line), ...(rows.length > most ? [line([`and ${rows.length - most} more`, ...head.slice(1).map(() => '')])] : [])].join('\n');
}

function shown(value: string | number | boolean): string {
  const text = typeof value === 'number' ? String(Number(value.toPrecision(6))) : String(value);
  return text.length > 300 ? `${text.slice(0, 299)}…` : text;
}
