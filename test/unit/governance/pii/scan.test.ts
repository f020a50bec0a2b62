import { describe, expect, it } from 'vitest';
import { isSuspiciousName } from '../../../../src/core/governance/pii/names.ts';
import { columnsEvidence } from '../../../../src/core/governance/pii/columnsEvidence.ts';
import { piiKinds, scanColumn, scanText } from '../../../../src/core/governance/pii/scan.ts';

// Numbers that banks and card networks publish as examples.
const there: Array<[kind: string, text: string]> = [
  ['email', 'ask ann.o-hara+ml@mail.example.co.uk.'],
  ['email', 'mailto:<x@example.com>'],
  ['iban', 'GB29 NWBK 6016 1331 9268 19'],
  ['iban', 'pay to DE89370400440532013000, please'],
  ['iban', 'NO9386011117947'],
  ['iban', 'MT84MALT011000012345MTLCAST001S'],
  ['credit-card', '4111 1111 1111 1111'],
  ['credit-card', 'card:5555555555554444;'],
  ['credit-card', '3782-822463-10005'],
  ['credit-card', '30569309025904'],
  ['credit-card', '2223003122003222'],
  ['credit-card', 'paid by 6011111111111117.'],
  ['us-ssn', 'is 536-22-1234.'],
  ['us-ssn', '123-45-6789'],
];
const notThere = [
  'a@b', '@example.com', 'ann@example.c', 'ann..b@example', 'x@1.2.3.4', 'price @ 10.50',
  'GB29 NWBK 6016 1331 9268 18', 'DE8937040044053201300', 'XX89370400440532013000', 'DE893704004405320130001',
  '4111 1111 1111 1112', '1111111111111117', '0.4111111111111111', '4 111 111 111 111 111', '14111111111111111', '1732590000000', 'a4111111111111111',
  '000-12-3456', '666-12-3456', '900-12-3456', '123-00-4567', '123-45-0000', '1123-45-6789', '123-45-67890', '123-456789', '2024-01-05',
];

describe('possible personal data in text', () => {
  it.each(there)('finds %s in “%s”', (kind, text) => expect(scanText(text)).toEqual([kind]));
  it.each(notThere)('finds nothing in “%s”', (text) => expect(scanText(text)).toEqual([]));

  it('names several kinds of one text', () => expect(scanText('ann@example.com, 536-22-1234, GB29NWBK60161331926819, 4111111111111111')).toEqual([...piiKinds]));

  it('goes through hostile text of 200 kB each at once', () => {
    const size = 200_000;
    for (const part of ['@', 'a@', 'a.', '1', '1-', '1111 ', '123-', 'DE89', 'DE89 ', 'GB29 NWBK ', 'a@b.', ' ', '4111-1111-']) {
      expect(scanText(part.repeat(Math.ceil(size / part.length))).length).toBeLessThan(2);
    }
  });
});

describe('possible personal data in columns', () => {
  it('counts cells, not findings, and keeps no value', () => {
    expect(scanColumn(['ann@example.com, bob@example.com', 'none', null, 4111111111111111, 7, true])).toEqual({ email: 1, iban: 0, 'credit-card': 1, 'us-ssn': 0 });
  });

  it('reads names by their words', () => {
    for (const name of ['email', 'customerEmail', 'E-Mail', 'home_phone', 'SSN', 'date_of_birth', 'Full Name', 'user.ip_address']) expect([name, isSuspiciousName(name)]).toEqual([name, true]);
    for (const name of ['assn_count', 'tenure', 'phonemes', 'name_length', 'emailed', 'address_changes']) expect([name, isSuspiciousName(name)]).toEqual([name, false]);
  });

  it('gives counts over all columns, and none of a kind where a column was not read', () => {
    const none = { email: 0, iban: 0, 'credit-card': 0, 'us-ssn': 0 };
    const read = columnsEvidence('train', [{ name: 'ssn', cells: 3, possible: { ...none, 'us-ssn': 2 } }, { name: 'a.b', cells: 3, possible: none }], { rows: 9, scanned: 3 });
    expect(Object.fromEntries([...read].map(([path, { value }]) => [path, value]))).toEqual({
      'columns.train.names.ssn': true, 'columns.train.names.a.b': true, 'columns.train': 2, 'columns.train.rows': 9, 'columns.train.scanned': 3, 'columns.train.suspicious': 1,
      'columns.train.possible.email': 0, 'columns.train.possible.iban': 0, 'columns.train.possible.credit-card': 0, 'columns.train.possible.us-ssn': 2,
    });
    expect([...columnsEvidence('train', [{ name: 'a', cells: 3, possible: null }], { rows: 3, scanned: 3 }).keys()]).toEqual(['columns.train.names.a', 'columns.train', 'columns.train.rows', 'columns.train.scanned', 'columns.train.suspicious']);
  });
});
