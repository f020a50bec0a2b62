import type { PerformanceMetric, PerformanceReport } from '../../model/performance.ts';
import { alarmRule, alarmsOf, alarmText, countsText, detectorName, detectorsRule, eventText, headMetrics, labelledShare, metricName, performanceSummary } from '../performance/performanceWords.ts';
import { escapeHtml as e } from './escape.ts';
import { grouped, orDash, shortNumber } from './words.ts';

const eventsShown = 20;

/** Performance as a part of the exported page: curves, all numbers, detectors, and what an estimate takes for granted. */
export function performanceHtml(report: PerformanceReport): string {
  const heads = headMetrics(report);
  const withEstimate = report.estimateMissing === null;
  const rows = report.chunks.map((chunk) => {
    const cells = heads.flatMap(({ name }) => [chunk.realised?.[name]?.value ?? null, ...(withEstimate ? [chunk.estimated?.[name]?.value ?? null] : [])].map((value) => `<td class="num">${orDash(value)}</td>`));
    return `<tr><td class="name chunk">${e(chunk.key)}</td><td>${chunk.side}</td><td class="num">${grouped(chunk.rows)}</td><td class="num">${labelledShare(chunk)}</td>${cells.join('')}<td>${e(alarmsOf(chunk, report.metrics).map(alarmText).join('; '))}</td></tr>`;
  });
  const titles = heads.flatMap(({ name }) => [metricName(name), ...(withEstimate ? ['estimated'] : [])]);
  const detectors = report.detectors.map((run) => {
    const events = run.events.filter(({ side }) => side === 'current').slice(0, eventsShown);
    return `<li><b>${e(detectorName(run.detector))}</b>: ${countsText(run)}${events.length === 0 ? '' : `<br><span class="faint">${events.map((event) => e(eventText(event))).join('<br>')}</span>`}</li>`;
  });
  const calibration = report.calibration === null ? '' : ` ${e(report.calibration.reason)}`;
  return [
    `<h2>Performance over time</h2><p>${e(performanceSummary(report))}</p>`,
    `<p><span class="key"><i class="c"></i>realised</span>${withEstimate ? '<span class="key"><i class="r"></i>estimated (dashed)</span>' : ''}<span class="faint">shaded: usual in the reference</span></p>`,
    ...heads.map((metric) => `<h3>${metricName(metric.name)}</h3>${curveSvg(report, metric)}`),
    `<div class="scroll"><table><thead><tr><th>Chunk</th><th>Side</th><th class="num">Rows</th><th class="num">Labelled</th>${titles.map((title) => `<th class="num">${title}</th>`).join('')}<th>Alarms</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`,
    `<p class="faint">${alarmRule}</p><p class="faint">${e(report.assumption ?? report.estimateMissing ?? '')}${calibration}</p>`,
    `<h2>Concept drift</h2><p class="faint">${detectorsRule}</p><ul>${detectors.join('')}</ul>`,
    report.problems.length === 0 ? '' : `<ul>${report.problems.map(({ message }) => `<li><span class="state-unknown">Problem:</span> ${e(message)}</li>`).join('')}</ul>`,
  ].join('\n');
}

const [width, height, edge] = [900, 120, 44];

function curveSvg({ chunks }: PerformanceReport, { name, low, high }: PerformanceMetric): string {
  const points = chunks.map((chunk) => ({ realised: chunk.realised?.[name]?.value ?? null, estimated: chunk.estimated?.[name]?.value ?? null }));
  const known = [...points.flatMap(({ realised, estimated }) => [realised, estimated]), low, high].filter((value) => value !== null);
  if (known.length === 0) return '';
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const x = (place: number) => round(edge + ((place + 0.5) / points.length) * (width - edge - 8));
  const y = (value: number) => round(height - 12 - (most > least ? (value - least) / (most - least) : 0.5) * (height - 24));
  const path = (of: 'realised' | 'estimated') => {
    let isDown = false;
    return points.map((point, place) => {
      const value = point[of];
      if (value === null) return (isDown = false) || '';
      const step = `${isDown ? 'L' : 'M'}${x(place)},${y(value)}`;
      isDown = true;
      return step;
    }).join('');
  };
  const band = low === null && high === null ? '' : `<rect class="heat-none" x="${edge}" y="${y(high ?? most)}" width="${width - edge - 8}" height="${round(Math.max(1, y(low ?? least) - y(high ?? most)))}"/>`;
  const before = chunks.filter(({ side }) => side === 'reference').length;
  const border = before > 0 && before < chunks.length ? `<line class="axis" x1="${round((x(before - 1) + x(before)) / 2)}" x2="${round((x(before - 1) + x(before)) / 2)}" y1="0" y2="${height}" stroke-dasharray="4 3"/>` : '';
  const dots = chunks.flatMap((chunk, place) => {
    const point = chunk.realised?.[name];
    return point === undefined || point.value === null ? [] : [`<circle class="current-bar" cx="${x(place)}" cy="${y(point.value)}" r="2.5"/>${point.alert === null ? '' : `<circle class="threshold" fill="none" cx="${x(place)}" cy="${y(point.value)}" r="6"/>`}`];
  });
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${metricName(name)} over ${chunks.length} chunks">${band}${border}<path class="reference-line" fill="none" stroke-width="1.5" stroke-dasharray="5 4" d="${path('estimated')}"/><path class="current-line" fill="none" stroke-width="1.8" d="${path('realised')}"/>${dots.join('')}<text x="${edge - 6}" y="${y(most) + 4}" text-anchor="end">${shortNumber(most)}</text><text x="${edge - 6}" y="${y(least) + 4}" text-anchor="end">${most > least ? shortNumber(least) : ''}</text></svg>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
