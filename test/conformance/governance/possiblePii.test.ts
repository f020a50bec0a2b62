import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { scanText } from '../../../src/core/governance/pii/scan.ts';
import { missing, tools } from '../../support/tools.ts';

describe.skipIf(missing('peersPython'))('possible personal data against Faker', () => {
  const made = () => JSON.parse(execFileSync(tools.peersPython, [path.join(import.meta.dirname, 'possiblePii.py')], { encoding: 'utf8' })) as Readonly<Record<string, readonly string[]>>;

  it('finds every e-mail, IBAN, card number and social security number of Faker’s, and none with its last digit changed', () => {
    for (const [kind, texts] of Object.entries(made())) {
      expect(texts.length).toBeGreaterThan(300);
      expect(texts.filter((text) => !scanText(`x ${text}, y`).includes(kind as never)), kind).toEqual([]);
      if (kind !== 'iban' && kind !== 'credit-card') continue;
      const broken = texts.map((text) => text.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10)));
      expect(broken.filter((text) => scanText(text).includes(kind)), kind).toEqual([]);
    }
  });
});
