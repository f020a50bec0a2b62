import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, linkSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toFault } from '../../../src/core/base/fault.ts';
import { checkPack, type Outside, type PackItem } from '../../../src/core/governance/pack/checkPack.ts';
import { allowedSignersOf, parseAllowedSigners } from '../../../src/core/governance/pack/allowedSigners.ts';
import { nodeFiles } from '../../../src/io/files.ts';
import { exportPack } from '../../../src/services/governance/packExport.ts';
import { judgePack, packGate } from '../../../src/services/governance/packGate.ts';
import { machine, packed, signatures, story, type Story } from '../../unit/governance/pack/packs.ts';

const tools = { ...machine, files: nodeFiles() };
const signal = AbortSignal.timeout(240_000);
let home = '';
let told: Story;
let root = '';
let allowed = '';
const at = (...parts: string[]) => path.join(home, ...parts);

/** A copy of the pack, so that it can be spoiled. */
function copy(name: string): string {
  cpSync(at('pack'), at(name), { recursive: true });
  return at(name);
}

interface Ran {
  readonly code: number | null;
  readonly said: string;
}

function verify(folder: string, { shell = 'sh', rootGiven = root, signers = allowed, script = path.join(folder, 'verify.sh') } = {}): Ran {
  const { status, stdout, stderr } = spawnSync(shell, [script, rootGiven, signers, folder], { encoding: 'utf8' });
  return { code: status, said: stdout + stderr };
}

const ours = (folder: string, more: { root?: string; allowedSigners?: string } = {}) => packGate(tools, { folder, root, allowedSigners: allowed, ...more });

/** Everything below, with `/`. */
function names(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => path.relative(folder, path.join(one.parentPath, one.name)).replaceAll('\\', '/'))
    .sort();
}

