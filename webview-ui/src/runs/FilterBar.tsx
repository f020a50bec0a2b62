import type { Ref } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { RunTable } from '../../../src/protocol/runs.ts';
import { SearchField } from '../kit/SearchField.tsx';
import { plain } from '../shell/words.ts';

interface FilterBarProps {
  readonly table: RunTable;
  readonly fieldRef: Ref<HTMLElement>;
  readonly onFilter: (text: string) => void;
  readonly onLeave: () => void;
}

const applyMs = 250;

/** The filter box: applied while typing, a mistake is marked where it is and filters nothing. */
export function FilterBar({ table, fieldRef, onFilter, onLeave }: FilterBarProps) {
  const [text, setText] = useState(table.filter);
  const [sent, setSent] = useState(table.filter);
  /** Sent and not heard back yet, oldest first: the echo of an older one must not undo what was typed since. */
  const echoes = useRef<readonly string[]>([]);
  const send = (filter: string) => {
    echoes.current = [...echoes.current, filter];
    setSent(filter);
    onFilter(filter);
  };
  useEffect(() => {
    const heard = echoes.current.lastIndexOf(table.filter);
    echoes.current = echoes.current.slice(heard + 1);
    // Someone else set it (a tree's "show these runs"); what is being typed wins otherwise.
    if (heard < 0 && table.filter !== sent) {
      setText(table.filter);
      setSent(table.filter);
    }
  }, [table.filter]);
  useEffect(() => {
    if (text === sent) return undefined;
    const timer = setTimeout(() => send(text), applyMs);
    return () => clearTimeout(timer);
  }, [text, sent]);
  const fault = text === table.filter ? table.filterFault : null;
  return (
    <div class="filter">
      <SearchField
        fieldRef={fieldRef}
        icon="filter"
        label="Filter runs"
        placeholder='Filter, for example: metrics.accuracy > 0.9 and status = "finished"'
        value={text}
        isInvalid={fault !== null}
        {...(fault ? { describedBy: 'filter-fault' } : {})}
        onInput={setText}
        onKeyDown={(event) => {
          if (event.key === 'Enter') send(text);
          else if (event.key === 'Escape') {
            if (text === '') onLeave();
            else setText('');
          }
        }}
      />
      {fault ? (
        <p class="filter-fault" id="filter-fault" role="alert">
          <code>
            {plain(text.slice(0, fault.from))}
            <mark>{plain(text.slice(fault.from, fault.to)) || ' '}</mark>
            {plain(text.slice(fault.to))}
          </code>
          <span>
            {plain(fault.message)} (column {fault.from + 1}; nothing is filtered)
          </span>
        </p>
      ) : null}
    </div>
  );
}
