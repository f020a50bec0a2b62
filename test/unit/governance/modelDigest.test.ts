import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { modelDigest, type ModelFile } from '../../../src/core/governance/modelDigest.ts';

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');
const file = (path: string, text = path): ModelFile => ({ path, size: Buffer.byteLength(text), sha256: digestOf(text) });

/** What a person would type: lines, `LC_ALL=C sort`, `sha256sum`. */
function byHand(files: readonly ModelFile[]): string {
  const lines = files.map(({ path, size, sha256 }) => `${sha256} ${size} ${path.normalize('NFC')}\n`).join('');
  const sorted = execFileSync('sort', { input: lines, env: { ...process.env, LC_ALL: 'C' } });
  return createHash('sha256').update(sorted).digest('hex');
}

describe('the digest of a model', () => {
  it('is what sort and sha256sum make of it, in whatever order files come', () => {
    // The same bytes many times: then the paths decide the order, and those above U+FFFF go last.
    const files = ['b/weights.bin', 'a', 'a b', 'a.b', 'é', '\u{1F600}', '\uFF5E', 'z', '中/文'].map((path) => file(path, 'same')).concat(file('model.json'), file('10'), file('9'));
    const made = modelDigest(files);
    expect(made).toBe(byHand(files));
    expect(modelDigest(files.toReversed())).toBe(made);
    expect(modelDigest([file('model.pkl', 'x')])).toBe(digestOf(`${digestOf('x')} 1 model.pkl\n`));
  });

  it('changes with a byte, a size or a name, and not with how a name is composed', () => {
    const made = modelDigest([file('é.bin', 'x')]);
    expect(modelDigest([file('e\u0301.bin', 'x')])).toBe(made);
    expect(new Set([made, modelDigest([file('é.bin', 'y')]), modelDigest([file('è.bin', 'x')]), modelDigest([{ ...file('é.bin', 'x'), size: 2 }])]).size).toBe(4);
  });

  it.each([
    ['/etc/passwd', 'is not below the model'],
    ['a/../../b', 'is not below the model'],
    ['C:/weights', 'is not below the model'],
    ['a//b', 'is not written in the shortest way'],
    ['./a', 'is not written in the shortest way'],
    ['a/', 'is not written in the shortest way'],
    ['', 'is not written in the shortest way'],
    ['a\\b', 'has a backslash'],
    ['a\nb', 'has a control character'],
    ['a\u0085b', 'has a control character'],
    ['a\ud800', 'has half a character'],
  ])('refuses %j', (path, reason) => {
    expect(() => modelDigest([file('good'), { path, size: 1, sha256: digestOf('x') }])).toThrow(reason);
  });

  it('refuses an artifact of nothing, two files of one name, and files that nobody read', () => {
    expect(() => modelDigest([])).toThrow('no files');
    expect(() => modelDigest([file('é', '1'), file('e\u0301', '2')])).toThrow('two files');
    expect(() => modelDigest([{ path: 'a', size: -1, sha256: digestOf('x') }])).toThrow('without its size');
    expect(() => modelDigest([{ path: 'a', size: 1, sha256: digestOf('x').toUpperCase() }])).toThrow('without its size');
  });
});
