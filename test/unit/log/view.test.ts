import { describe, expect, it } from 'vitest';
import { LogLines } from '../../../src/core/log/lines.ts';
import { lastProgress, parseProgress } from '../../../src/core/log/progress.ts';
import { SecretFilter } from '../../../src/core/log/redact.ts';
import { SafeText, TerminalLines } from '../../../src/core/log/sanitize.ts';
import { LogView } from '../../../src/core/log/view.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function linesOf(text: string, pieceBytes = Infinity): string[] {
  const model = new LogLines();
  const all = bytes(text);
  for (let at = 0; at < all.length; at += pieceBytes) model.write(all.subarray(at, Math.min(all.length, at + pieceBytes)));
  model.end();
  return model.take();
}

describe('final lines', () => {
  const cases: ReadonlyArray<readonly [string, string, string[]]> = [
    ['plain lines', 'a\nb\n', ['a', 'b']],
    ['no end of line', 'a\nb', ['a', 'b']],
    ['\\r\\n', 'a\r\nb\r\n', ['a', 'b']],
    ['a bar collapses', '  0%|  | 0/9\r 50%|█ | 5/9\r100%|██| 9/9\ndone\n', ['100%|██| 9/9', 'done'].map((line) => line)],
    ['a shorter rewrite leaves the rest standing', 'abcdef\rXY\n', ['XYcdef']],
    ['erase to the end', 'abcdef\rXY\u001b[K\n', ['XY']],
    ['erase the line', 'abcdef\u001b[2K\rnew\n', ['new']],
    ['backspace', 'abc\b\bX\n', ['aXc']],
    ['cursor up', 'one\ntwo\n\u001b[2A\rONE\n', ['ONE', 'two']],
    ['colours are not text', '\u001b[1;31mred\u001b[0m\n', ['red']],
    ['characters of several bytes', 'größe ✓ 🚀\n', ['größe ✓ 🚀']],
    ['nested bars', 'outer 0\ninner 0\u001b[A\router 1\n\rinner 1\n', ['outer 1', 'inner 1']],
  ];
  it.each(cases)('%s, however it is cut', (_name, text, expected) => {
    for (const piece of [Infinity, 1, 2, 3, 7]) expect(linesOf(text, piece)).toEqual(expected);
  });

  it('lines leave once they are final, in order and once', () => {
    const model = new LogLines();
    const seen: string[] = [];
    for (let at = 0; at < 2_000; at += 1) {
      model.write(bytes(`line ${at}\n`));
      seen.push(...model.take());
    }
    expect(model.open.length).toBeLessThanOrEqual(401);
    model.end();
    seen.push(...model.take());
    expect(seen).toEqual(Array.from({ length: 2_000 }, (_, at) => `line ${at}`));
  });

  it('keeps up with 50,000 lines a second many times over', () => {
    const text = bytes(Array.from({ length: 50_000 }, (_, at) => `${at} loss=0.123 acc=0.98 lr=0.001 some more words here\n`).join(''));
    const model = new LogLines();
    const startedMs = performance.now();
    for (let at = 0; at < text.length; at += 256 * 1024) model.write(text.subarray(at, at + 256 * 1024));
    model.end();
    const elapsedMs = performance.now() - startedMs;
    expect(model.take().length).toBe(50_000);
    expect(elapsedMs).toBeLessThan(500);
  });
});

describe('hostile output', () => {
  const safe = (text: string, piece: number): string => {
    const filter = new SafeText();
    let shown = '';
    for (let at = 0; at < text.length; at += piece) shown += filter.write(text.slice(at, at + piece));
    return shown;
  };
  const cases: ReadonlyArray<readonly [string, string, string]> = [
    ['a window title', 'a\u001b]0;owned\u0007b', 'ab'],
    ['the clipboard', 'a\u001b]52;c;aGk=\u001b\\b', 'ab'],
    ['a link', '\u001b]8;;http://x\u0007text\u001b]8;;\u0007', 'text'],
    ['device control', 'a\u001bP$qm\u001b\\b', 'ab'],
    ['8-bit controls', 'a\u009b2Jb\u009d0;t\u009cc', 'abc'],
    ['clearing the screen and jumping', '\u001b[2J\u001b[3J\u001b[1;1Ha\u001b[5nb\u001b[?1049hc', 'abc'],
    ['a reset and a charset', '\u001bca\u001b(0b', 'ab'],
    ['bells and nulls', 'a\u0007\u0000b\u007f', 'ab'],
    ['a string that never ends loses its line only', 'a\u001b]0;x\nnext', 'a\nnext'],
    ['what draws stays', '\u001b[31mred\u001b[0m\r\u001b[2K\u001b[3A\b\tx\n', '\u001b[31mred\u001b[0m\r\u001b[2K\u001b[3A\b\tx\n'],
    ['cursor up has a limit', '\u001b[99999A', '\u001b[200A'],
    ['an endless sequence', `\u001b[${'1;'.repeat(200)}`, ''],
  ];
  it.each(cases)('%s', (name, text, expected) => {
    for (const piece of [1, 2, 1000]) {
      const shown = safe(text, piece);
      if (name === 'an endless sequence') expect(shown).not.toContain('\u001b');
      else expect(shown).toBe(expected);
    }
  });

  it('ends lines as a terminal needs them, also when cut between the two', () => {
    const ends = new TerminalLines();
    expect(ends.write('a\nb\r') + ends.write('\nc\r\n') + ends.write('d\re')).toBe('a\r\nb\r\nc\r\nd\re');
  });
});

