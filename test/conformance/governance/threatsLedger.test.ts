import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeEntry, encodeEntry, maxEntryBytes } from '../../../src/core/governance/ledger/statement.ts';
import { prepareAct } from '../../../src/services/governance/approvalActs.ts';
import { entryPath, signaturePath } from '../../../src/services/governance/ledgerFiles.ts';
import { shownId } from '../../../src/services/governance/shownId.ts';
import { openWorkbench } from '../../bench/bench.ts';
import { TestLedger } from '../../unit/governance/ledgers.ts';
import { missing } from '../../support/tools.ts';
import { places } from './threats/attack.ts';
import { filesOf } from './threats/content.ts';
import type { Place } from './threats/place.ts';

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const bytes = (content: string) => new TextEncoder().encode(content);

/** Ledger files that are there, by what an attack takes them for. */
const fileOf = (at: Place, name: string) => at.ledger.files.find((file) => file.name === name)!;
const without = (at: Place, ...names: readonly string[]) => at.ledger.files.filter(({ name }) => !names.includes(name));

describe.skipIf(missing('node')).concurrent('the ledger under attack', () => {
  const place = places();

  it('counts no approval that a stranger signed in the name of another', async () => {
    const at = place();
    at.decide('eve', 'approve', 'ml-lead');
    await at.push();
    const { code, text: said } = await at.gate();
    expect([code, said]).toEqual([1, expect.stringMatching(/fail +two-people +0 of 2 approvals[^]*signed with a key that is not in the roster/)]);
  });

  it('counts no approval under a known key that its owner did not sign', async () => {
    const at = place();
    const [bo, eve] = [at.signer('bo'), at.signer('eve')];
    at.ledger.add({ ...bo, sign: (content) => bo.sign(eve.sign(content)) }, { kind: 'approve', candidate: at.candidate, request: at.request, role: 'ml-lead' });
    await at.push();
    expect(await at.gate()).toEqual({ code: 1, text: expect.stringMatching(/0 of 2 approvals[^]*its signature is not good/) as string });
  });

  it('ends with 4 where a signature that was good when it was seen no longer is', async () => {
    const at = await place().approved();
    expect((await at.gate()).code).toBe(0);
    const head = at.ledger.heads[0]!;
    const signed = (signature: (file: (typeof at.ledger.files)[number]) => Uint8Array | null) => at.rewrite(at.ledger.files.map((file) => (file.name === head ? { ...file, signature: signature(file) } : file)));
    const seen = (reason: string) => ({ code: 4, text: expect.stringMatching(new RegExp(`was seen here before, and now does not count: ${reason}`)) as string });
    // Anybody of the roster could take a vote over, and then take it back.
    await signed(({ bytes: content }) => at.signer('bo').sign(content));
    expect(await at.gate('cy')).toEqual(seen('it is signed with another key than it names'));
    await signed(({ bytes: content }) => at.signer('cy').sign(at.signer('cy').sign(content)));
    expect(await at.gate('bo', '--anchor', head)).toEqual(seen('its signature is not good'));
  });

  it('remembers nothing that a member built on a false signature about another model, and so ends nobody’s reading with 4', async () => {
    const at = await place().approved();
    const about = { ...at.candidate, model: 'fraud' };
    const before = await at.gate();
    const head = (said: string) => /^ledger +([0-9a-f]{64})$/m.exec(said)?.[1];
    expect([before.code, head(before.text)]).toEqual([0, at.ledger.heads[0]]);
    const bo = at.signer('bo');
    at.ledger.add({ ...bo, sign: (content) => bo.sign(bo.sign(content)) }, { kind: 'request', candidate: about, supersedes: [] });
    at.say('bo', { kind: 'request', candidate: about, supersedes: [] });
    await at.push();
    // One clone that knows the ledger, one that sees it first like this, and a pipeline with what that printed.
    for (const name of ['cy', 'bo'] as const) {
      const after = await at.gate(name);
      expect([after.code, head(after.text), after.text]).toEqual([0, head(before.text), expect.stringMatching(/2 entries of the ledger do not count, the first because it(s signature is not good| builds on)/)]);
      expect((await at.gate(name, '--anchor', head(after.text)!)).code).toBe(0);
      expect(await at.run(name, 'approvals', 'verify')).toEqual({ code: 0, text: expect.stringContaining('its signature is not good') as string });
    }
  });

  it('has nobody sign on what nobody looked at: the panel builds on heads of which everything was checked', async () => {
    const at = await place().approved();
    const [ada, bo] = [at.signer('ada'), at.signer('bo')];
    const ask = (by: typeof ada) => at.ledger.add(by, { kind: 'request', candidate: { ...at.candidate, model: 'fraud' }, supersedes: [], claimedAt: new Date(Date.now() - 60_000).toISOString() });
    // More than a look checks beyond what it needs.
    for (let made = 0; made < 1_010; made += 1) ask(ada);
    const good = at.ledger.heads[0]!;
    ask({ ...bo, sign: (content) => bo.sign(bo.sign(content)) });
    const bad = ask(bo);
    await at.push();
    const cy = at.who('cy');
    for (const [name, value] of [['gpg.format', 'ssh'], ['user.signingkey', cy.keyFile()]] as const) cy.git('config', name, value);
    const { bench, close } = openWorkbench(cy.clone, path.join(at.root, 'homes'));
    try {
      const signal = AbortSignal.timeout(300_000);
      const gated = await bench.governance.gate('churn:v0.0.1', 'staging', { fetches: true }, signal);
      expect([gated.report.decision, gated.view?.weighed.heads]).toEqual(['pass', [bad]]);
      const act = await prepareAct(bench, { kind: 'comment', about: at.request }, { written: 'churn:v0.0.1', env: 'staging', shown: shownId(gated)!, reason: 'seen' }, { passphrase: 'never', chooseRole: async ([role = '']) => role }, signal);
      const [written] = (await act.sign()).entries;
      at.pull();
      expect(decodeEntry(fileOf(at, written!.digest).bytes).prev).toEqual([good]);
    } finally {
      close();
    }
    expect(await at.run('cy', 'approvals', 'verify')).toEqual({ code: 0, text: expect.stringContaining('its signature is not good') as string });
  });

  it('ends with 4 where an entry about another model is no longer signed as it was seen', async () => {
    const at = await place().approved();
    const other = at.say('bo', { kind: 'request', candidate: { ...at.candidate, model: 'fraud' }, supersedes: [] });
    at.say('cy', { kind: 'comment', about: at.request });
    await at.push();
    expect((await at.gate()).code).toBe(0);
    const bo = at.signer('bo');
    await at.rewrite(at.ledger.files.map((file) => (file.name === other ? { ...file, signature: bo.sign(bo.sign(file.bytes)) } : file)));
    expect(await at.run('cy', 'approvals', 'verify')).toEqual({ code: 4, text: expect.stringMatching(new RegExp(`was seen here before, and now does not count: it builds on ${other.slice(0, 8)}, which does not count: its signature is not good`)) as string });
  });

  it('counts nothing of another repository’s ledger', async () => {
    const at = place();
    const other = new TestLedger(at.signer('ada'));
    const request = other.add(at.signer('ada'), { kind: 'request', candidate: at.candidate, supersedes: [] });
    for (const [name, role] of [['bo', 'ml-lead'], ['cy', 'risk']] as const) other.add(at.signer(name), { kind: 'approve', candidate: at.candidate, request, role });
    await at.write(filesOf(other.files));
    expect(await at.gate()).toEqual({ code: 1, text: expect.stringMatching(/0 of 2 approvals[^]*4 entries of the ledger do not count[^]*it belongs to another ledger/) as string });
  });

  it('holds an approval to its own environment', async () => {
    const at = await place().approved();
    expect((await at.run('ada', 'approvals', 'request', 'churn:v0.0.1', '--env', 'production')).code).toBe(0);
    const answer = await at.gate('cy', '--env', 'production', '--anchor', at.ledger.genesis);
    expect(answer).toEqual({ code: 1, text: expect.stringMatching(/two-people +0 of 2 approvals/) as string });
    expect((await at.gate()).code).toBe(0);
  });

  it('holds an approval to its own model, though another has the very same bytes, commit and rules', async () => {
    const at = place();
    const ada = at.who('ada');
    const read = (name: string) => readFileSync(path.join(ada.clone, name), 'utf8');
    ada.commit({ 'dvc.yaml': read('dvc.yaml').replace(/( +)churn: .*/, (line, indent: string) => `${line}\n${indent}fraud: {path: model.bin, type: model}`), '.mlops/policy.yaml': read('.mlops/policy.yaml').replace('rules:', '  fraud:\n    environments: [staging, production]\nrules:') }, 'The same under another name');
    for (const tag of ['churn@v0.0.2', 'fraud@v0.0.1']) ada.git('tag', '-a', tag, '-m', 'registered');
    ada.git('push', '-q', 'origin', '--tags');
    at.who('cy').git('fetch', '-q', '--tags', 'origin');
    const { data } = await ada.json<{ candidate: Place['candidate']; digest: string }>(['approvals', 'request', 'churn:v0.0.2', '--env', 'staging']);
    at.pull();
    for (const [name, role] of [['bo', 'ml-lead'], ['cy', 'risk']] as const) at.say(name, { kind: 'approve', candidate: data.candidate, request: data.digest, role });
    await at.push();
    const gateOf = (model: string) => at.run('cy', 'gate', model, '--env', 'staging');
    expect((await gateOf('churn:v0.0.2')).code).toBe(0);
    expect(await gateOf('fraud:v0.0.1')).toEqual({ code: 1, text: expect.stringMatching(/no request[^]*Nobody has asked/) as string });
    expect((await at.run('ada', 'approvals', 'request', 'fraud:v0.0.1', '--env', 'staging')).code).toBe(0);
    expect(await gateOf('fraud:v0.0.1')).toEqual({ code: 1, text: expect.stringMatching(/fail +two-people +0 of 2 approvals/) as string });
    // The same entries with the other name in them, under the signatures that they had.
    at.pull();
    const request = at.ledger.files.at(-1)!.name;
    const renamed = at.ledger.files.filter(({ bytes: of }) => text(of).includes('"kind":"approve"')).map(({ bytes: of, signature }) => ({ bytes: bytes(text(of).replaceAll('churn v0.0.2', 'fraud v0.0.1').replaceAll('"churn"', '"fraud"').replaceAll('"v0.0.2"', '"v0.0.1"').replaceAll(data.digest, request)), signature }));
    await at.write(filesOf(renamed.map((file) => ({ ...file, name: sha256(file.bytes) }))));
    expect(await gateOf('fraud:v0.0.1')).toEqual({ code: 1, text: expect.stringMatching(/0 of 2 approvals[^]*2 entries of the ledger do not count, the first because its signature is not good/) as string });
  });

  it('takes no copy of an entry with another environment, under its old name or a new one', async () => {
    const at = await place().approved();
    const [approval] = at.ledger.files.slice(-1) as [(typeof at.ledger.files)[number]];
    const changed = bytes(text(approval.bytes).replaceAll('"staging"', '"production"'));
    await at.rewrite(at.ledger.files.map((file) => (file === approval ? { ...file, bytes: changed } : file)));
    expect(await at.gate()).toEqual({ code: 1, text: expect.stringMatching(/1 of 2 approvals[^]*its name is not its digest/) as string });
    await at.rewrite([...at.ledger.files, { name: sha256(changed), bytes: changed, signature: approval.signature }]);
    expect(await at.gate('bo', '--env', 'production', '--anchor', at.ledger.genesis)).toEqual({ code: 1, text: expect.stringMatching(/no request[^]*its signature is not good/) as string });
  });

  it('is not slowed or swayed by a thousand entries of junk, and says that they are there', async () => {
    const at = await place().approved();
    const eve = at.signer('eve');
    const junk = new Map<string, Uint8Array>();
    for (let number = 0; number < 1_000; number += 1) {
      const content = number % 2 === 0 ? bytes(`{"junk":${number}}`) : encodeEntry({ kind: 'comment', about: at.request, genesis: at.ledger.genesis, prev: [at.request], seq: 2, claimedAt: '2026-01-01T00:00:00.000Z', fingerprint: eve.key.fingerprint, text: null }, sha256(String(number)).slice(0, 32));
      junk.set(entryPath(sha256(content)), content);
      junk.set(signaturePath(sha256(content)), eve.sign(content));
    }
    const before = await at.gate('bo');
    await at.write(junk);
    const after = await at.gate('cy');
    expect([before.code, after]).toEqual([0, { code: 0, text: expect.stringContaining('1000 entries of the ledger do not count') as string }]);
    const rules = (said: string) => said.split('\n').filter((line) => /^(pass|fail|unknown|evidence|ledger)/.test(line));
    expect(rules(after.text)).toEqual(rules(before.text));
  });

  it('misses a rejection that was taken away: by what it saw before, and by an anchor', async () => {
    const at = await place().approved();
    const approvals = at.git('rev-parse', 'mlops-ledger');
    const reject = at.decide('bo', 'reject', 'risk');
    await at.push();
    expect(await at.gate()).toEqual({ code: 1, text: expect.stringMatching(/rejected by bo/) as string });
    at.git('update-ref', 'refs/heads/mlops-ledger', approvals);
    expect(await at.gate()).toEqual({ code: 4, text: expect.stringMatching(new RegExp(`Entry ${reject.slice(0, 8)} was in the ledger of the remote when it was last read here, and is gone`)) as string });
    expect(await at.gate('bo', '--anchor', reject)).toEqual({ code: 4, text: expect.stringMatching(new RegExp(`Entry ${reject.slice(0, 8)} was seen here before and is gone`)) as string });
  });

  it('misses a rejection that was replaced by another history', async () => {
    const at = await place().approved();
    const reject = at.decide('bo', 'reject', 'risk');
    await at.push();
    expect((await at.gate()).code).toBe(1);
    const other = new TestLedger(at.ledger);
    const files = without(at, reject);
    const forked = other.add(at.signer('ada'), { kind: 'comment', about: at.request, prev: [files.at(-1)!.name] });
    await at.rewrite([...files, other.files.find(({ name }) => name === forked)!]);
    expect(await at.gate()).toEqual({ code: 4, text: expect.stringMatching(new RegExp(`Entry ${reject.slice(0, 8)} was in the ledger[^]*is gone; another history stands in its place`)) as string });
  });

  it('ends with 4 where the branch is gone, whether it was read before or never', async () => {
    const at = await place().approved();
    expect((await at.gate('cy')).code).toBe(0);
    at.git('update-ref', '-d', 'refs/heads/mlops-ledger');
    expect(await at.gate('cy')).toEqual({ code: 4, text: expect.stringMatching(/there is no branch mlops-ledger/) as string });
    expect(await at.gate('bo')).toEqual({ code: 4, text: expect.stringMatching(/there is no branch mlops-ledger/) as string });
    // Ada's clone still has it, and that is not the remote's.
    expect(await at.gate('ada')).toEqual({ code: 4, text: expect.stringMatching(/no branch mlops-ledger on origin: only this clone has one/) as string });
  });

  it('ends with 4 where what counted entries build on was taken out of their middle', async () => {
    const at = await place().approved();
    await at.rewrite(without(at, at.request));
    expect(await at.gate()).toEqual({ code: 4, text: expect.stringMatching(new RegExp(`builds on ${at.request.slice(0, 8)}, which is not there`)) as string });
  });

  it('tells two clones whose remote shows each another ledger, once one hears of the other’s head', async () => {
    const at = await place().approved();
    const approvals = at.git('rev-parse', 'mlops-ledger');
    at.decide('bo', 'reject', 'risk');
    await at.push();
    const shownToBo = await at.gate('bo');
    expect(shownToBo).toEqual({ code: 1, text: expect.stringContaining('rejected by bo') as string });
    at.git('update-ref', 'refs/heads/mlops-ledger', approvals);
    expect((await at.gate('cy')).code).toBe(0);
    const head = /^ledger +([0-9a-f]{64})$/m.exec(shownToBo.text)![1]!;
    expect(await at.gate('cy', '--anchor', head)).toEqual({ code: 4, text: expect.stringMatching(/gone/) as string });
  });

  it('takes links, odd modes, odd places and odd names for no entries', async () => {
    const at = place();
    at.decide('bo', 'approve', 'ml-lead');
    at.decide('cy', 'approve', 'risk');
    const [first, second] = at.ledger.files.slice(-2) as [(typeof at.ledger.files)[number], (typeof at.ledger.files)[number]];
    const [one, two] = [entryPath(first.name), entryPath(second.name)];
    const shelf = one.replace(/\/..\//, first.name.startsWith('00') ? '/01/' : '/00/');
    const shapes: Array<ReadonlyArray<readonly [mode: string, name: string, content: Uint8Array]>> = [
      [['120000', one, first.bytes], ['120000', two, second.bytes]],
      [['100755', one, first.bytes], ['100755', two, second.bytes]],
      [['100644', shelf, first.bytes], ['100644', `entries/${second.name}.json`, second.bytes]],
      [['100644', one.toUpperCase().replace('ENTRIES', 'entries').replace('.JSON', '.json'), first.bytes], ['100644', `${two}.json`, second.bytes]],
      [['100644', one.replace('entries', 'Entries'), first.bytes], ['100644', two.replace('entries', 'еntries'), second.bytes]],
    ];
    for (const shape of shapes) {
      const tree = shape.flatMap(([mode, name, content]) => [`${mode} blob ${at.blob(content)}\t${name}`, `100644 blob ${at.blob(fileOf(at, content === first.bytes ? first.name : second.name).signature!)}\t${name}.sig`]);
      at.commitTree(tree);
      const { code, text: said } = await at.gate();
      expect([code, said]).toEqual([1, expect.stringContaining('0 of 2 approvals')]);
    }
  });

  it('reads no entry in another form than the one: a key twice, keys of prototypes, blanks, look-alikes, too much', async () => {
    const at = place();
    at.decide('bo', 'approve', 'ml-lead');
    const approval = text(at.ledger.files.at(-1)!.bytes);
    const bo = at.signer('bo');
    const forms = [
      approval.replace('"kind":"approve"', '"kind":"approve","kind":"approve"'),
      approval.replace('"kind":"approve"', '"__proto__":{"role":"risk"},"kind":"approve"'),
      approval.replace('"kind":"approve"', '"constructor":{},"kind":"approve"'),
      approval.replace('"role":', ' "role":'),
      approval.replace('"ml-lead"', '"ml\\u002dlead"'),
      `${approval}\n`,
      `\uFEFF${approval}`,
      approval.replace('"model":"churn"', '"model":"сhurn"'),
      approval.replace('"role":"ml-lead"', `"role":"${'x'.repeat(maxEntryBytes)}"`),
      approval.replace('"seq":', '"seq":1e0,"_":'),
    ].map(bytes);
    await at.write(new Map(forms.flatMap((form) => [[entryPath(sha256(form)), form] as const, [signaturePath(sha256(form)), bo.sign(form)] as const])));
    expect(await at.gate()).toEqual({ code: 1, text: expect.stringMatching(/0 of 2 approvals[^]*10 entries of the ledger do not count/) as string });
    const listed = await at.run('cy', 'approvals', 'verify');
    expect(listed).toEqual({ code: 0, text: expect.stringMatching(/not in the one form[^]*|larger than/) as string });
  });

  it('waits for a remote that does not answer, and takes no ledger for an empty one', async () => {
    const at = await place().approved();
    at.who('cy').git('remote', 'set-url', 'origin', '../away.git');
    expect(await at.gate()).toEqual({ code: 3, text: expect.stringMatching(/git: /) as string });
    at.who('cy').git('remote', 'set-url', 'origin', 'ssh://nobody@127.0.0.1:9/remote.git');
    expect(await at.gate()).toEqual({ code: 3, text: expect.stringMatching(/git: /) as string });
  });

  it('counts nothing that claims to be of the future, and tells of what is older than what it builds on', async () => {
    const at = place();
    const at_ = (ms: number) => ({ claimedAt: new Date(Date.now() + ms).toISOString() });
    at.decide('bo', 'approve', 'ml-lead', at_(6 * 60_000));
    at.decide('cy', 'approve', 'risk', at_(-3_600_000));
    await at.push();
    expect(await at.gate()).toEqual({ code: 1, text: expect.stringMatching(/1 of 2 approvals[^]*1 entry claims a time more than five minutes before what it builds on: [0-9a-f]{8}\./) as string });
  });
});
