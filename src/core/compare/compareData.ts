import { byText } from '../base/byText.ts';
import type { Run } from '../model/run.ts';
import type { DataRow } from './comparison.ts';

/**
 * One row per dataset. Trackers name the same data differently, so names that never meet in one run and share a digest
 * are one row; its name is the one most runs use.
 */
export function compareData(runs: readonly Run[]): DataRow[] {
  return groupNames(runs)
    .map((names) => {
      const values = runs.map((run) => digestsOf(run, names));
      return { name: commonest(runs, names), values, differs: values.some((value) => !sameDigests(value, values[0] ?? null)) };
    })
    .sort((left, right) => byText(left.name, right.name));
}

/** Whether two cells of such a row stand for the same content, however their trackers write it. */
export function sameDigests(left: string | null, right: string | null): boolean {
  const [one, other] = [left, right].map((value) => value?.split(' ').map(contentOf).join(' '));
  return one === other;
}

/** A digest as the content it stands for: DVC marks folders by a suffix and its algorithm by a prefix, others do not. */
function contentOf(digest: string): string {
  return digest.replace(/^[a-z0-9-]+:/i, '').replace(/\.dir$/, '').toLowerCase();
}

function groupNames(runs: readonly Run[]): string[][] {
  const groups: Array<{ names: string[]; contents: Set<string>; runs: Set<Run> }> = [];
  for (const name of new Set(runs.flatMap((run) => run.datasets.map((dataset) => dataset.name)))) {
    const users = runs.filter((run) => run.datasets.some((dataset) => dataset.name === name));
    const contents = users.flatMap((run) => run.datasets.filter((dataset) => dataset.name === name && dataset.digest).map((dataset) => contentOf(dataset.digest ?? '')));
    const twin = groups.find((group) => contents.some((content) => group.contents.has(content)) && !users.some((run) => group.runs.has(run)));
    if (!twin) {
      groups.push({ names: [name], contents: new Set(contents), runs: new Set(users) });
      continue;
    }
    twin.names.push(name);
    for (const content of contents) twin.contents.add(content);
    for (const run of users) twin.runs.add(run);
  }
  return groups.map((group) => group.names);
}

function digestsOf(run: Run, names: readonly string[]): string | null {
  const used = run.datasets.filter((dataset) => names.includes(dataset.name));
  return used.length === 0 ? null : [...new Set(used.map((dataset) => dataset.digest ?? ''))].sort(byText).join(' ');
}

function commonest(runs: readonly Run[], names: readonly string[]): string {
  const uses = (name: string) => runs.filter((run) => run.datasets.some((dataset) => dataset.name === name)).length;
  return [...names].sort((left, right) => uses(right) - uses(left) || byText(left, right))[0] ?? '';
}
