import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { weigh } from '../../../src/core/governance/ledger/weigh.ts';
import { nodeFiles } from '../../../src/io/files.ts';
import { nodeGitBranches } from '../../../src/io/git/branches.ts';
import { nodeGit } from '../../../src/io/git/index.ts';
import { nodeProcess } from '../../../src/io/process.ts';
import { nodeSignatures } from '../../../src/io/signatures.ts';
import { ledgerFiles, ledgerTips } from '../../../src/services/governance/ledgerFiles.ts';
import { fetchLedger, writeLedger, type SyncTools } from '../../../src/services/governance/ledgerSync.ts';
import { candidate, person, rosterOf, signer, TestLedger } from '../../unit/governance/ledgers.ts';
import { filesOf } from './threats/content.ts';

const signal = AbortSignal.timeout(200_000);
const process_ = nodeProcess(process.env);
const git = nodeGit({ process: process_, files: nodeFiles() });
const tools: SyncTools = { git, branches: nodeGitBranches(process_), pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)), random: Math.random };
const writers = 50;
let root = '';
const run = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

describe('fifty people who decide at once', () => {
  beforeAll(() => {
    root = mkdtempSync(path.join(tmpdir(), 'mlops-fifty-'));
    run('init', '-q', '--template=', '--bare', 'remote.git');
    run('-C', 'remote.git', 'config', 'receive.denyNonFastForwards', 'true');
  });
  afterAll(() => {
    git.dispose();
    rmSync(root, { recursive: true, force: true });
  });

  it('lose no entry between them', async () => {
    const people = Array.from({ length: writers }, (_, number) => signer(`p${number}`));
    const roster = rosterOf(...people.map((who) => person(who, ['ml-lead'])));
    const ledger = new TestLedger(people[0]!);
    const request = ledger.add(people[0]!, { kind: 'request', candidate: candidate(), supersedes: [] });
    for (const { id } of people) run('clone', '-q', '--template=', 'remote.git', id);
    await writeLedger(tools, path.join(root, 'p0'), filesOf(ledger.files), 'request', signal);
    const before = ledger.files.length;
    for (const [at, who] of people.entries()) ledger.add(who, { kind: at % 5 === 0 ? 'reject' : 'approve', candidate: candidate(), request, role: 'ml-lead', prev: [request] });
    const startedMs = performance.now();
    const synced = await Promise.all(people.map(({ id }, at) => writeLedger(tools, path.join(root, id), filesOf(ledger.files.slice(before + at, before + at + 1)), id, signal)));
    const tries = synced.map((one) => one.tries);
    console.log(`${writers} writers on one remote: ${tries.reduce((sum, one) => sum + one, 0)} tries, at worst ${Math.max(...tries)}, ${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
    expect(synced.filter(({ queued }) => queued !== null)).toEqual([]);
    run('clone', '-q', '--template=', 'remote.git', 'reader');
    await fetchLedger(tools, path.join(root, 'reader'), signal);
    const repository = (await git.open(path.join(root, 'reader'), signal))!;
    const [tip] = await ledgerTips(repository, signal);
    const weighed = weigh(await ledgerFiles(repository, tip!.commit, signal), { roster, signatures: nodeSignatures(), genesis: ledger.genesis, anchor: ledger.heads });
    expect([weighed.counted.size, weighed.quarantined, weighed.broken, weighed.heads]).toEqual([writers + 2, [], [], ledger.heads]);
  });
});
