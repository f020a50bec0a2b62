import type { ApprovalMetric, ApprovalPicture } from '../../../src/protocol/approval.ts';
import { Button } from '../kit/Button.tsx';
import { Delta } from '../compare/Delta.tsx';
import { Notice } from '../shell/Notice.tsx';
import { count, plain, shortNumber } from '../shell/words.ts';
import { rivalOf } from './rival.ts';

interface MetricsProps {
  readonly picture: ApprovalPicture;
  readonly onRun: (side: 'candidate' | 'champion') => void;
  readonly onCompare: () => void;
}

/** What counts for this environment, beside the same of what it is held against. */
export function MetricsTab({ picture, onRun, onCompare }: MetricsProps) {
  const { metrics, report, hasRuns } = picture;
  const rival = rivalOf(picture);
  if (metrics.length === 0) return <Notice icon="graph" title="No metric is in the evidence" detail="A request brings the metrics of the run that trained the version." />;
  return (
    <div class="scroll page" tabIndex={0} role="region" aria-label="Metrics">
      <div class="page-bar">
        <p class="faint">{rival.none === null ? rival.against : `As signed; ${rival.none} to compare with.`}</p>
        <span class="bar-space" />
        {hasRuns.candidate ? <Button icon="open-preview" label="Open Run" onPress={() => onRun('candidate')} /> : null}
        {hasRuns.candidate && hasRuns.champion ? <Button icon="compare-changes" label="Open in Compare" onPress={onCompare} /> : null}
      </div>
      <table class="plain-table">
        <thead>
          <tr>
            <th scope="col">Metric</th>
            <th scope="col" class="is-end">
              {report.version === null ? 'Candidate' : plain(report.version)}
            </th>
            <th scope="col" class="is-end">
              {rival.column}
            </th>
            <th scope="col" class="is-end">
              Difference
            </th>
            <th scope="col" class="is-end">
              Rows
            </th>
          </tr>
        </thead>
        <tbody>
          {metrics.map((metric) => (
            <tr key={metric.name}>
              <th scope="row" class="mono">
                {plain(metric.name)}
                {metric.unit === null ? null : <span class="faint"> {plain(metric.unit)}</span>}
              </th>
              <td class="is-end num">{valueText(metric.candidate)}</td>
              <td class="is-end num">{valueText(metric.champion)}</td>
              <td class="is-end num">{metric.delta === null ? <span class="faint">–</span> : <Delta delta={metric.delta} direction={metric.direction} />}</td>
              <td class="is-end num">{metric.samples === null ? <span class="faint">not told</span> : count(metric.samples)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function valueText(value: ApprovalMetric['candidate']) {
  if (value === null) return <span class="faint">–</span>;
  return typeof value === 'number' ? shortNumber(value) : plain(value);
}
