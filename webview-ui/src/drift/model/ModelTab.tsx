import type { DriftContract, DriftPicture, DriftWork, WindowHead, WindowRows } from '../../../../src/protocol/drift.ts';
import type { ViewLink } from '../../../../src/protocol/rpc/viewLink.ts';
import type { ThemeColors } from '../../charts/palette.ts';
import { Notice, Skeleton } from '../../shell/Notice.tsx';
import { plain } from '../../shell/words.ts';
import type { DriftView } from '../state.ts';
import { BiasTab } from './BiasTab.tsx';
import { ColumnsChooser } from './ColumnsChooser.tsx';
import { PerformanceTab } from './PerformanceTab.tsx';
import { useModel } from './useModel.ts';

export interface ModelTabProps {
  readonly link: ViewLink<DriftContract>;
  readonly picture: DriftPicture;
  readonly head: WindowHead;
  readonly rows: WindowRows;
  readonly work: DriftWork;
  readonly view: DriftView;
  readonly onView: (change: Partial<DriftView>) => void;
  readonly theme: ThemeColors;
  readonly isTable: boolean;
  readonly onTable: (isTable: boolean) => void;
}

/** What the report says of the model behind the rows, or how to get it: the columns are chosen here. */
export function ModelTab({ link, picture, head, rows, work, view, onView, theme, isTable, onTable }: ModelTabProps) {
  const model = useModel(link, head.id);
  const chooser = work.canCompare ? <ColumnsChooser link={link} rows={rows} roles={picture.roles} isBusy={work.state === 'computing'} draft={view.roles} onDraft={(roles) => onView({ roles })} /> : null;
  if (model.fault) return <Notice icon="error" tone="error" title={plain(model.fault.message)} />;
  if (!model.value) return <Skeleton lines={10} />;
  const { performance, bias } = model.value;
  const isBias = view.tab === 'bias';
  if (isBias ? bias === null : performance === null) {
    const why = head.problems.find(({ code }) => code === (isBias ? 'bias' : 'performance'))?.message;
    return (
      <div class="model scroll" tabIndex={0} role="region" aria-label={isBias ? 'Bias' : 'Concept drift'}>
        {chooser}
        <Notice
          icon={isBias ? 'organization' : 'pulse'}
          title={why === undefined ? (isBias ? 'Bias is not part of this report' : 'Performance is not part of this report') : plain(why)}
          detail={emptyWords(isBias, chooser !== null)}
        />
      </div>
    );
  }
  return (
    <div class="model scroll" tabIndex={0} role="region" aria-label={isBias ? 'Bias' : 'Concept drift'}>
      {chooser}
      {isBias && bias ? <BiasTab bias={bias} isTable={isTable} onTable={onTable} /> : performance ? <PerformanceTab report={performance} view={view} onView={onView} theme={theme} isTable={isTable} onTable={onTable} /> : null}
    </div>
  );
}

function emptyWords(isBias: boolean, canChoose: boolean): string {
  const what = isBias
    ? 'How a model’s outcomes differ between groups of rows is measured from a column of labels, one of predictions, and the columns that divide the rows.'
    : 'How well the model does over time is measured from a column of labels (blank = not come yet) and one of predictions; with its probabilities it is estimated for rows without a label as well.';
  return `${what} ${canChoose ? 'Choose them above and press Measure.' : `Compare with “mlops drift --target … --prediction … ${isBias ? '--group …' : '--performance'}”, or choose the data here.`}`;
}
