import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LedgerFile } from '../../../src/core/governance/ledger/ledgerFile.ts';
import { maxEntryBytes } from '../../../src/core/governance/ledger/statement.ts';
import type { GitRepository } from '../../../src/core/port/git.ts';
import { nodeFiles } from '../../../src/io/files.ts';
import { nodeGitBranches } from '../../../src/io/git/branches.ts';
import { nodeGit } from '../../../src/io/git/index.ts';
import { nodeProcess } from '../../../src/io/process.ts';
import { entryPath, ledgerBranch, signaturePath } from '../../../src/services/governance/ledgerFiles.ts';
import { LedgerReader } from '../../../src/services/governance/ledgerReader.ts';
import { signer, TestLedger } from './ledgers.ts';

const signal = AbortSignal.timeout(60_000);
const process_ = nodeProcess(process.env);
const git = nodeGit({ process: process_, files: nodeFiles() });
const branches = nodeGitBranches(process_);
const ada = signer('ada');
const ledger = new TestLedger(ada);
let root = '';
let repository: GitRepository;
let asked: string[] = [];

/** Puts files on a branch that goes on from a tip; answers with the new one. */
const put = (branch: string, parent: string | null, files: ReadonlyMap<string, Uint8Array>) => branches.add(root, { branch, parent, files, message: 'entries' }, signal);
const filesOf = (files: readonly LedgerFile[]) => new Map(files.flatMap(({ name, bytes, signature }) => [[entryPath(name), bytes] as const, ...(signature === null ? [] : [[signaturePath(name), signature] as const])]));
const sorted = (files: readonly LedgerFile[]) => [...files].sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ name, bytes, signature }) => [name, Buffer.from(bytes).toString(), signature && Buffer.from(signature).toString()]);

describe('the entries of a ledger’s tips', () => {
  beforeAll(async () => {
    root = mkdtempSync(path.join(tmpdir(), 'mlops-reader-'));
    execFileSync('git', ['init', '-q'], { cwd: root });
    for (let made = 0; made < 30; made += 1) ledger.add(ada, { kind: 'comment', about: ledger.genesis });
    const found = (await git.open(root, signal))!;
    repository = Object.assign(Object.create(found) as GitRepository, {
      tree: found.tree.bind(found),
      stream: (...[names, ...rest]: Parameters<GitRepository['stream']>) => {
        asked.push(...names);
        return found.stream(names, ...rest);
      },
    });
  });
  afterAll(() => {
    git.dispose();
    rmSync(root, { recursive: true, force: true });
  });

  it('are all there or none: one that git cannot give is no entry that does not count', async () => {
    const tip = await put('whole', null, filesOf(ledger.files));
    const dying = Object.assign(Object.create(repository) as GitRepository, {
      tree: repository.tree,
      stream: (_: readonly string[], take: (object: null) => void) => Promise.resolve().then(() => take(null)),
    });
    await expect(new LedgerReader(dying, signal).files(tip)).rejects.toMatchObject({ fault: { code: 'corrupt', message: expect.stringContaining('cannot be read from git') as string } });
  });

  it('come with their signatures, to whoever looks early or late, and only what is new of a later tip is read', async () => {
    const first = await put(ledgerBranch, null, filesOf(ledger.files));
    const before = [...ledger.files];
    const reader = new LedgerReader(repository, signal);
    const early: LedgerFile[] = [];
    reader.each((file) => void early.push(file));
    const read = await reader.files(first);
    expect(sorted(read)).toEqual(sorted(before));
    expect(early).toEqual(read);
    const late: LedgerFile[] = [];
    reader.each((file) => void late.push(file));
    expect(late).toEqual(read);
    const name = ledger.add(ada, { kind: 'comment', about: ledger.genesis });
    const second = await put(ledgerBranch, first, filesOf(ledger.files.slice(-1)));
    asked = [];
    const [again, more] = await Promise.all([reader.files(first), reader.files(second)]);
    expect(again).toBe(read);
    expect(asked.length).toBe(2);
    expect(late.at(-1)?.name).toBe(name);
    expect(sorted(more)).toEqual(sorted(ledger.files));
    expect(more.filter((file) => read.includes(file)).length).toBe(read.length);
  });

  it('keep the signature that each tip has', async () => {
    const [file] = ledger.files;
    const other = new TextEncoder().encode('another signature\n');
    const [here, there] = [await put('here', null, filesOf([file!])), await put('there', null, filesOf([{ ...file!, signature: other }]))];
    const bare = await put('bare', null, filesOf([{ ...file!, signature: null }]));
    const reader = new LedgerReader(repository, signal);
    const lists = await Promise.all([here, there, bare].map((tip) => reader.files(tip)));
    expect(lists.map(([one]) => one?.signature && Buffer.from(one.signature).toString())).toEqual([Buffer.from(file!.signature!).toString(), 'another signature\n', null]);
  });

  it('are plain files under their own name; one that is too large has no bytes', async () => {
    const name = 'ab'.repeat(32);
    const bytes = new TextEncoder().encode('{}');
    const odd = new Map([`entries/${name.slice(0, 2)}/${name}.json/file`, `entries/cd/${name}.json`, `entries/ab/${name.toUpperCase()}.json`, `entries/ab/${name}.txt`, `entries/abc/${name}.json`, `other/ab/${name}.json`].map((one) => [one, bytes] as const));
    const large = 'ab' + 'c'.repeat(62);
    const tip = await put('odd', null, new Map([...odd, [entryPath(large), new Uint8Array(maxEntryBytes + 1)]]));
    const reader = new LedgerReader(repository, signal);
    expect((await reader.files(tip)).map((file) => [file.name, file.bytes.length, file.signature])).toEqual([[large, 0, null]]);
    // A tip that cannot be read costs no other one.
    await expect(reader.files('f'.repeat(40))).rejects.toThrow();
    expect((await reader.files(tip)).length).toBe(1);
  });
});
