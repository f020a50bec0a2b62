import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { weigh } from '../../../src/core/governance/ledger/weigh.ts';
import { decodeEntry } from '../../../src/core/governance/ledger/statement.ts';
import { nodeFiles } from '../../../src/io/files.ts';
import { nodeGitBranches } from '../../../src/io/git/branches.ts';
import { nodeGit } from '../../../src/io/git/index.ts';
import { nodeProcess } from '../../../src/io/process.ts';
import { nodeSignatures } from '../../../src/io/signatures.ts';
import { entryPath, ledgerFiles, ledgerTips, signaturePath } from '../../../src/services/governance/ledgerFiles.ts';
import { fetchLedger, pushLedger, writeLedger, type SyncTools } from '../../../src/services/governance/ledgerSync.ts';
import { person, rosterOf, signer, TestLedger } from '../../unit/governance/ledgers.ts';

const signal = AbortSignal.timeout(900_000);
const process_ = nodeProcess(process.env);
const git = nodeGit({ process: process_, files: nodeFiles() });
const tools: SyncTools = { git, branches: nodeGitBranches(process_), pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)), random: Math.random };
const ada = signer('ada');
const roster = rosterOf(person(ada, ['admin']));
let root = '';
const at = (name: string) => path.join(root, name);
const run = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** The files of entries of a ledger that were made since. */
function filesOf(ledger: TestLedger, from: number): Map<string, Uint8Array> {
  return new Map(ledger.files.slice(from).flatMap(({ name, bytes, signature }) => [[entryPath(name), bytes], [signaturePath(name), signature!]] as const));
}

async function read(folder: string) {
  const repository = (await git.open(folder, signal))!;
  const [tip] = await ledgerTips(repository, signal);
  return ledgerFiles(repository, tip!.commit, signal);
}

describe('a ledger with many writers', () => {
  beforeAll(() => {
    root = mkdtempSync(path.join(tmpdir(), 'mlops-writers-'));
    run('init', '-q', '--bare', 'remote.git');
    run('-C', 'remote.git', 'config', 'receive.denyNonFastForwards', 'true');
  });
  afterAll(() => {
    git.dispose();
    rmSync(root, { recursive: true, force: true });
  });

  it('loses no entry, and none counts less for where it was written', async () => {
    const ledger = new TestLedger(ada);
    const writers = Array.from({ length: 2 }, (_, number) => `writer-${number}`);
    for (const name of writers) run('clone', '-q', 'remote.git', name);
    expect(await writeLedger(tools, at(writers[0]!), filesOf(ledger, 0), 'genesis', signal)).toMatchObject({ queued: null });
    const tries = await Promise.all(
      writers.map(async (name) => {
        const from = ledger.files.length;
        ledger.add(ada, { kind: 'comment', about: ledger.genesis, prev: [ledger.genesis] });
        const { tries: needed, queued } = await writeLedger(tools, at(name), filesOf(ledger, from), name, signal);
        expect(queued).toBeNull();
        return needed;
      }),
    );
    console.log(`2 writers on one ledger: at most ${Math.max(...tries)} tries, ${tries.reduce((a, b) => a + b, 0)} in all`);
    run('clone', '-q', 'remote.git', 'reader');
    expect(await fetchLedger(tools, at('reader'), signal)).toMatchObject({ remote: 'origin' });
    const files = await read(at('reader'));
    expect(files.map(({ name }) => name).sort()).toEqual(ledger.files.map(({ name }) => name).sort());
    const { counted, quarantined, broken, heads } = weigh(files, { roster, signatures: nodeSignatures(), genesis: ledger.genesis, anchor: [] });
    expect([counted.size, quarantined, broken, heads.length]).toEqual([3, [], [], 2]);
    expect([...counted.values()].every(({ entry }) => decodeEntry(files.find(({ name }) => name === entry.digest)!.bytes).digest === entry.digest)).toBe(true);
  });

  it('keeps what could not be pushed and brings it with the next call', async () => {
    const before = (await read(at('writer-0'))).length;
    const ledger = new TestLedger(ada);
    run('-C', 'writer-0', 'remote', 'set-url', 'origin', at('away.git'));
    const { queued } = await writeLedger(tools, at('writer-0'), filesOf(ledger, 0), 'offline', signal);
    expect(queued).toMatchObject({ code: 'unreachable' });
    run('-C', 'writer-0', 'remote', 'set-url', 'origin', at('remote.git'));
    expect(await pushLedger(tools, at('writer-0'), 'origin', signal)).toMatchObject({ queued: null });
    run('clone', '-q', 'remote.git', 'later');
    await fetchLedger(tools, at('later'), signal);
    const files = await read(at('later'));
    expect(files.length).toBeGreaterThan(before);
    expect(files.map(({ name }) => name)).toContain(ledger.genesis);
  });
});
