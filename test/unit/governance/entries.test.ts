import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../src/core/base/canonicalJson.ts';
import { sha256 } from '../../../src/core/base/sha256.ts';
import type { Candidate, Undigested } from '../../../src/core/governance/ledger/entry.ts';
import { decodeEntry, encodeEntry, maxEntryBytes } from '../../../src/core/governance/ledger/statement.ts';

const digest = (text: string) => sha256(text);
const nonce = '0123456789abcdef0123456789abcdef';
const head = { genesis: digest('genesis'), prev: [digest('a')], seq: 1, claimedAt: '2026-01-31T12:00:00.000Z', fingerprint: `SHA256:${'a'.repeat(43)}`, text: null };
const candidate: Candidate = { model: 'churn', version: '7', env: 'production', artifact: digest('weights'), data: digest('data'), params: null, metrics: digest('metrics'), commit: 'a'.repeat(40), rules: digest('rules') };
const entries: readonly Undigested[] = [
  { kind: 'genesis', ...head, genesis: '', prev: [], seq: 0, project: 'churn' },
  { kind: 'request', ...head, candidate, supersedes: [digest('reject')] },
  { kind: 'evidence', ...head, candidate, items: [{ kind: 'metrics', digest: digest('m'), from: 'metrics.json', asOf: '2026-01-30T00:00:00.000Z', values: new Map([['metrics.auc', { value: 0.91, unit: null, samples: 5000 }], ['10', { value: 'b', unit: 'ms', samples: null }], ['9', { value: true, unit: null, samples: null }]]) }] },
  { kind: 'approve', ...head, candidate, request: digest('request'), role: 'ml-lead', text: { id: nonce, digest: digest('salted') } },
  { kind: 'reject', ...head, candidate, request: digest('request'), role: 'risk' },
  { kind: 'request-changes', ...head, candidate, request: digest('request'), role: 'risk' },
  { kind: 'comment', ...head, about: digest('request') },
  { kind: 'withdraw', ...head, entry: digest('approve') },
  { kind: 'waive', ...head, candidate, request: digest('request'), rule: 'calm-inputs', until: '2026-02-01T00:00:00.000Z' },
  { kind: 'revoke', ...head, entry: digest('approve') },
  { kind: 'deploy', ...head, candidate, request: digest('request'), replaces: null },
  { kind: 'rollback', ...head, candidate, to: digest('deploy 1'), replaces: digest('deploy 2') },
  { kind: 'join', ...head, prev: [digest('a'), digest('b')].sort() },
  { kind: 'anchor', ...head, entries: 12 },
];
const bytesOf = (entry: Undigested) => encodeEntry(entry, nonce);
const textOf = (entry: Undigested) => new TextDecoder().decode(bytesOf(entry));
const decodeText = (text: string) => decodeEntry(new TextEncoder().encode(text));

describe('entries of a ledger', () => {
  it.each(entries.map((entry) => [entry.kind, entry] as const))('%s is read as it was written', (kind, entry) => {
    const bytes = bytesOf(entry);
    const read = decodeEntry(bytes);
    expect(read).toEqual({ ...entry, digest: sha256(bytes), genesis: kind === 'genesis' ? sha256(bytes) : entry.genesis });
  });

  it('is an in-toto statement about the artifact', () => {
    const statement = JSON.parse(textOf(entries[3]!)) as Record<string, unknown>;
    expect(statement).toMatchObject({ _type: 'https://in-toto.io/Statement/v1', predicateType: 'urn:mlops-workbench:ledger:decision:v1', subject: [{ name: 'model churn 7', digest: { sha256: candidate.artifact } }] });
  });

  it('has one form: blanks, another order, a key twice, an unknown key or other numbers are refused', () => {
    const text = textOf(entries[13]!);
    expect(decodeText(text).kind).toBe('anchor');
    for (const changed of [` ${text}`, `${text}\n`, `\uFEFF${text}`, text.replace('"entries":12', '"entries":12.0'), text.replace('"entries":12', '"entries":12,"entries":12'), text.replace('"entries":12', '"entries":12,"extra":1'), text.replace('"kind":"anchor"', '"kind":"\\u0061nchor"')]) {
      expect(changed).not.toBe(text);
      expect(() => decodeText(changed), changed.slice(0, 40)).toThrow();
    }
    expect(() => decodeText(JSON.stringify(JSON.parse(text)))).not.toThrow();
    expect(() => decodeText(JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text) as object).reverse())))).toThrow(/one form/);
  });

  it('refuses what does not hold together', () => {
    const written = (change: (statement: { subject: unknown; predicateType: unknown; predicate: Record<string, unknown> }) => void) => {
      const statement = JSON.parse(textOf(entries[4]!)) as Parameters<typeof change>[0];
      change(statement);
      return () => decodeText(canonicalJson(statement));
    };
    expect(written(() => undefined)).not.toThrow();
    expect(written((one) => (one.subject = [{ name: 'model churn 7', digest: { sha256: digest('other weights') } }]))).toThrow(/entry\.subject/);
    expect(written((one) => (one.predicateType = 'urn:mlops-workbench:ledger:evidence:v1'))).toThrow(/predicateType/);
    expect(written((one) => (one.predicate['prev'] = []))).toThrow(/prev is not one head/);
    expect(written((one) => (one.predicate['prev'] = [digest('a'), digest('a')]))).toThrow(/in order, each once/);
    expect(written((one) => (one.predicate['genesis'] = null))).toThrow(/genesis/);
    const times = { good: ['2026-01-31T12:00:00.000Z', '2024-02-29T23:59:59.999Z', '0000-01-01T00:00:00.000Z', '+010000-01-01T00:00:00.000Z'], bad: ['2026-01-31T12:00:00Z', '2026-02-29T12:00:00.000Z', '2026-02-30T12:00:00.000Z', '2026-00-01T12:00:00.000Z', '2026-13-01T12:00:00.000Z', '2026-01-00T12:00:00.000Z', '2026-01-01T24:00:00.000Z', '2026-01-01T12:60:00.000Z', '2026-01-01T12:00:60.000Z', '2026-01-01T12:00:00.000z', '2026-01-01t12:00:00.000Z', '2026-01-01T12:00:00.000Z\n', ' 2026-01-01T12:00:00.000Z', '2026-01-01T12:00:00.0000Z'] };
    for (const time of times.good) expect(written((one) => (one.predicate['claimedAt'] = time)), time).not.toThrow();
    for (const time of times.bad) expect(written((one) => (one.predicate['claimedAt'] = time)), time).toThrow(/a time as/);
    expect(written((one) => (one.predicate['seq'] = -1))).toThrow(/whole number/);
    expect(written((one) => (one.predicate['kind'] = 'toString'))).toThrow(/one of genesis/);
    expect(written((one) => (one.predicate['role'] = '\uD800'))).toThrow();
  });

  it('refuses entries that are too large, before they are read', () => {
    expect(() => decodeEntry(new Uint8Array(maxEntryBytes + 1))).toThrow(/larger than/);
    expect(() => decodeEntry(Uint8Array.of(0xff, 0xfe))).toThrow(/no UTF-8/);
    expect(() => decodeText('[]')).toThrow();
    expect(() => decodeText('{"predicate":null}')).toThrow();
  });
});
