import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { CompareSnapshot, RunHead } from '../../../src/protocol/compare.ts';
import { lookOf, type ThemeColors } from '../charts/palette.ts';
import { Icon } from '../shell/Icon.tsx';
import { statusLooks } from '../shell/status.ts';
import { Swatch } from '../shell/Swatch.tsx';
import { localTime, plain } from '../shell/words.ts';

export interface RunStripEvents {
  readonly onMove: (from: number, to: number) => void;
  readonly onRemove: (place: number) => void;
  readonly onBaseline: (place: number) => void;
  readonly onOpen: (place: number) => void;
}

interface RunStripProps extends RunStripEvents {
  readonly snapshot: CompareSnapshot;
  readonly theme: ThemeColors;
}

/** The compared runs, one card each: drag or Alt+arrows to reorder, B for the baseline, Delete to remove. */
export function RunStrip({ snapshot, theme, onMove, onRemove, onBaseline, onOpen }: RunStripProps) {
  const [focused, setFocused] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  /** Where the focus goes once the host has arranged the runs anew: until then another run stands there. */
  const due = useRef<number | null>(null);
  const focusCard = (place: number) => {
    const bounded = Math.max(0, Math.min(snapshot.runs.length - 1, place));
    list.current?.querySelector<HTMLElement>(`[data-place="${bounded}"]`)?.focus();
  };
  useLayoutEffect(() => {
    const place = due.current;
    due.current = null;
    const { activeElement } = document;
    // A person who went elsewhere meanwhile stays there; a card that was moved or removed has left the focus to the body.
    if (place !== null && (activeElement === document.body || list.current?.contains(activeElement))) focusCard(place);
  }, [snapshot.runs.map((run) => run.id).join('\n')]);
  const onKeyDown = (event: KeyboardEvent, place: number) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step !== 0) {
      if (!event.altKey) focusCard(place + step);
      else if (place + step >= 0 && place + step < snapshot.runs.length) {
        due.current = place + step;
        onMove(place, place + step);
      }
    } else if (event.key === 'Home') focusCard(0);
    else if (event.key === 'End') focusCard(snapshot.runs.length - 1);
    else if (event.key === 'b' || event.key === 'B') onBaseline(place);
    else if (event.key === 'Delete' || event.key === 'Backspace') {
      due.current = Math.min(place, snapshot.runs.length - 2);
      onRemove(place);
    } else if (event.key === 'Enter') onOpen(place);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <ul class="strip" aria-label="Compared runs" ref={list}>
      {snapshot.runs.map((run, place) => (
        <li
          key={run.id}
          class={`card${run.id === snapshot.baseline ? ' is-baseline' : ''}${run.problem ? ' is-broken' : ''}`}
          tabIndex={place === Math.min(focused, snapshot.runs.length - 1) ? 0 : -1}
          data-place={place}
          draggable
          aria-label={cardLabel(run, run.id === snapshot.baseline)}
          onFocus={() => setFocused(place)}
          onKeyDown={(event) => onKeyDown(event, place)}
          onDragStart={(event) => event.dataTransfer?.setData('text/x-mlops-run', String(place))}
          onDragOver={(event) => {
            if (event.dataTransfer?.types.includes('text/x-mlops-run')) event.preventDefault();
          }}
          onDrop={(event) => {
            const from = Number(event.dataTransfer?.getData('text/x-mlops-run'));
            if (Number.isInteger(from) && from !== place) onMove(from, place);
          }}
        >
          <Card run={run} isBaseline={run.id === snapshot.baseline} theme={theme} place={place} />
          <span class="card-actions">
            <CardAction icon={run.id === snapshot.baseline ? 'circle-filled' : 'target'} label={`Set ${plain(run.name)} as the baseline`} onPress={() => onBaseline(place)} />
            <CardAction icon="close" label={`Remove ${plain(run.name)}`} onPress={() => onRemove(place)} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function CardAction({ icon, label, onPress }: { readonly icon: string; readonly label: string; readonly onPress: () => void }) {
  return (
    <button
      type="button"
      class="card-action"
      tabIndex={-1}
      aria-label={label}
      title={label}
      onClick={(event) => {
        event.stopPropagation();
        onPress();
      }}
    >
      <Icon name={icon} />
    </button>
  );
}

function Card({ run, isBaseline, theme, place }: { readonly run: RunHead; readonly isBaseline: boolean; readonly theme: ThemeColors; readonly place: number }) {
  const look = statusLooks[run.status];
  return (
    <>
      <span class="card-title">
        <Swatch look={lookOf(place, theme)} />
        <span class="card-name" title={plain(run.name)}>
          {plain(run.name)}
        </span>
        {isBaseline ? <span class="pill">baseline</span> : null}
      </span>
      {run.problem ? (
        <span class="card-line card-problem" title={plain(run.problem.hint ?? run.problem.message)}>
          <Icon name="error" tone="bad" />
          {plain(run.problem.message)}
        </span>
      ) : (
        <span class="card-line">
          <Icon name={look.icon} tone={look.tone} />
          <span>{run.status}</span>
          <span class="card-dot">·</span>
          <Icon name={run.sourceIcon} tone="muted" />
          <span class="card-source" title={plain(run.sourceLabel)}>
            {plain(run.sourceLabel)}
          </span>
        </span>
      )}
      <span class="card-line card-faint">
        {run.commit ? (
          <span class="mono" title={run.commit}>
            <Icon name="git-commit" /> {plain(run.commit.slice(0, 7))}
            {run.dirty ? <span title="The tree had changes that are not in the commit"> +changes</span> : null}
          </span>
        ) : (
          <span>{run.problem ? 'not read' : 'commit unknown'}</span>
        )}
        {run.startedAt ? <span>{localTime(run.startedAt)}</span> : null}
      </span>
    </>
  );
}

function cardLabel(run: RunHead, isBaseline: boolean): string {
  const parts = [plain(run.name), isBaseline ? 'baseline' : '', run.problem ? `problem: ${plain(run.problem.message)}` : run.status, plain(run.sourceLabel)];
  return parts.filter((part) => part !== '').join(', ');
}