describe('secrets in views', () => {
  const filtered = (secrets: string[], text: string, piece: number): string => {
    const filter = new SecretFilter(secrets);
    let shown = '';
    for (let at = 0; at < text.length; at += piece) shown += filter.write(text.slice(at, at + piece));
    return shown + filter.flush();
  };
  it.each([
    [['hunter2hunter2'], 'x hunter2hunter2 y hunter2 z', 'x ••• y hunter2 z'],
    [['token', 'token-long'], 'token token-long toke', '••• ••• toke'],
    [['abab'], 'ababab', '•••ab'],
    [['abc'], 'abc', 'abc'],
    [[], 'plain', 'plain'],
  ])('%j in %j', (secrets, text, expected) => {
    for (const piece of [1, 2, 3, 5, 100]) expect(filtered(secrets, text, piece)).toBe(expected);
  });

  it('the whole view: secret cut by pieces, hostile sequence cut, character cut', () => {
    const view = new LogView(['s3cret-value']);
    const all = bytes('é s3cret-value \u001b]0;x\u0007ok\n');
    let shown = '';
    for (const one of all) shown += view.write(Uint8Array.of(one));
    expect(shown + view.flush()).toBe('é ••• ok\r\n');
  });
});

describe('progress', () => {
  it.each([
    ['Epoch 3:  45%|████▌     | 45/100 [00:10<00:12,  4.41it/s, loss=0.1]', { percent: 45, done: 45, total: 100, etaMs: 12_000, label: 'Epoch 3' }],
    [' 10%|█         | 1.50k/15.0k [01:02:03<1:00:00, 4it/s]', { percent: 10, done: 1500, total: 15000, etaMs: 3_600_000, label: null }],
    ['  0%|          | 0/9 [00:00<?, ?it/s]', { percent: 0, done: 0, total: 9, etaMs: null, label: null }],
    ['57/100 ━━━━━━━━━━━━━━━━━━━━ 12s 20ms/step - loss: 0.5', { percent: 57, done: 57, total: 100, etaMs: null, label: null }],
    ['downloading 12.5% ETA: 01:30', { percent: 12.5, done: null, total: null, etaMs: 90_000, label: 'downloading' }],
  ])('%s', (line, expected) => expect(parseProgress(line)).toEqual(expected));

  it('ordinary lines are none', () => {
    for (const line of ['loss 0.5', 'accuracy=98', '2026/01/02 started', '120% of the goal', 'see 3/4 of it']) expect(parseProgress(line)).toBeUndefined();
    expect(lastProgress(['  5%|  | 1/20 [00:01<00:19, 1it/s]', 'a warning'])).toMatchObject({ percent: 5 });
  });

  it('reads what the real tqdm wrote', async () => {
    const { spawnSync } = await import('node:child_process');
    const { missing, tools } = await import('../../support/tools.ts');
    if (missing('python')) return;
    const script = 'import sys,time\nfrom tqdm import tqdm\nfor i in tqdm(range(4), desc="Epoch", mininterval=0): time.sleep(0.01)\nprint("done")';
    const { stderr } = spawnSync(tools.python, ['-c', script]);
    const lines = linesOf(stderr.toString(), 3);
    expect(lines.length).toBe(1);
    expect(parseProgress(lines[0] ?? '')).toMatchObject({ percent: 100, done: 4, total: 4, label: 'Epoch' });
  });
});
