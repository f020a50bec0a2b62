import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { maxTextBytes, readText, writeText } from '../../../src/core/governance/ledger/freeText.ts';
import { secretsIn } from '../../../src/core/log/secretShapes.ts';
import { refuseSecrets } from '../../../src/services/governance/freeTextScan.ts';

const random = (count: number) => randomBytes(count);

describe('free text beside an entry', () => {
  it('is read again as it was written, under the digest that sha256sum gives', () => {
    for (const text of ['ok', 'zwei\nZeilen ü 漢 😀', ' blanks ', '\uFEFFmark']) {
      const { reference, bytes } = writeText(text, random);
      expect(reference.digest).toBe(createHash('sha256').update(bytes).digest('hex'));
      expect(reference.id).toMatch(/^[0-9a-f]{32}$/);
      expect(readText(reference, bytes)).toEqual({ state: 'there', text });
    }
  });

  it('has another digest each time, so an erased text cannot be guessed', () => {
    expect(writeText('no', random).reference.digest).not.toBe(writeText('no', random).reference.digest);
  });

  it('is erased when it is gone or empty, and does not match when a byte differs', () => {
    const { reference, bytes } = writeText('too small a test set', random);
    expect(readText(reference, null)).toEqual({ state: 'erased' });
    expect(readText(reference, new Uint8Array())).toEqual({ state: 'erased' });
    bytes.forEach((_, at) => {
      const changed = Uint8Array.from(bytes);
      changed[at]! ^= 1;
      expect(readText(reference, changed)).toEqual({ state: 'does not match' });
    });
    const odd = Uint8Array.of(0xff);
    expect(readText({ ...reference, digest: createHash('sha256').update(odd).digest('hex') }, odd)).toEqual({ state: 'does not match' });
  });

  it('is not empty, and has an end', () => {
    expect(() => writeText('  ', random)).toThrow(/empty/);
    expect(() => writeText('x'.repeat(maxTextBytes), random)).not.toThrow();
    expect(() => writeText('x'.repeat(maxTextBytes + 1), random)).toThrow(/longer than 16 KiB/);
  });
});

describe('secrets in a text', () => {
  it.each([
    '-----BEGIN OPENSSH PRIVATE KEY-----',
    '-----BEGIN PRIVATE KEY-----',
    'AKIAIOSFODNN7EXAMPLE',
    `ghp_${'a1'.repeat(18)}`,
    `glpat-${'x'.repeat(20)}`,
    `hf_${'A'.repeat(34)}`,
    `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.${'s'.repeat(43)}`,
    'postgres://ada:swordfish@db.example.org/x',
    'Authorization: Bearer abcdefghijklmnop0123',
    'the db_password = hunter22',
    'API_KEY: "0123456789abcdef"',
    `DefaultEndpointsProtocol=https;AccountKey=${'A'.repeat(86)}==`,
  ])('is found: %s', (secret) => {
    expect(secretsIn(`see ${secret} for it`)).not.toEqual([]);
  });

  it.each([
    'Recall on the age band 60+ fell from 0.81 to 0.74; see reports/slices.json.',
    'Tokens per second = 12000, password policy: see the handbook.',
    `Compared with run ${'a'.repeat(32)} at commit ${'b'.repeat(40)}.`,
    'https://example.org/wiki/Model:Cards@2026',
    'token: <yours>, secret=***',
  ])('is not what people write of models: %s', (text) => {
    expect(secretsIn(text)).toEqual([]);
  });

  it('is refused without being repeated, as are personal data and values of secret variables', () => {
    const refused = (text: string, env = {}) => {
      try {
        refuseSecrets(text, env);
        return undefined;
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(refused('all well')).toBeUndefined();
    expect(refused('mail jane.doe@example.org')).toMatch(/an e-mail address; nothing was signed/);
    expect(refused('DE89 3704 0044 0532 0130 00')).toMatch(/an account number/);
    expect(refused('it is opensesame1', { DB_PASSWORD: 'opensesame1' })).toMatch(/a secret of this environment/);
    expect(refused('it is opensesame1', { DB_PASSWORD: 'opensesame1' })).not.toContain('opensesame1');
    expect(refused('it is on', { X_TOKEN: 'on' })).toBeUndefined();
  });
});
