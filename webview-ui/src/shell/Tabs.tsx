import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';

export interface TabInfo<T extends string> {
  readonly id: T;
  readonly label: string;
  /** Shown as a badge; said as `badgeLabel`. */
  readonly badge?: string;
  readonly badgeLabel?: string;
}

interface TabsProps<T extends string> {
  readonly label: string;
  readonly tabs: ReadonlyArray<TabInfo<T>>;
  readonly active: T;
  readonly onChange: (tab: T) => void;
  readonly children: ComponentChildren;
}

export function Tabs<T extends string>({ label, tabs, active, onChange, children }: TabsProps<T>) {
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const now = tabs.findIndex((tab) => tab.id === active);
    const next =
      event.key === 'ArrowRight' ? (now + 1) % tabs.length
      : event.key === 'ArrowLeft' ? (now + tabs.length - 1) % tabs.length
      : event.key === 'Home' ? 0
      : event.key === 'End' ? tabs.length - 1
      : -1;
    const tab = tabs[next];
    if (!tab) return;
    event.preventDefault();
    onChange(tab.id);
    list.current?.querySelector<HTMLElement>(`#tab-${tab.id}`)?.focus();
  };
  return (
    <>
      <div class="tabs" role="tablist" aria-label={label} ref={list} onKeyDown={onKeyDown}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`tab-${tab.id}`}
            class="tab"
            aria-selected={tab.id === active}
            aria-controls={`panel-${tab.id}`}
            tabIndex={tab.id === active ? 0 : -1}
            onClick={() => onChange(tab.id)}
          >
            {tab.label}
            {tab.badge ? (
              <span class="badge" title={tab.badgeLabel} aria-label={tab.badgeLabel}>
                {tab.badge}
              </span>
            ) : null}
          </button>
        ))}
      </div>
      <div class="tab-panel" role="tabpanel" id={`panel-${active}`} aria-labelledby={`tab-${active}`}>
        {children}
      </div>
    </>
  );
}
