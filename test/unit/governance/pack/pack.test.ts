import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { toBase64 } from '../../../../src/core/base/base64.ts';
import { toFault } from '../../../../src/core/base/fault.ts';
import { mapControls, noEvidence } from '../../../../src/core/governance/controls/mapControls.ts';
import { allowedSignersOf, parseAllowedSigners, principalOf } from '../../../../src/core/governance/pack/allowedSigners.ts';
import { buildPack } from '../../../../src/core/governance/pack/buildPack.ts';
import { checkPack, type Outside, type PackItem } from '../../../../src/core/governance/pack/checkPack.ts';
import { judgePack } from '../../../../src/services/governance/packGate.ts';
import { candidate, person, rosterOf, signer } from '../ledgers.ts';
import { machine, packed, sealed, signatures, story } from './packs.ts';

const nothing: Outside = { root: null, signers: null };
const judged = (items: readonly PackItem[], outside = nothing) => judgePack(machine, checkPack(items, outside, signatures), outside);
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe('an audit pack', () => {
  it('says the same again, of itself alone', async () => {
    const { input, people } = story();
    const { items, root } = packed(input, people[0]);
    expect(input.judged!.gate.decision).toBe('pass');
    expect(await judged(items, { root, signers: null })).toMatchObject({ gate: input.judged!.gate, root, signedBy: 'ada', counted: 6 });
    expect(packed(input, people[0]).root).toBe(root);
  });

  it('says so too of a decision that is no pass', async () => {
    const late = story({ now: '2026-02-20T00:00:00.000Z' });
    expect((await judged(packed(late.input, late.people[0]).items)).gate?.decision).toBe('unknown');
    const rejected = story({ more: ({ ledger, people: [, bo], request }) => ledger.add(bo, { kind: 'reject', candidate: candidate(), request, role: 'risk' }) });
    expect((await judged(packed(rejected.input, rejected.people[0]).items)).gate).toMatchObject({ decision: 'fail', rules: expect.arrayContaining([expect.objectContaining({ id: 'two-people', observed: 'rejected by bo' })]) as unknown });
  });

  /** By somebody of the roster who signs what they changed: only making it anew finds it. */
  it.each<[string, string, (text: string) => string, RegExp]>([
    ['a failed rule told as passed', 'gate.json', (text) => text.replace('"outcome": "fail"', '"outcome": "pass"').replace('"decision": "fail"', '"decision": "pass"'), /Another decision comes out than was recorded/],
    ['another time', 'decision.json', (text) => text.replace('2026-01-10T', '2026-01-09T'), /evaluatedAt/],
    ['a looser policy', 'policy.yaml', (text) => text.replace('min_gain: 0.005', 'min_gain: 0.001'), /policyDigest/],
    ['another role', 'roster.yaml', (text) => text.replace('roles: [risk]', 'roles: [risk, ml-lead]'), /rosterDigest/],
    ['an entry not counted', 'counted.txt', (text) => text.split('\n').slice(1).join('\n'), /counted\.txt does not list/],
    ['a head less', 'decision.json', (text) => text.replace(/"heads": \[[^\]]*\]/, '"heads": []'), /heads/],
    ['a record that is none', 'decision.json', () => '{}', /decision\.json cannot be read/],
    ['another ledger', 'decision.json', (text) => text.replace(/"genesis": "[0-9a-f]{64}"/, `"genesis": "${'0'.repeat(64)}"`), /another ledger/],
  ])('is refused with %s by one of its own people', async (_what, path, change, reason) => {
    const { input, people } = story({ more: ({ ledger, people: [, bo], request }) => ledger.add(bo, { kind: 'reject', candidate: candidate(), request, role: 'risk' }) });
    const changed = buildPack(input).map((file) => (file.path === path ? { ...file, bytes: new TextEncoder().encode(change(textOf(file.bytes))) } : file));
    expect(changed.some(({ bytes }, at) => textOf(bytes) !== textOf(buildPack(input)[at]!.bytes))).toBe(true);
    const fault = toFault(await judged(sealed(changed, people[0]).items).catch((error: unknown) => error));
    expect([fault.code, fault.message]).toEqual(['integrity', expect.stringMatching(reason)]);
  });

  it('is refused where an entry was taken out with all that names it', async () => {
    const { input, people, ledger } = story();
    const last = ledger.heads[0]!;
    const cut = buildPack(input).filter(({ path }) => !path.includes(last));
    await expect(judged(sealed(cut, people[0]).items)).rejects.toThrow(/counted\.txt lists .*: it is not there/);
    const middle = ledger.files[2]!.name;
    await expect(judged(sealed(buildPack(input).filter(({ path }) => !path.includes(middle)), people[0]).items)).rejects.toThrow(/builds on .* not there/);
  });

  it('is not signed by strangers, and not made of a broken ledger', async () => {
    const { input } = story();
    await expect(judged(packed(input, signer('mallory')).items)).rejects.toThrow(/a key that is not in the roster/);
    expect(() => buildPack({ ...input, weighed: { ...input.weighed, broken: [{ kind: 'forked', message: 'Two histories.' }] } })).toThrow(/No pack is made of a broken ledger/);
  });

  it('names junk and holds none of it', async () => {
    const { input, people, ledger } = story();
    const junk = { name: 'f'.repeat(64), bytes: new TextEncoder().encode('{}'), signature: null };
    const withJunk = { ...input, ledger: [...ledger.files, junk], weighed: { ...input.weighed, quarantined: [{ name: junk.name, reason: 'it is not signed' }] } };
    const { items } = packed(withJunk, people[0]);
    expect(items.some(({ path }) => path.includes(junk.name))).toBe(false);
    expect(textOf(items.find(({ path }) => path === 'decision.json')!.bytes)).toContain('it is not signed');
    expect((await judged(items)).gate?.decision).toBe('pass');
  });
});