describe('an audit pack on disk', () => {
  beforeAll(async () => {
    home = mkdtempSync(path.join(tmpdir(), 'mlops-pack-'));
    told = story();
    const made = await exportPack(tools, told.input, at('pack'), (bytes) => Promise.resolve(told.people[0].sign(bytes)), signal);
    root = made.root;
    allowed = at('allowed_signers');
    writeFileSync(allowed, allowedSignersOf(told.input.people));
    expect(made).toEqual({ root, path: at('pack'), files: names(at('pack')).length - 2 });
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it.each(['sh', 'dash', 'bash'].filter((shell) => spawnSync(shell, ['-c', ':']).status === 0))('holds for ssh-keygen and sha256sum in %s, as for us', async (shell) => {
    const { code, said } = verify(at('pack'), { shell });
    expect([code, said]).toEqual([0, expect.stringMatching(new RegExp(`root +${root}\\nsigned by +ada\\n[^]*6 counted[^]*\\nVERIFIED`))]);
    expect(await ours(at('pack'))).toMatchObject({ gate: { decision: 'pass' }, problems: [] });
  });

  /** Each change on a fresh copy; both must find it, and neither by accident of a wrong call. */
  it.each<[string, (folder: string) => void]>([
    ['a file more', (folder) => writeFileSync(path.join(folder, 'entries', 'note.txt'), 'hello')],
    ['a file less', (folder) => rmSync(path.join(folder, 'policy.yaml'))],
    ['a signature less', (folder) => rmSync(path.join(folder, names(folder).find((name) => name.endsWith('.json.sig'))!))],
    ['an entry less', (folder) => rmSync(path.join(folder, names(folder).find((name) => /^entries.*\.json$/.test(name))!))],
    ['a file renamed', (folder) => renameSync(path.join(folder, 'roster.yaml'), path.join(folder, 'roster.yml'))],
    ['two files exchanged', exchange('policy.yaml', 'roster.yaml')],
    ['other line ends', (folder) => crlf(path.join(folder, 'policy.yaml'))],
    ['other line ends in the sums', (folder) => crlf(path.join(folder, 'SHA256SUMS'))],
    ['other line ends in the signature', (folder) => crlf(path.join(folder, 'SHA256SUMS.sig'))],
    ['a line after the signature', (folder) => writeFileSync(path.join(folder, 'SHA256SUMS.sig'), `${readFileSync(path.join(folder, 'SHA256SUMS.sig'), 'utf8')}\n`)],
    ['no signature', (folder) => rmSync(path.join(folder, 'SHA256SUMS.sig'))],
    ['no sums', (folder) => rmSync(path.join(folder, 'SHA256SUMS'))],
    ['a link in place of a file', (folder) => asLink(folder, 'policy.yaml')],
    ['a link beside the files', (folder) => symlinkSync('/', path.join(folder, 'entries', 'root'))],
    ['an executable file', (folder) => chmodSync(path.join(folder, 'policy.yaml'), 0o755)],
    ['a set-user-id file', (folder) => chmodSync(path.join(folder, 'verify.sh'), 0o4755)],
    ['an empty file with an odd name', (folder) => writeFileSync(path.join(folder, 'a\nb'), '')],
    ['a hidden file', (folder) => writeFileSync(path.join(folder, '.gitignore'), '')],
  ])('is refused with %s', async (what, change) => {
    const folder = copy(what.replaceAll(' ', '-'));
    change(folder);
    expect(verify(folder, { script: at('pack', 'verify.sh') }), what).toMatchObject({ code: 4, said: expect.stringContaining('NOT VERIFIED') as string });
    const fault = toFault(await ours(folder).catch((error: unknown) => error));
    expect(fault, what).toMatchObject({ code: 'integrity' });
  });

  it('is refused with a root or signers of its own', async () => {
    const folder = copy('own');
    symlinkSync(path.join(folder, 'allowed_signers'), at('linked'));
    linkSync(path.join(folder, 'allowed_signers'), at('twin'));
    symlinkSync(folder, at('own-by-another-name'));
    for (const signers of [path.join(folder, 'allowed_signers'), at('linked'), at('twin'), at('own-by-another-name', 'allowed_signers'), path.join(folder, 'entries', '..', 'allowed_signers')]) {
      expect(verify(folder, { signers }), signers).toMatchObject({ code: 2, said: expect.stringContaining('pack itself') as string });
      expect(toFault(await ours(folder, { allowedSigners: signers }).catch((error: unknown) => error)), signers).toMatchObject({ code: 'invalid', message: expect.stringContaining('pack itself') as string });
    }
    expect(verify(folder, { rootGiven: '0'.repeat(64) })).toMatchObject({ code: 4 });
    expect(verify(folder, { rootGiven: path.join(folder, 'SHA256SUMS') })).toMatchObject({ code: 2 });
    copyFileSync(allowed, at('same bytes, other file'));
    expect(verify(folder, { signers: at('same bytes, other file') })).toMatchObject({ code: 0 });
  });

  it('is refused where somebody made and signed all of it anew', async () => {
    const forged = story();
    const { root: theirs } = await exportPack(tools, forged.input, at('forged'), (bytes) => Promise.resolve(forged.people[0].sign(bytes)), signal);
    writeFileSync(at('their_signers'), allowedSignersOf(forged.input.people));
    expect(verify(at('forged'), { rootGiven: theirs, signers: at('their_signers') }).code).toBe(0);
    for (const [rootGiven, signers] of [[root, allowed], [theirs, allowed], [root, at('their_signers')]] as const) {
      expect(verify(at('forged'), { rootGiven, signers }).code).toBe(4);
      expect(toFault(await ours(at('forged'), { root: rootGiven, allowedSigners: signers }).catch((error: unknown) => error)).code).toBe('integrity');
    }
    // In itself it holds: that nothing from outside was given is told.
    expect((await packGate(tools, { folder: at('forged') })).problems).toMatchObject([{ severity: 'warning', code: 'untrusted' }]);
  });

  it('is refused where an entry that counted is by nobody who may', async () => {
    const strict = at('without_cy');
    writeFileSync(strict, allowedSignersOf(told.input.people).split('\n').filter((line) => !line.startsWith('cy ')).join('\n'));
    expect(verify(at('pack'), { signers: strict })).toMatchObject({ code: 4, said: expect.stringContaining('counted, and is not signed by a key of ALLOWED_SIGNERS') as string });
    await expect(ours(at('pack'), { allowedSigners: strict })).rejects.toThrow(/the key of cy is not among the allowed signers/);
  });

  it('finds one changed bit in every byte of a pack', async () => {
    const { items } = packed(told.input, told.people[0]);
    const bytes = items.reduce((sum, one) => sum + one.bytes.length, 0);
    expect(bytes).toBeLessThanOrEqual(64 * 1024);
    const outside: Outside = { root, signers: parseAllowedSigners(readFileSync(allowed, 'utf8')) };
    const taken: string[] = [];
    for (const item of items) {
      const changed = Uint8Array.from(item.bytes);
      const all = items.map((one): PackItem => (one === item ? { ...item, bytes: changed } : one));
      for (let place = 0; place < changed.length; place += 1) {
        changed[place]! ^= 1;
        if (await holds(all, outside)) taken.push(`${item.path} ${place}`);
        changed[place]! ^= 1;
      }
      expect(await holds(all, outside)).toBe(true);
    }
    expect(taken).toEqual([]);
    console.log(`${bytes} bytes of ${items.length} files changed one by one`);
  });

  it('finds 300 of them over every file with ssh-keygen and sha256sum', async () => {
    const folder = copy('bits');
    const files = names(folder);
    const total = files.reduce((sum, name) => sum + readFileSync(path.join(folder, name)).length, 0);
    const places = files.flatMap((name) => {
      const { length } = readFileSync(path.join(folder, name));
      // The signature is not under the sums: more of it. Of each file the first and the last byte.
      const count = Math.min(length, name === 'SHA256SUMS.sig' ? 40 : 2 + Math.ceil((200 * length) / total));
      return Array.from({ length: count }, (_, number) => [name, Math.round((number * (length - 1)) / (count - 1))] as const);
    });
    expect(places.length).toBeGreaterThanOrEqual(300);
    const taken: string[] = [];
    for (const [name, place] of places) {
      const file = path.join(folder, name);
      const good = readFileSync(file);
      const changed = Buffer.from(good);
      changed[place]! ^= 1;
      writeFileSync(file, changed);
      // With the script that the pack brings itself, even where that is what was changed.
      if (verify(folder).code === 0) taken.push(`${name} ${place}`);
      writeFileSync(file, good);
    }
    expect(taken).toEqual([]);
    expect(verify(folder).code).toBe(0);
    console.log(`${places.length} of ${total} bytes in ${files.length} files changed one by one, with ssh-keygen and sha256sum`);
  });
});

async function holds(items: readonly PackItem[], outside: Outside): Promise<boolean> {
  try {
    await judgePack(machine, checkPack(items, outside, signatures), outside);
    return true;
  } catch (error) {
    if (toFault(error).code !== 'integrity') throw error;
    return false;
  }
}

function exchange(one: string, other: string) {
  return (folder: string) => {
    renameSync(path.join(folder, one), path.join(folder, 'between'));
    renameSync(path.join(folder, other), path.join(folder, one));
    renameSync(path.join(folder, 'between'), path.join(folder, other));
  };
}

function crlf(file: string): void {
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('\n', '\r\n'));
}

/** The same bytes, by a link to where they lie now. */
function asLink(folder: string, name: string): void {
  mkdirSync(at('beside'), { recursive: true });
  renameSync(path.join(folder, name), at('beside', name));
  symlinkSync(at('beside', name), path.join(folder, name));
}
