import { useEffect, useState } from 'preact/hooks';
import { toFault, type Fault } from '../../../src/core/base/fault.ts';
import type { CodeDiff, CompareContract, CompareSnapshot, RunHead } from '../../../src/protocol/compare.ts';
import type { ViewLink } from '../../../src/protocol/rpc/viewLink.ts';
import { Icon } from '../shell/Icon.tsx';
import { Notice, Skeleton } from '../shell/Notice.tsx';
import { plain, plural } from '../shell/words.ts';

interface CodeTabProps {
  readonly link: ViewLink<CompareContract>;
  readonly snapshot: CompareSnapshot;
  readonly search: string;
}

export function CodeTab({ link, snapshot, search }: CodeTabProps) {
  const baseline = snapshot.runs.find((run) => run.id === snapshot.baseline);
  const others = snapshot.runs.filter((run) => run.id !== snapshot.baseline);
  if (!baseline || others.length === 0) return <Notice icon="git-compare" title="Nothing to compare yet" detail="Add a second run to see what changed in the code." />;
  return (
    <div class="scroll code" tabIndex={0} role="region" aria-label="Code changes">
      {others.map((run) => (
        <CodeSection key={`${baseline.id} ${run.id} ${baseline.commit} ${run.commit}`} link={link} run={run} baseline={baseline} search={search} />
      ))}
    </div>
  );
}

const icons: Readonly<Record<string, { readonly icon: string; readonly letter: string }>> = {
  added: { icon: 'diff-added', letter: 'A' },
  removed: { icon: 'diff-removed', letter: 'D' },
  deleted: { icon: 'diff-removed', letter: 'D' },
  changed: { icon: 'diff-modified', letter: 'M' },
  modified: { icon: 'diff-modified', letter: 'M' },
  renamed: { icon: 'diff-renamed', letter: 'R' },
};

function CodeSection({ link, run, baseline, search }: { readonly link: ViewLink<CompareContract>; readonly run: RunHead; readonly baseline: RunHead; readonly search: string }) {
  const [diff, setDiff] = useState<CodeDiff | Fault | undefined>(undefined);
  useEffect(() => {
    const controller = new AbortController();
    link.query('code', { run: run.id }, controller.signal).then(setDiff, (error: unknown) => {
      const fault = toFault(error);
      if (fault.code !== 'cancelled') setDiff(fault);
    });
    return () => controller.abort();
  }, []);
  const wanted = search.trim().toLowerCase();
  return (
    <section class="code-run" aria-label={`${plain(baseline.name)} to ${plain(run.name)}`}>
      <h3>
        <span>{plain(baseline.name)}</span>
        <Icon name="arrow-right" />
        <span>{plain(run.name)}</span>
        <Commits from={baseline} to={run} />
      </h3>
      {diff === undefined ? <Skeleton lines={3} /> : 'code' in diff ? <Unknown text={diff.message} hint={diff.hint} /> : <CodeFiles diff={diff} link={link} wanted={wanted} isDirty={(run.dirty ?? false) || (baseline.dirty ?? false)} />}
    </section>
  );
}

function Commits({ from, to }: { readonly from: RunHead; readonly to: RunHead }) {
  const name = (run: RunHead) => (run.commit ? plain(run.commit.slice(0, 7)) : 'unknown');
  return (
    <span class="code-commits mono">
      {name(from)} … {name(to)}
    </span>
  );
}

function Unknown({ text, hint }: { readonly text: string; readonly hint?: string | null | undefined }) {
  return (
    <p class="code-state">
      <Icon name="question" tone="muted" /> {plain(text)} {hint ? <span class="faint">{plain(hint)}</span> : null}
    </p>
  );
}

function CodeFiles({ diff, link, wanted, isDirty }: { readonly diff: CodeDiff; readonly link: ViewLink<CompareContract>; readonly wanted: string; readonly isDirty: boolean }) {
  if (diff.state === 'unknown') return <Unknown text={diff.reason ?? 'What changed in the code is unknown.'} />;
  const dirtyNote = isDirty ? <p class="code-state faint">One of them ran with changes that are not in its commit, so this list may be too short.</p> : null;
  if (diff.state === 'same') {
    return (
      <>
        <p class="code-state">
          <Icon name="check" tone="good" /> No change: same commit.
        </p>
        {dirtyNote}
      </>
    );
  }
  const files = diff.files.filter((file) => wanted === '' || file.path.toLowerCase().includes(wanted));
  return (
    <>
      <p class="code-state">{diff.files.length === 0 ? 'No change: the two commits hold the same files.' : `${plural(diff.files.length, 'file')} changed`}</p>
      {dirtyNote}
      <ul class="code-files">
        {files.map((file) => {
          const look = icons[file.status] ?? { icon: 'file', letter: '?' };
          return (
            <li key={file.path}>
              <button type="button" class="code-file" title={`${plain(file.path)} — ${plain(file.status)}`} onClick={() => link.command('openDiff', { run: diff.run, path: file.path })}>
                <Icon name={look.icon} />
                <span class="mono code-path">{plain(file.path)}</span>
                <span class={`code-letter code-${look.letter}`} aria-label={plain(file.status)}>
                  {look.letter}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </>
  );
}