describe('allowed signers', () => {
  it('are the roster without revoked keys, each person one principal', () => {
    const [ada, bo, star] = [signer('ada'), signer('bo'), signer('*, "x"\n#')];
    const text = allowedSignersOf(rosterOf(person(ada, []), person(bo, [], { isRevoked: true }), person(star, [])));
    expect(text.split('\n').length).toBe(3);
    expect(principalOf(star.id)).toBe('%2a%2c%20%22x%22%0a%23');
    expect(parseAllowedSigners(text)).toEqual(new Map([[ada.key.fingerprint, ['ada']], [star.key.fingerprint, [principalOf(star.id)]]]));
  });

  it('are read as ssh-keygen does, and refused where they ask for what is not kept to', () => {
    const key = `ssh-ed25519 ${toBase64(signer('a').key.blob)}`;
    expect([...parseAllowedSigners(`# people\n\na@x,b@x ${key} comment\r\n`).values()]).toEqual([['a@x', 'b@x']]);
    expect(() => parseAllowedSigners(`a namespaces="git" ${key}`)).toThrow(/names no signer/);
    expect(() => parseAllowedSigners(`a valid-before="20300101" ${key}`)).toThrow(/cannot be kept to/);
    expect(() => parseAllowedSigners(`a cert-authority ${key}`)).toThrow(/cannot be kept to/);
    expect(() => parseAllowedSigners('a ssh-ed25519')).toThrow(/Line 1/);
    expect(() => parseAllowedSigners('')).toThrow(/names no signer/);
  });
});

describe('the page of a pack', () => {
  it('has no script, loads nothing and lets no text from outside become markup', () => {
    const { input } = story();
    const hostile = '<img src=x onerror=alert(1)>"\u202e';
    const gate = { ...input.judged!.gate, reason: hostile, rules: input.judged!.gate.rules.map((rule) => ({ ...rule, reason: hostile, observed: hostile })) };
    const page = textOf(buildPack({ ...input, judged: { ...input.judged!, gate } }).find(({ path }) => path === 'report.html')!.bytes);
    expect(page).not.toMatch(/<img|<script|<link|<iframe|javascript:|https?:|\u202e|style="/);
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(page).toContain('Checked the &lt;b&gt;slices&lt;/b&gt; &amp; the card.');
    const style = /<style>([^]*)<\/style>/.exec(page)![1]!;
    expect(page).toContain(`default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`);
    for (const [, href] of page.matchAll(/href="([^"]*)"/g)) expect(href).toMatch(/^[A-Za-z0-9._/-]+$/);
  });

  it('links only to what is in the pack', () => {
    const files = buildPack(story().input);
    const page = textOf(files.find(({ path }) => path === 'report.html')!.bytes);
    const paths = new Set(files.map(({ path }) => path));
    expect([...page.matchAll(/href="([^"]*)"/g)].map(([, href]) => href!).filter((href) => !paths.has(href))).toEqual([]);
  });
});

describe('the map of controls', () => {
  it('names what is there, and says so where nothing is', () => {
    const { frameworks, evidence, reads } = mapControls({ entries: [], paths: new Set(['policy.yaml']) });
    const all = frameworks.flatMap(({ controls }) => controls);
    expect(all.filter(({ evidenceFor }) => evidenceFor !== noEvidence).map(({ id }) => id)).toEqual(['Art. 9', 'GOVERN 1.4', 'A.2', '164.316(b)(2)']);
    expect(evidence).toEqual({ policy: { what: 'rules as code, at a protected commit', files: ['policy.yaml'] } });
    expect(noEvidence).toBe('no evidence in this pack');
    const pack = buildPack(story().input);
    const written = textOf(pack.find(({ path }) => path === 'controls.json')!.bytes) + textOf(pack.find(({ path }) => path === 'report.html')!.bytes) + reads;
    expect(written).not.toMatch(/complian(t|ce)/i);
    const map = JSON.parse(textOf(pack.find(({ path }) => path === 'controls.json')!.bytes)) as ReturnType<typeof mapControls>;
    const paths = new Set(pack.map(({ path }) => path));
    expect(Object.values(map.evidence).flatMap(({ files }) => files).filter((path) => !paths.has(path))).toEqual([]);
    expect(map.frameworks.flatMap(({ controls }) => controls).find(({ id }) => id === 'A.10')?.evidenceFor).toBe(noEvidence);
  });
});
