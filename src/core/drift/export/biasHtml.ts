import type { BiasMeasure } from '../../model/bias.ts';
import type { DriftBias } from '../../model/drift.ts';
import { measureName, shownMeasures } from '../../validation/bias/measureNames.ts';
import { escapeHtml as e } from './escape.ts';
import { grouped, pText, shortNumber } from './words.ts';

/** Bias as a part of the exported page: groups with counts and intervals, differences and ratios, and what they do not say. */
export function biasHtml(bias: DriftBias): string {
  const classes = bias.kind === 'multiclass' ? bias.classes : [null];
  const tables = bias.groupings.flatMap(({ columns, groups }) =>
    classes.map((of) => {
      const names = shownMeasures[bias.kind].filter((name) => groups.some(({ measures }) => found(measures, name, of)));
      const rows = groups.map(({ values, rows: count, withheld, measures }) => {
        const cells = withheld === null ? names.map((name) => `<td class="num">${measured(found(measures, name, of))}</td>`).join('') : `<td class="faint" colspan="${Math.max(1, names.length)}">${e(withheld)}</td>`;
        return `<tr><td class="name">${values.map(e).join(' × ')}</td><td class="num">${grouped(count)}</td>${cells}</tr>`;
      });
      return `<h3>By ${columns.map(e).join(' × ')}${of === null ? '' : `, class ${e(of)}`}</h3><div class="scroll"><table><thead><tr><th>Group</th><th class="num">Rows</th>${names.map((name) => `<th class="num">${measureName(name)}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
    }),
  );
  const disparities = bias.disparities.filter(({ method }) => method === 'between_groups').map((one) => `<tr><td class="name">${e(one.name)}${one.class === null ? '' : ` (${e(one.class)})`}</td><td>${one.grouping.map(e).join(' × ')}</td><td class="num">${one.value === null ? e(one.note ?? '–') : `${shortNumber(one.value)}${range(one.interval)}`}</td><td>${e(one.groups?.[0] ?? '–')}</td><td>${e(one.groups?.[1] ?? '–')}</td><td class="num">${pText(one.pAdjusted)}</td></tr>`);
  return [
    `<h2>Bias</h2><p>${grouped(bias.rows.used)} of ${grouped(bias.rows.read)} rows of the current side have a label and a prediction. ${bias.measured.map(e).join(' ')}</p>`,
    ...tables,
    disparities.length === 0 ? '' : `<h3>Differences and ratios, lowest against highest group</h3><div class="scroll"><table><thead><tr><th>Measure</th><th>By</th><th class="num">Value</th><th>Lowest</th><th>Highest</th><th class="num">Adjusted p</th></tr></thead><tbody>${disparities.join('')}</tbody></table></div>`,
    `<p class="faint">${e(bias.adjustment.words)}</p><ul class="faint">${[...bias.problems.map(({ message }) => message), ...bias.limitations].map((line) => `<li>${e(line)}</li>`).join('')}</ul>`,
  ].join('\n');
}

function found(measures: readonly BiasMeasure[], name: string, of: string | null): BiasMeasure | undefined {
  return measures.find((one) => one.name === name && (one.class === of || one.class === null));
}

function measured(measure: BiasMeasure | undefined): string {
  return measure === undefined ? '' : measure.value === null ? e(measure.note ?? '–') : `${shortNumber(measure.value)}${range(measure.interval)}`;
}

function range(interval: readonly [number, number] | null): string {
  return interval === null ? '' : ` <span class="faint">(${shortNumber(interval[0])} to ${shortNumber(interval[1])})</span>`;
}
