import type { ComponentChildren } from 'preact';
import type { Problem } from '../../../src/core/model/problem.ts';
import { Icon } from './Icon.tsx';
import { plain } from './words.ts';

interface NoticeProps {
  readonly icon: string;
  readonly title: string;
  readonly detail?: string | null;
  readonly tone?: 'error' | 'warning' | 'info';
  readonly children?: ComponentChildren;
}

/** A full-panel state: nothing to show, or why it cannot be shown. */
export function Notice({ icon, title, detail, tone = 'info', children }: NoticeProps) {
  return (
    <div class={`notice notice-${tone}`}>
      <Icon name={icon} />
      <p class="notice-title">{title}</p>
      {detail ? <p class="notice-detail">{detail}</p> : null}
      {children}
    </div>
  );
}

const icons = { error: 'error', warning: 'warning', info: 'info' } as const;

/** One chip for each source that could not be read; the rest of the panel goes on. */
export function Problems({ problems }: { readonly problems: readonly Problem[] }) {
  if (problems.length === 0) return null;
  return (
    <ul class="problems" aria-label="Problems">
      {problems.map((problem, index) => (
        <li key={`${problem.source}-${index}`} class={`problem problem-${problem.severity}`} title={plain(problem.hint ?? problem.message)}>
          <Icon name={icons[problem.severity]} />
          <span class="problem-source">{plain(problem.source)}</span>
          <span class="problem-message">{plain(problem.message)}</span>
          {problem.hint ? <span class="problem-hint">{plain(problem.hint)}</span> : null}
        </li>
      ))}
    </ul>
  );
}

export function Skeleton({ lines }: { readonly lines: number }) {
  return (
    <div class="skeleton" role="status" aria-label="Loading">
      {Array.from({ length: lines }, (_, index) => (
        <div key={index} class={`skeleton-line skeleton-${index % 4}`} />
      ))}
    </div>
  );
}
