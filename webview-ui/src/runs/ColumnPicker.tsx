import { useEffect, useRef, useState } from 'preact/hooks';
import type { ColumnGroup, ColumnInfo } from '../../../src/protocol/runs.ts';
import { Button } from '../kit/Button.tsx';
import { SearchField } from '../kit/SearchField.tsx';
import { plain } from '../shell/words.ts';

interface ColumnPickerProps {
  readonly columns: readonly ColumnInfo[];
  readonly shown: readonly string[];
  readonly pinned: readonly string[];
  readonly onShow: (keys: readonly string[] | null) => void;
  readonly onPin: (key: string) => void;
  readonly onClose: () => void;
}

const titles: Readonly<Record<ColumnGroup, string>> = { run: 'Run', metric: 'Metrics', param: 'Params', tag: 'Tags' };
const shownAtMost = 400;

export function ColumnPicker({ columns, shown, pinned, onShow, onPin, onClose }: ColumnPickerProps) {
  const [search, setSearch] = useState('');
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  const wanted = search.trim().toLowerCase();
  const found = columns.filter((column) => wanted === '' || column.key.toLowerCase().includes(wanted) || column.label.toLowerCase().includes(wanted));
  const set = (keys: readonly string[], isOn: boolean) => {
    const changing = new Set(keys);
    const kept = shown.filter((key) => !changing.has(key));
    onShow(isOn ? [...kept, ...keys] : [...new Set(['name', ...kept])]);
  };
  return (
    <dialog class="help picker" ref={dialog} aria-labelledby="picker-title" onClose={onClose} onCancel={onClose}>
      <h2 id="picker-title">Columns</h2>
      <SearchField label="Search columns" placeholder="Search columns" value={search} onInput={setSearch} />
      <div class="picker-list scroll">
        {(['run', 'metric', 'param', 'tag'] as const).map((group) => {
          const members = found.filter((column) => column.group === group);
          if (members.length === 0) return null;
          return (
            <fieldset key={group}>
              <legend>
                {titles[group]} <span class="faint">{members.length}</span>
                <button type="button" class="link" onClick={() => set(members.map(({ key }) => key), true)}>
                  All
                </button>
                <button type="button" class="link" onClick={() => set(members.map(({ key }) => key), false)}>
                  None
                </button>
              </legend>
              {members.slice(0, shownAtMost).map((column) => (
                <div key={column.key} class="picker-line">
                  <label class="key-line" title={plain(column.key)}>
                    <input type="checkbox" checked={shown.includes(column.key)} disabled={column.key === 'name'} onChange={(event) => set([column.key], event.currentTarget.checked)} />
                    <span class={group === 'run' ? '' : 'mono'}>{plain(column.label)}</span>
                  </label>
                  {shown.includes(column.key) && column.key !== 'name' ? (
                    <button type="button" class="link" aria-pressed={pinned.includes(column.key)} onClick={() => onPin(column.key)}>
                      {pinned.includes(column.key) ? 'Unpin' : 'Pin'}
                    </button>
                  ) : null}
                </div>
              ))}
              {members.length > shownAtMost ? <p class="faint">and {members.length - shownAtMost} more: search to narrow</p> : null}
            </fieldset>
          );
        })}
      </div>
      <div class="help-close">
        <Button label="Default Columns" onPress={() => onShow(null)} />
        <Button label="Done" appearance="primary" onPress={onClose} />
      </div>
    </dialog>
  );
}
