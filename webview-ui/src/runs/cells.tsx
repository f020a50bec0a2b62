import { runStatuses } from '../../../src/core/model/run.ts';
import { markBits, type ColumnInfo } from '../../../src/protocol/runs.ts';
import { Icon } from '../shell/Icon.tsx';
import { statusLooks } from '../shell/status.ts';
import { duration, localTime, plain, shortNumber } from '../shell/words.ts';
import type { GridCell } from '../table/gridModel.ts';
import type { Blocks } from './blocks.ts';

const waiting: GridCell = { content: null, tone: 'is-waiting' };
const absent: GridCell = { content: '–', tone: 'is-absent' };

export function cellOf(blocks: Blocks, row: number, column: ColumnInfo, isSelected: boolean): GridCell {
  if (column.key === 'name') return nameCell(blocks, row, isSelected);
  const value = blocks.value(row, column.key);
  if (value === undefined) return waiting;
  if (value === null) return absent;
  if (column.key === 'status') return statusCell(String(value));
  if (column.key === 'startedAt') return { content: localTime(String(value)), title: plain(String(value)), tone: 'num' };
  if (column.key === 'duration') return { content: duration(Number(value) * 1000), title: `${value} s`, tone: 'num' };
  if (typeof value === 'number') return { content: shortNumber(value), title: String(value), tone: 'num' };
  const text = plain(value);
  return { content: text, title: text, ...(column.key === 'commit' || column.key === 'id' ? { tone: 'mono' } : {}) };
}

function statusCell(value: string): GridCell {
  const status = runStatuses.find((one) => one === value) ?? 'unknown';
  const look = statusLooks[status];
  return {
    content: (
      <>
        <Icon name={look.icon} tone={look.tone} /> {status}
      </>
    ),
  };
}

function nameCell(blocks: Blocks, row: number, isSelected: boolean): GridCell {
  const name = blocks.value(row, 'name');
  const id = blocks.id(row);
  if (id === undefined) return waiting;
  const marks = blocks.marks(row);
  const status = runStatuses.find((one) => one === blocks.value(row, 'status')) ?? 'unknown';
  const shown = plain(String(name ?? id.slice(id.indexOf(':') + 1).slice(0, 12)));
  const look = statusLooks[status];
  const said = [shown, status, marks & markBits.star ? 'starred' : '', marks & markBits.pin ? 'pinned' : '', marks & markBits.hide ? 'hidden' : ''];
  return {
    content: (
      <>
        <span class={`row-check${isSelected ? ' is-on' : ''}`} data-act="select" aria-hidden>
          {isSelected ? <Icon name="check" /> : null}
        </span>
        <span class={`row-star${marks & markBits.star ? ' is-on' : ''}`} data-act="star" aria-hidden>
          <Icon name={marks & markBits.star ? 'star-full' : 'star-empty'} />
        </span>
        <Icon name={look.icon} tone={look.tone} />
        <span class="row-name">{shown}</span>
        {marks & markBits.pin ? <Icon name="pinned" tone="muted" /> : null}
        {marks & markBits.hide ? <Icon name="eye-closed" tone="muted" /> : null}
      </>
    ),
    title: `${shown}\n${plain(id)}`,
    label: said.filter((part) => part !== '').join(', '),
  };
}
