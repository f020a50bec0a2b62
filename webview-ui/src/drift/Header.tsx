import type { ComponentChildren } from 'preact';
import { engineText, grouped, verdictWords, windowText } from '../../../src/core/drift/export/words.ts';
import type { DriftPicture, WindowHead } from '../../../src/protocol/drift.ts';
import { Button } from '../kit/Button.tsx';
import { Icon } from '../shell/Icon.tsx';
import { plain } from '../shell/words.ts';
import { verdictLooks } from './looks.tsx';

interface HeaderProps {
  readonly picture: DriftPicture;
  readonly head: WindowHead;
  readonly onWindow: (id: string) => void;
  readonly children: ComponentChildren;
}

/** The answer first, then what was compared and how. */
export function Header({ picture, head, onWindow, children }: HeaderProps) {
  const look = verdictLooks[head.verdict];
  const window = windowText(head.window);
  return (
    <header class={`verdict verdict-${head.verdict}`}>
      <div class="verdict-line">
        <Icon name={look.icon} tone={look.tone} />
        <h1>{verdictWords[head.verdict]}</h1>
        <WindowStepper picture={picture} head={head} onWindow={onWindow} />
        <span class="bar-space" />
        {children}
      </div>
      <p class="verdict-reason">{plain(head.reason)}</p>
      <dl class="facts">
        <DataFact label="Reference" name={head.referenceName} digest={head.key.reference} rows={head.rows.reference} />
        <DataFact label="Current" name={head.currentName} digest={head.key.current} rows={head.rows.current} />
        {window === '' ? null : <Fact label="Window">{plain(window)}</Fact>}
        {head.key.model === null ? null : <Fact label="Model">{plain(head.key.model)}</Fact>}
        {head.key.commit === null ? null : (
          <Fact label="Commit" title={plain(head.key.commit)}>
            <span class="mono">{plain(head.key.commit.slice(0, 8))}</span>
          </Fact>
        )}
      </dl>
      <p class="engine faint" title={plain(head.id)}>
        {plain(engineText(head))}
      </p>
    </header>
  );
}

function Fact({ label, title, children }: { readonly label: string; readonly title?: string; readonly children: ComponentChildren }) {
  return (
    <div class="fact" {...(title === undefined ? {} : { title })}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** `digest` null: not told yet. */
export function DataFact({ label, name, digest, rows }: { readonly label: string; readonly name: string | null; readonly digest: string | null; readonly rows: number }) {
  const short = digest?.replace(/^[a-z0-9]+:/, '').slice(0, 10) ?? '';
  return (
    <Fact label={label} title={[name, digest].filter((part): part is string => part !== null).map(plain).join('\n')}>
      <span class="fact-name">{name === null ? <span class="mono">{plain(short)}</span> : plain(name)}</span>
      <span class="fact-more num">{grouped(rows)} rows</span>
      {name === null || short === '' ? null : <span class="fact-more mono">{plain(short)}</span>}
    </Fact>
  );
}

function WindowStepper({ picture, head, onWindow }: Omit<HeaderProps, 'children'>) {
  const { windows } = picture;
  if (windows.length < 2) return null;
  const now = windows.findIndex(({ id }) => id === head.id);
  const go = (step: number) => {
    const next = windows[now + step];
    if (next) onWindow(next.id);
  };
  return (
    <div class="stepper" role="group" aria-label="Window">
      <Button appearance="icon" icon="chevron-left" label="Earlier window" isDisabled={now <= 0} onPress={() => go(-1)} />
      <span class="num">
        Window {now + 1} of {windows.length}
      </span>
      <Button appearance="icon" icon="chevron-right" label="Later window" isDisabled={now >= windows.length - 1} onPress={() => go(1)} />
    </div>
  );
}
