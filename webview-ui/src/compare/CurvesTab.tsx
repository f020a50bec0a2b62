import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { CompareContract, CompareSnapshot } from '../../../src/protocol/compare.ts';
import type { ViewLink } from '../../../src/protocol/rpc/viewLink.ts';
import { ChartCard } from '../charts/ChartCard.tsx';
import type { ThemeColors } from '../charts/palette.ts';
import type { Zoom } from '../charts/Plot.tsx';
import { SeriesStore } from '../charts/seriesStore.ts';
import type { XAxis } from '../charts/transform.ts';
import { Button } from '../kit/Button.tsx';
import { Checkbox } from '../kit/Checkbox.tsx';
import { Notice } from '../shell/Notice.tsx';
import { plain } from '../shell/words.ts';
import type { CompareView } from './state.ts';

interface CurvesTabProps {
  readonly link: ViewLink<CompareContract>;
  readonly snapshot: CompareSnapshot;
  readonly theme: ThemeColors;
  readonly view: CompareView;
  readonly onView: (change: Partial<CompareView>) => void;
}

const axes: ReadonlyArray<{ readonly id: XAxis; readonly label: string }> = [
  { id: 'step', label: 'Step' },
  { id: 'relative', label: 'Relative' },
  { id: 'time', label: 'Time' },
];
/** Without a choice the first few are shown: a run may log hundreds of metrics. */
const defaultKeys = 12;

export function CurvesTab({ link, snapshot, theme, view, onView }: CurvesTabProps) {
  const [zoom, setZoom] = useState<Zoom | null>(null);
  const runs = snapshot.runs.filter((run) => run.problem === null).map((run) => run.id);
  const store = useMemo(() => new SeriesStore(link, runs), [link, runs.join('\n')]);
  const followed = useRef(new Set<string>());
  useEffect(() => () => store.dispose(), [store]);
  useEffect(() => {
    const subscription = link.on('points', (points) => store.accept(points));
    return () => subscription.dispose();
  }, [store]);
  useEffect(() => () => link.command('follow', { keys: [] }), []);
  const follow = (key: string) => {
    if (followed.current.has(key)) return;
    followed.current.add(key);
    queueMicrotask(() => link.command('follow', { keys: [...followed.current].slice(-100) }));
  };
  const wanted = view.search.trim().toLowerCase();
  const chosen = new Set(view.keys ?? snapshot.curveKeys.slice(0, defaultKeys));
  const shown = snapshot.curveKeys.filter((key) => chosen.has(key) && (wanted === '' || key.toLowerCase().includes(wanted)));
  if (snapshot.curveKeys.length === 0) return <Notice icon="graph-line" title="No curves" detail="None of these runs recorded a metric over time." />;
  return (
    <div class="curves">
      <div class="curve-bar" role="toolbar" aria-label="Curve options">
        <Segments label="Horizontal axis" options={axes} value={view.axis} onChange={(axis) => { setZoom(null); onView({ axis }); }} />
        <Checkbox label="Log scale" isOn={view.isLog} onChange={(isLog) => onView({ isLog })} />
        <label class="slider">
          Smoothing
          <input type="range" min="0" max="0.99" step="0.01" value={view.smoothing} aria-valuetext={view.smoothing === 0 ? 'none' : view.smoothing.toFixed(2)} onInput={(event) => onView({ smoothing: Number(event.currentTarget.value) })} />
          <output>{view.smoothing.toFixed(2)}</output>
        </label>
        {zoom ? <Button label="Reset zoom" icon="zoom-out" onPress={() => setZoom(null)} /> : <span class="faint">Drag over a chart to zoom</span>}
      </div>
      <div class="curve-body">
        <KeyPicker keys={snapshot.curveKeys} chosen={chosen} wanted={wanted} onChange={(keys) => onView({ keys })} />
        <div class="charts scroll" tabIndex={0} role="region" aria-label="Charts">
          {shown.length === 0 ? <Notice icon="graph-line" title="No metric is chosen" detail="Tick a metric on the left." /> : null}
          {shown.map((key) => (
            <ChartCard key={key} metric={key} store={store} snapshot={snapshot} theme={theme} view={{ axis: view.axis, isLog: view.isLog, smoothing: view.smoothing, zoom }} onZoom={setZoom} onSeen={follow} />
          ))}
        </div>
      </div>
    </div>
  );
}

interface SegmentsProps<T extends string> {
  readonly label: string;
  readonly options: ReadonlyArray<{ readonly id: T; readonly label: string }>;
  readonly value: T;
  readonly onChange: (value: T) => void;
}

function Segments<T extends string>({ label, options, value, onChange }: SegmentsProps<T>) {
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' || event.key === 'ArrowDown' ? 1 : event.key === 'ArrowLeft' || event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const at = options.findIndex((option) => option.id === value);
    const next = options[(at + step + options.length) % options.length];
    if (!next) return;
    onChange(next.id);
    const group = event.currentTarget as HTMLElement;
    requestAnimationFrame(() => group.querySelector<HTMLElement>('[aria-checked="true"]')?.focus());
  };
  return (
    <div class="segments" role="radiogroup" aria-label={label} onKeyDown={onKeyDown}>
      {options.map((option) => (
        <button key={option.id} type="button" role="radio" aria-checked={option.id === value} tabIndex={option.id === value ? 0 : -1} onClick={() => onChange(option.id)}>
          {option.label}
        </button>
      ))}
    </div>
  );
}

function KeyPicker({ keys, chosen, wanted, onChange }: { readonly keys: readonly string[]; readonly chosen: ReadonlySet<string>; readonly wanted: string; readonly onChange: (keys: readonly string[]) => void }) {
  const found = keys.filter((key) => wanted === '' || key.toLowerCase().includes(wanted));
  const toggle = (key: string) => onChange(keys.filter((one) => (one === key ? !chosen.has(one) : chosen.has(one))));
  return (
    <fieldset class="keys">
      <legend>
        Metrics <span class="faint">{chosen.size} of {keys.length}</span>
      </legend>
      <div class="keys-all">
        <button type="button" class="link" onClick={() => onChange([...new Set([...keys.filter((key) => chosen.has(key)), ...found])])}>
          All{wanted ? ' found' : ''}
        </button>
        <button type="button" class="link" onClick={() => onChange(keys.filter((key) => chosen.has(key) && !found.includes(key)))}>
          None
        </button>
      </div>
      <div class="keys-list scroll">
        {found.slice(0, 500).map((key) => (
          <label key={key} class="key-line" title={plain(key)}>
            <input type="checkbox" checked={chosen.has(key)} onChange={() => toggle(key)} />
            <span class="mono">{plain(key)}</span>
          </label>
        ))}
        {found.length > 500 ? <p class="faint">and {found.length - 500} more: search to narrow</p> : null}
      </div>
    </fieldset>
  );
}
